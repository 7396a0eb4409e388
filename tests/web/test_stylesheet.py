"""The stylesheet: small, fetching nothing, the same from both sides, and legible in both schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parents[2] / "ledger" / "web" / "static" / "almoner.css"
PLAIN = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
LAYERS = ["reset", "tokens", "base", "layout", "parts", "utilities"]
DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+);")
SIDED = re.compile(
    r"(?:.*-)?(?:left|right|top|bottom)(?:-.*)?|(?:min-|max-)?(?:width|height)|overflow-[xy]|"
    r"(?:float|clear|text-align|caption-side):\s*(?:left|right)"
)
TEXT = [
    *(("ink", ground) for ground in ("page", "surface", "sunken", "accent-soft")),
    *(("quiet", ground) for ground in ("page", "surface", "sunken")),
    *(("link", ground) for ground in ("page", "surface", "sunken", "accent-soft")),
    *(("bad", ground) for ground in ("page", "surface", "sunken")),
    *((family, f"{family}-soft") for family in ("good", "bad", "wait", "info", "off")),
    ("good", "surface"),
    ("accent-ink", "accent"),
]
"""Words on their ground, as parts of pages put them together."""
SHAPES = [
    *(("edge", ground) for ground in ("page", "surface", "sunken")),
    *(("accent", ground) for ground in ("page", "surface", "sunken")),
    *((f"c{number}", "surface") for number in range(1, 6)),
]
"""Borders of fields, the ring of focus and bars on their ground: 3 to 1 is enough (WCAG 2.2, 1.4.11)."""


def colours(scheme: str) -> dict[str, str]:
    """The colour tokens as a scheme leaves them."""
    light, dark = re.split(r"@media \(prefers-color-scheme: dark\)", PLAIN.split("@layer base {", 1)[0])
    found = {
        name: dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});", part))
        for name, part in (("light", light), ("dark", dark))
    }
    assert set(found["dark"]) == set(found["light"])
    return found[scheme]


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_their_ground(scheme: str) -> None:
    """At least 4.5 to 1, on a light screen and on a dark one."""
    known = colours(scheme)
    assert [pair for pair in TEXT if contrast(known[pair[0]], known[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_focus_and_bars_stand_out(scheme: str) -> None:
    """At least 3 to 1."""
    known = colours(scheme)
    assert [pair for pair in SHAPES if contrast(known[pair[0]], known[pair[1]]) < 3] == []


def test_nothing_is_fetched() -> None:
    """No address, no import, no font of its own."""
    assert re.findall(r"url\(|@import|@font-face|image-set\(|https?:", PLAIN) == []


def test_no_rule_knows_left_from_right() -> None:
    """Writing from the right needs nothing but `dir`."""
    found = [f"{name}: {value}" for name, value in DECLARATION.findall(PLAIN)]
    assert len(found) > 300
    assert [rule for rule in found if SIDED.fullmatch(rule) or SIDED.fullmatch(rule.partition(":")[0])] == []
    four = [
        rule.partition(": ") for rule in found if re.match(r"(margin|padding|inset|border-radius|border-width):", rule)
    ]
    assert [rule for rule in four if len(rule[2].split()) == 4] == []


def test_every_rule_stands_in_a_declared_layer() -> None:
    """So that what is particular wins over what is general by its place, not by its weight."""
    assert f"@layer {', '.join(LAYERS)};" in PLAIN
    depth, outside = 0, ""
    for mark in PLAIN:
        outside += mark if depth == 0 else ""
        depth += {"{": 1, "}": -1}.get(mark, 0)
    assert depth == 0
    assert re.findall(r"(\S+) \{", outside) == LAYERS
    assert "!important" not in PLAIN


def test_every_share_of_a_bar_has_its_width() -> None:
    """From nothing to the whole, one in a hundred at a time."""
    assert re.findall(r"\.w(\d+) \{ inline-size: (\d+)%; \}", PLAIN) == [(str(n), str(n)) for n in range(101)]


def test_the_stylesheet_is_small() -> None:
    """A page with it stays below 100 kB, with room for a long list."""
    assert SHEET.stat().st_size < 40_000
