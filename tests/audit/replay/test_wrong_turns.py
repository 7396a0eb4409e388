"""Each wrong turn is found, with the words for it."""

import pytest

from tests.audit.replay.replaying import replay
from tests.audit.replay.story import begin
from tests.audit.replay.wrong_turns import WRONG, Spoil


@pytest.mark.parametrize(
    ("spoil", "rule", "words"),
    [pytest.param(spoil, *said, id=said[1]) for spoil, said in WRONG.items()],
)
def test_a_wrong_turn_is_found_with_the_words_for_it(spoil: Spoil, rule: str, words: str) -> None:
    """A finding says which rule is broken and how."""
    history = begin()
    spoil(history)
    found = replay(history.entries).findings
    assert [one for one in found if one.rule == rule and words in one.message]
