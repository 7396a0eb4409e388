"""No finding is untried: without any one of them, a test about some wrong history would fail."""

import ast
import copy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import audit.replay
from audit.replay import Replay
from audit.replay.reading import Reading
from tests.audit.replay import company, test_details, test_wrong_acts, test_wrong_histories, wrong_turns
from tests.audit.replay.replaying import replay
from tests.audit.replay.story import begin, tell

FOLDER = Path(audit.replay.__file__).parent
Site = tuple[str, int, int]
Made = tuple[str, int, str, str]
"""Where a finding was made, its rule and its words."""


def sites() -> Iterator[Site]:
    """Every place in the source of replay where something is found: file, first and last line."""
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "find":
                assert node.end_lineno is not None
                yield path.name, node.lineno, node.end_lineno


def is_found(made: list[Made], rule: str, words: str, *, alone: bool) -> bool:
    """Say whether a test of a wrong history would pass with these findings."""
    told = any(one[2] == rule and words in one[3] for one in made)
    return told and (not alone or {one[2] for one in made} == {rule})


def cases() -> Iterator[tuple[list[dict[str, Any]], str, str, bool]]:
    """Every wrong history that there is a test of: its entries, rule, words, and whether the rule is alone."""
    alone = {**test_wrong_acts.WRONG, **{spoil: (rule, "") for spoil, rule in test_wrong_histories.WRONG.items()}}
    for wrong in (alone, {**wrong_turns.WRONG, **company.WRONG}):
        for spoil, (rule, words) in wrong.items():
            history = begin()
            spoil(history)
            yield history.entries, rule, words, wrong is alone
    story = tell().entries
    for verb, member, value, rule, words in test_details.ALTERED:
        entries = copy.deepcopy(story)
        next(one for one in entries if one["verb"] == verb)["data"][member] = value
        yield entries, rule, words, False


def test_every_finding_is_missed_where_it_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that no history breaks, or that another finding hides, could be missing without anyone noticing."""
    made: list[Made] = []
    find = Reading.find

    def notice(reading: Reading, rule: str, message: str) -> None:
        frame = sys._getframe(1)
        made.append((Path(frame.f_code.co_filename).name, frame.f_lineno, rule, message))
        find(reading, rule, message)

    monkeypatch.setattr(Reading, "find", notice)
    decisive = set()
    for entries, rule, words, alone in cases():
        made.clear()
        replay(entries)
        assert is_found(made, rule, words, alone=alone)
        for place in {one[:2] for one in made}:
            rest = [one for one in made if one[:2] != place]
            if not is_found(rest, rule, words, alone=alone):
                decisive.add(place)
    made.clear()
    unchecked = Replay()
    for seq, entry in enumerate(tell().entries):
        unchecked.feed(entry, seq)
    unchecked.finish()
    decisive |= {one[:2] for one in made}
    silent = {site for site in sites() if not any(f == site[0] and site[1] <= line <= site[2] for f, line in decisive)}
    assert silent == set()
