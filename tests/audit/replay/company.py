"""Wrong histories whose fault cannot come alone: what is wrong breaks a second rule as well."""

from tests.audit.replay import sealing, wrong_advances, wrong_hands, wrong_moves
from tests.audit.replay.altering import WHO, Wrong
from tests.audit.replay.histories import History


def seal_as_stranger(history: History) -> None:
    """Seal a record as somebody whose keys nobody has registered; they have no role either."""
    sealing.seal(history, WHO, "contact", by="Nobody")


def begin_otherwise(history: History) -> None:
    """Begin a log with something else than its founding."""
    history.entries[0].update(verb="signin.failures_counted", data={"count": 1, "since": "2026-01-05T09:00:00Z"})


WRONG: Wrong = {
    **wrong_advances.TOGETHER,
    **wrong_hands.TOGETHER,
    **wrong_moves.TOGETHER,
    begin_otherwise: ("H7", "the log begins with signin.failures_counted"),
    seal_as_stranger: ("H9", "by a person without a registered key"),
}
