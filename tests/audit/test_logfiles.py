"""The log's files: one byte in any of them, one entry more or less, is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.logfiles import FOLDER
from tests.audit import bundles
from tests.audit.finding import Damage, added, find, report_on, without
from tests.audit.replay.histories import canonical

STORY = bundles.story()
FULL, REST = divmod(len(STORY), 256)
"""Full tiles of the story, and the entries behind them."""
FIRST_ENTRIES = f"{FOLDER}tile/entries/000"
ENTRIES_FILE, TILE_FILE = f"{FOLDER}tile/entries/{FULL:03}.p/{REST}", f"{FOLDER}tile/0/{FULL:03}.p/{REST}"
TILES = {"0/000": 1, f"0/{FULL:03}.p/{REST}": FULL * 256 + 1, f"1/000.p/{FULL}": -1}
"""Hash tile to the entry whose hash its 33rd byte belongs to."""


def flip(name: str, place: int) -> Damage:
    """Return a damage that changes one byte of a file."""

    def damage(files: bundles.Files) -> None:
        content = bytearray(files[name])
        content[place] ^= 1
        files[name] = bytes(content)

    return damage


def cut(name: str, count: int) -> Damage:
    """Return a damage that cuts bytes off the end of a file."""
    return lambda files: files.update({name: files[name][:-count]})


def test_a_log_of_two_levels_of_tiles_holds(tmp_path: Path) -> None:
    """Full tiles, a partial one, and one of level 1."""
    report = report_on(tmp_path, bundles.sound())
    assert report.findings.kept == []
    assert report.findings.checks["tree"] == len(STORY) + FULL + 3


@pytest.mark.parametrize("name", sorted(TILES))
def test_a_changed_byte_in_a_hash_tile_is_found(tmp_path: Path, name: str) -> None:
    """The tile is told, and on level 0 the entry."""
    files = bundles.sound()
    flip(f"{FOLDER}tile/{name}", 33 if name[0] == "0" else 3)(files)
    report = report_on(tmp_path, files)
    assert [(one.rule, one.seq) for one in report.findings.kept] == [("tree", TILES[name])]


DAMAGES: dict[str, tuple[Damage, str]] = {
    "a tile cut off": (cut(TILE_FILE, 5), f"{REST * 32 - 5} bytes, {REST * 32} belong"),
    "a tile too long": (added(TILE_FILE, bundles.sound()[TILE_FILE] + b"x" * 32), f"{REST * 32 + 32} bytes"),
    "an endless tile": (added(TILE_FILE, b"x" * 9000), "longer than such a file can be"),
    "no tile": (without(TILE_FILE), "is missing"),
    "a tile too many": (added(f"{FOLDER}tile/0/000.p/100", b""), "does not belong"),
    "another bundle": (added(f"{FOLDER}tile/entries/{FULL + 1:03}.p/1", b""), "does not belong"),
}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_damaged_tile_is_found(tmp_path: Path, name: str) -> None:
    """Under the rule of the tree alone: the entries are sound."""
    damage, words = DAMAGES[name]
    assert words in find(tmp_path, damage, "tree")


@pytest.mark.parametrize(
    "damage",
    [
        without(ENTRIES_FILE),
        cut(ENTRIES_FILE, 1),
        added(ENTRIES_FILE, b""),
        added(ENTRIES_FILE, b"\x00"),
        added(ENTRIES_FILE, b"\x00\x01a" * (REST + 1)),
        flip(ENTRIES_FILE, 0),
    ],
)
def test_a_log_that_breaks_off_is_found(tmp_path: Path, damage: Damage) -> None:
    """Entries that cannot be told apart end the reading; what hangs on them is not judged."""
    files = bundles.sound()
    damage(files)
    report = report_on(tmp_path, files)
    assert report.findings.found["tree"] == 1
    assert "cannot be read from here on" in report.findings.kept[0].message
    assert not report.findings.checks["journal"]


def test_a_changed_amount_is_found_by_the_tree(tmp_path: Path) -> None:
    """Without the key of the log, a changed entry cannot be hidden."""
    files = bundles.sound()
    files[FIRST_ENTRIES] = files[FIRST_ENTRIES].replace(b'"minor":30000', b'"minor":40000', 1)
    report = report_on(tmp_path, files)
    messages = [one.message for one in report.findings.kept if one.rule == "tree"]
    assert messages[0].endswith("has another hash than its entries at 1 places")
    assert messages[-1] == "the root of the checkpoint is not the root over the entries"


def test_a_changed_amount_that_was_signed_again_is_found_by_replay(tmp_path: Path) -> None:
    """With the key of the log, the books give it away."""
    history = bundles.story()
    entry = next(one for one in history if one["verb"] == "entry.posted")
    entry["data"]["lines"][0]["minor"] += 1
    report = report_on(tmp_path, {**bundles.sound(), **bundles.log_files(bundles.packed(history))})
    assert report.findings.found["tree"] == 0
    assert entry["seq"] in {one.seq for one in report.findings.kept if one.rule == "H1"}


def test_a_removed_entry_that_was_signed_again_is_found_by_replay(tmp_path: Path) -> None:
    """Places in the log run without gap."""
    history = bundles.story()
    del history[40]
    report = report_on(tmp_path, {**bundles.sound(), **bundles.log_files(bundles.packed(history))})
    assert 40 in {one.seq for one in report.findings.kept if one.rule == "H7"}


SCHEMA: dict[str, bytes] = {
    "a space": canonical(STORY[5]).replace(":", ": ", 1).encode(),
    "a repeated member": canonical(STORY[5]).replace('"v":1,', '"v":1,"v":1,').encode(),
    "a float": canonical(STORY[5]).replace('"seq":5', '"seq":5.0').encode(),
    "no JSON": b"{",
    "no object": b"[]",
    "nothing": b"",
    "too deep": b"[" * 30_000,
    "a name": canonical(STORY[5]).replace('"salt"', '"name":"Nadia","salt"').encode(),
}


@pytest.mark.parametrize("name", sorted(SCHEMA))
def test_an_entry_that_is_none_is_found_by_its_place(tmp_path: Path, name: str) -> None:
    """Whatever stands there, there is a finding for that entry and no traceback."""
    entries = bundles.packed(bundles.story())
    entries[5] = SCHEMA[name]
    report = report_on(tmp_path, {**bundles.sound(), **bundles.log_files(entries)})
    assert [one.seq for one in report.findings.kept if one.rule == "schema"] == [5]
    assert not report.findings.found["tree"]
