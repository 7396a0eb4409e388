"""Histories of payments in parts that nothing forced, that do not sum, or that pay an instalment twice."""

from tests.audit.replay import awarding, lending, ruling
from tests.audit.replay.altering import Wrong
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History
from tests.audit.replay.splitting import give_up_beside, split
from tests.audit.replay.story import grant


def limited(history: History, minor: int = 201) -> Case:
    """An award above a limit of 100 at once."""
    ruling.approve(history, ruling.propose(history, 1, [ruling.LIMIT]))
    return grant(history, "x", [minor])


def split_unforced(history: History) -> None:
    """Split what the channel lets through whole."""
    split(history, limited(history, 100), [50, 50])


def split_without_limit(history: History) -> None:
    """Split where no limit is in force at all."""
    split(history, grant(history, "x", [201]), [67, 67, 67])


def split_finely(history: History) -> None:
    """Split into more parts than it takes."""
    split(history, limited(history), [51, 50, 50, 50])


def split_above(history: History) -> None:
    """Split into a part that is above the limit still."""
    split(history, limited(history), [101, 50, 50])


def split_for_another_reason(history: History) -> None:
    """Split for a reason that is none."""
    split(history, limited(history), [67, 67, 67], reason="convenience")


def split_for_another_limit(history: History) -> None:
    """Split for a limit that is one, but lets more through."""
    split(history, limited(history), [67, 67, 67], reason="day_limit")


def split_by_another_channel(history: History) -> None:
    """Split by the limit of a channel that was not signed for."""
    ruling.approve(history, ruling.propose(history, 1, [{**ruling.LIMIT, "channel": "cash"}]))
    split(history, grant(history, "x", [201]), [67, 67, 67], channel="cash")


def split_a_loan(history: History) -> None:
    """Lend in parts."""
    ruling.approve(history, ruling.propose(history, 1, [ruling.LIMIT]))
    split(history, lending.promise(history, "x", [201]), [67, 67, 67])


def split_to_more(history: History) -> None:
    """Split into parts that are more than what was split, within the award."""
    split(history, limited(history), [68, 67, 67])


def pay_beside_parts(history: History) -> None:
    """Plan the whole payment again beside its parts."""
    case = limited(history)
    split(history, case, [67, 67, 67])
    history.work("Fay")
    awarding.plan(history, case, 1, 2)


def give_up_a_planned_part(history: History) -> None:
    """Give an instalment up of which a part is planned still."""
    case = limited(history)
    parts = split(history, case, [67, 67, 67])
    give_up_beside(history, case, parts[1:], 201)


WRONG: Wrong = {
    split_unforced: ("H4", "lets it through whole"),
    split_without_limit: ("H4", "lets it through whole"),
    split_finely: ("H4", "into 4 parts"),
    split_above: ("H4", "100 is let through at once"),
    split_for_another_reason: ("H4", "is split for convenience"),
    split_for_another_limit: ("H4", "is split for day_limit"),
    split_by_another_channel: ("H4", "is split for payment_limit of cash"),
    split_a_loan: ("H4", "which cannot be"),
    split_to_more: ("H6", "into parts of 202"),
    pay_beside_parts: ("H6", "pays already"),
    give_up_a_planned_part: ("H6", "is given up, not its payment"),
}
