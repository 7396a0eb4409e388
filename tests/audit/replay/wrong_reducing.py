"""Histories in which an instalment is reduced that may not be, or not so."""

from tests.audit.replay import awarding, lending, paying
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import grant


def reduce_to_nothing(history: History) -> None:
    """Take everything off an instalment."""
    awarding.promise_less(history, grant(history, "x", [100, 100], "stipend"), 1, 100)


def reduce_by_less_than_nothing(history: History) -> None:
    """Promise more under the name of less."""
    awarding.promise_less(history, grant(history, "x", [100, 100], "stipend"), 1, -1)


def reduce_planned(history: History) -> None:
    """Reduce an instalment whose payment is still planned for all of it."""
    awarding.reduce(history, grant(history, "x", [100]), 1, 40)


def reduce_cancelled(history: History) -> None:
    """Reduce an instalment that was given up, of an award that goes on."""
    case = grant(history, "x", [100, 100])
    paying.start(history, "r1", [case.payment(1)])
    awarding.cancel(history, case, [2], [])
    awarding.reduce(history, case, 2, 40)


def reduce_unknown(history: History) -> None:
    """Reduce an instalment that the award does not have."""
    awarding.promise_less(history, grant(history, "x", [100, 100], "stipend"), 1, 40)
    next(e for e in history.entries if e["verb"] == "award.reduced")["data"]["number"] = 3


def reduce_proposed(history: History) -> None:
    """Reduce what nobody has signed yet."""
    case = Case("x", "F1", "B-7K3M-9QXT-C", [100], "stipend")
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.promise_less(history, case, 1, 40)


def reduce_loan(history: History) -> None:
    """Lend less than was signed."""
    case = lending.promise(history, "x", [100])
    history.work("Fay")
    history.write("disbursement.cancelled", disbursement=case.payment(1), from_="planned")
    awarding.promise_less(history, case, 1, 40)


def book_other_amount(history: History) -> None:
    """Let more go of the books than of the instalment."""
    awarding.promise_less(history, grant(history, "x", [100, 100], "stipend"), 1, 40)
    next(e for e in history.entries if e["verb"] == "award.reduced")["data"]["minor"] = 39


def reduce_as_approver(history: History) -> None:
    """Let an approver reduce an instalment."""
    awarding.promise_less(history, grant(history, "x", [100, 100], "stipend"), 1, 40)
    for entry in history.entries[-2:]:
        entry["actor"] = uid("Ada")


def cancel_another(history: History) -> None:
    """Let an officer cancel the payment of another instalment than the one that is reduced."""
    case = grant(history, "x", [100, 100])
    awarding.reduce(history, case, 1, 40, planned=1, by="Olga")
    history.write("disbursement.cancelled", disbursement=case.payment(2), from_="planned")


WRONG = {
    reduce_to_nothing: ("H6", "is reduced by 100, of 100"),
    reduce_by_less_than_nothing: ("H14", "is reduced by"),
    reduce_planned: ("H6", "is reduced, not its payment"),
    reduce_cancelled: ("H7", "is not there to be paid"),
    reduce_unknown: ("H7", "is not there to be paid"),
    reduce_proposed: ("H7", "that is proposed"),
    reduce_loan: ("H7", "of a micro_loan"),
    book_other_amount: ("H7", "differs from its cause"),
    reduce_as_approver: ("H11", "award.reduced is not for"),
    cancel_another: ("H11", "is cancelled by who is not in finance"),
}
