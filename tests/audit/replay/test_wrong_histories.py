"""Each wrong history is found under the rule it breaks, and under no other."""

from collections.abc import Callable

import pytest

from tests.audit.replay import wrong_books, wrong_decisions, wrong_payments, wrong_people
from tests.audit.replay.histories import History
from tests.audit.replay.replaying import rules
from tests.audit.replay.story import begin

WRONG: dict[Callable[[History], None], str] = {
    **wrong_books.WRONG,
    **wrong_decisions.WRONG,
    **wrong_payments.WRONG,
    **wrong_people.WRONG,
}


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [pytest.param(*case, id=f"{case[1]}-{case[0].__name__}") for case in WRONG.items()],
)
def test_a_wrong_history_is_found_under_its_rule_alone(spoil: Callable[[History], None], rule: str) -> None:
    """What is right before it is spoiled is then found under exactly one rule."""
    history = begin()
    assert rules(history.entries) == set()
    spoil(history)
    assert rules(history.entries) == {rule}


def test_every_rule_has_at_least_three_wrong_histories() -> None:
    """A rule that is hardly tried could be missing without anyone noticing."""
    tried = list(WRONG.values())
    for rule in ("H1", "H2", "H3", "H4", "H5", "H6", "H7", "H11", "H13", "H14"):
        assert tried.count(rule) >= 3
