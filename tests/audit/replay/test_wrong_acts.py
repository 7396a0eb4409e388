"""Each wrong act about people, locks and sealed things is found under its rule alone, with the words for it."""

import pytest

from tests.audit.replay import (
    company,
    wrong_advances,
    wrong_appointments,
    wrong_banking,
    wrong_budgets,
    wrong_cash,
    wrong_envelopes,
    wrong_files,
    wrong_gifts,
    wrong_guarding,
    wrong_handing_in,
    wrong_hands,
    wrong_loan_proposals,
    wrong_loans,
    wrong_locks,
    wrong_moves,
    wrong_naming,
    wrong_openings,
    wrong_overlaps,
    wrong_payees,
    wrong_reducing,
    wrong_rules,
    wrong_schedules,
    wrong_splits,
    wrong_staffing,
    wrong_treasury,
    wrong_ways,
)
from tests.audit.replay.altering import Spoil, Wrong
from tests.audit.replay.replaying import replay
from tests.audit.replay.story import begin

WRONG: Wrong = {
    **wrong_advances.WRONG,
    **wrong_appointments.WRONG,
    **wrong_banking.WRONG,
    **wrong_budgets.WRONG,
    **wrong_envelopes.WRONG,
    **wrong_files.WRONG,
    **wrong_guarding.WRONG,
    **wrong_loan_proposals.WRONG,
    **wrong_loans.WRONG,
    **wrong_handing_in.WRONG,
    **wrong_hands.WRONG,
    **wrong_locks.WRONG,
    **wrong_moves.WRONG,
    **wrong_naming.WRONG,
    **wrong_openings.WRONG,
    **wrong_overlaps.WRONG,
    **wrong_payees.WRONG,
    **wrong_reducing.WRONG,
    **wrong_rules.WRONG,
    **wrong_schedules.WRONG,
    **wrong_splits.WRONG,
    **wrong_staffing.WRONG,
    **wrong_cash.WRONG,
    **wrong_gifts.WRONG,
    **wrong_treasury.WRONG,
    **wrong_ways.WRONG,
}


@pytest.mark.parametrize(
    ("spoil", "rule", "words"),
    [pytest.param(spoil, *said, id=f"{said[0]}-{spoil.__name__}") for spoil, said in WRONG.items()],
)
def test_a_wrong_act_is_found_under_its_rule_alone(spoil: Spoil, rule: str, words: str) -> None:
    """What is right before it is spoiled is then found under exactly one rule, in words that say how."""
    history = begin()
    spoil(history)
    found = replay(history.entries).findings
    assert {one.rule for one in found} == {rule}, found
    assert any(words in one.message for one in found), found


@pytest.mark.parametrize(
    ("spoil", "rule", "words"),
    [pytest.param(spoil, *said, id=spoil.__name__) for spoil, said in company.WRONG.items()],
)
def test_what_cannot_be_wrong_alone_is_found_as_well(spoil: Spoil, rule: str, words: str) -> None:
    """Among what else is found."""
    history = begin()
    spoil(history)
    assert any(one.rule == rule and words in one.message for one in replay(history.entries).findings)
