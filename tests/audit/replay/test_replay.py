"""A valid history has no finding, every control was tried on it, oddities are findings."""

import copy
from typing import Any

import pytest

from audit.replay import ROWS, Replay
from tests.audit.replay import deeds, wrong_ways
from tests.audit.replay.histories import found_without_locks, uid
from tests.audit.replay.replaying import replay
from tests.audit.replay.story import begin, give, grant, pay, tell

ENTRIES = tell().entries


def test_a_valid_history_has_no_finding() -> None:
    """The whole story, with every verb and every end of a payment, keeps every rule."""
    assert replay(ENTRIES).findings == []


def test_a_log_from_before_anything_was_sealed_has_no_finding() -> None:
    """Without locks no award names payment details, and nothing is passed on."""
    history = found_without_locks()
    deeds.register(history, "B-7K3M-9QXT-C")
    give(history)
    pay(history, grant(history, "x", [100, 100]), 1, "r1")
    assert "payee.passed" not in {entry["verb"] for entry in history.entries}
    assert replay(history.entries).findings == []


def test_the_story_uses_every_verb() -> None:
    """A verb that no valid history uses would be checked by nobody."""
    assert {entry["verb"] for entry in ENTRIES} == set(ROWS)


def test_every_control_was_tried() -> None:
    """No rule is silent because nothing was held against it."""
    checks = replay(ENTRIES).checks
    assert {rule: count for rule, count in checks.items() if count == 0} == {}
    assert checks["signature"] == len([e for e in ENTRIES if "signature" in e["data"]])


def test_signatures_that_were_not_checked_are_a_finding() -> None:
    """Without a checker, replay says how many signatures nobody looked at."""
    run = Replay()
    for seq, entry in enumerate(ENTRIES):
        run.feed(entry, seq)
    run.finish()
    assert [finding.rule for finding in run.findings] == ["signature"]
    signed = [entry for entry in ENTRIES if "signature" in entry["data"]]
    assert f"{len(signed)} signatures were NOT checked" in run.findings[0].message
    assert run.checks["signature"] == 0


def test_an_empty_log_has_no_finding() -> None:
    """Nothing was done, nothing is wrong."""
    assert replay([]).findings == []


def test_a_log_that_does_not_begin_with_its_founding_is_found() -> None:
    """The first entry says whose log it is."""
    entry = {**ENTRIES[0], "verb": "signin.failures_counted", "data": {"count": 1, "since": "x"}}
    assert [finding.rule for finding in replay([entry]).findings] == ["H7"]


def test_a_removed_entry_is_found() -> None:
    """Every entry has its place: one taken out, the rest moved up, is found at once."""
    for place in (3, len(ENTRIES) // 2):
        entries = ENTRIES[:place] + ENTRIES[place + 1 :]
        assert ("H7", place) in {(one.rule, one.seq) for one in replay(entries).findings}


@pytest.mark.parametrize("odd", [None, [], "x", 5, {"lines": 1}])
@pytest.mark.parametrize("verb", sorted(ROWS))
def test_odd_data_is_a_finding_and_never_an_exception(verb: str, odd: Any) -> None:
    """Whatever stands in an entry, replay goes on to the end."""
    place = next(seq for seq, entry in enumerate(ENTRIES) if entry["verb"] == verb)
    entries = [*ENTRIES[:place], {**ENTRIES[place], "data": odd}, *ENTRIES[place + 1 :]]
    findings = replay(entries).findings
    if verb not in {"signin.failures_counted", "export.made", "payer.set", "profile.set"}:
        assert place in {finding.seq for finding in findings if finding.rule == "schema"}


def test_an_unknown_verb_is_a_finding() -> None:
    """A verb of a later version cannot be vouched for."""
    entries = copy.deepcopy(ENTRIES)
    entries[-1]["verb"] = "gift.unwrapped"
    assert [finding.rule for finding in replay(entries).findings] == ["schema"]


def test_a_stipend_goes_on_while_a_school_is_paid_otherwise() -> None:
    """Another way to be paid voids nothing; a changed one voids what is paid so, and only the newest is signed for."""
    history = begin()
    wrong_ways.tell(history)
    told = replay(history.entries)
    assert told.findings == []
    voided = [one["data"]["award"] for one in history.entries if one["verb"] == "payee.voided"]
    assert voided == [uid("award school")]


def test_one_broken_balance_gives_one_finding() -> None:
    """What follows a broken line correctly is not reported again."""
    history = begin()
    history.entries[-1]["data"]["lines"][0]["balance"] += 5
    for name in ("gift 2", "gift 3"):
        deeds.announce(history, name, "F1", 500)
        deeds.receive(history, name, "F1", 500)
    assert len(replay(history.entries).findings) == 1


def test_a_finding_names_the_entry_and_the_ids_concerned() -> None:
    """An auditor can go from a finding to the entry and the award."""
    history = begin()
    deeds.receive(history, "gift 1", "F1", 10_000_000)
    (finding,) = replay(history.entries).findings
    assert (finding.rule, finding.seq) == ("H13", len(history.entries) - 4)
    assert uid("gift 1") in finding.message
