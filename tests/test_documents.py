"""Documents say what is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_test_that_the_threat_model_names_is_there() -> None:
    """And every sentence of it that claims something names one, or is marked as a limit."""
    text = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z]+/)?[a-z_]*(?:\.py|/))`", text))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / "tests" / name).exists()] == []
    body = text.partition("## What can be taken")[2].partition("## Beyond this")[0]
    claims = re.findall(r"^- .*?(?=^- |^#|\Z)", body, re.MULTILINE | re.DOTALL)
    assert len(claims) > 15
    assert [claim for claim in claims if "`" not in claim and "**Limit**" not in claim] == []


def test_translators_get_every_kind_of_string() -> None:
    """`make messages` reads sentences of code and of templates by the mapping that it names."""
    from babel.messages.frontend import parse_mapping_cfg

    assert "-F docs/babel.cfg" in (ROOT / "Makefile").read_text(encoding="utf-8")
    with (ROOT / "docs/babel.cfg").open(encoding="utf-8") as file:
        methods, _options = parse_mapping_cfg(file)
    assert {kind for _pattern, kind in methods} == {"python", "jinja2"}
    for pattern, _kind in methods:
        assert list(ROOT.glob(pattern.replace("**.", "**/*."))), pattern
