"""Histories of payments by a channel that nobody signed for, through hands that do not hold the money, or unproved."""

from tests.audit.replay import advancing, deeds, filing, payees, paying
from tests.audit.replay.altering import Wrong, data_of
from tests.audit.replay.histories import History
from tests.audit.replay.story import grant


def begun(history: History, minor: int = 1_000) -> None:
    """Register an intermediary and advance them something."""
    advancing.register(history)
    advancing.start(history, "v1", minor, 0)


def gather_other_channel(history: History) -> None:
    """Gather a payment into a run of another channel than was signed."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)], channel="mobile_money")


def gather_for_a_stranger(history: History) -> None:
    """Open a run of cash for somebody who is no intermediary."""
    case = advancing.grant(history, "x", 100)
    paying.gather(history, "r1", [case.payment(1)], channel="cash", cash="I1")


def confirm_by_one(history: History) -> None:
    """Confirm a payment in cash by what one person says twice."""
    begun(history)
    case = advancing.grant(history, "x", 100)
    advancing.hand(history, case, "r1", ("signed_receipt", "Fay"), ("witness", "Fay"))
    paying.complete(history, case)
    paying.settle(history, "r1")


def confirm_without_advance(history: History) -> None:
    """Confirm a payment in cash by an intermediary who has accounted for all they had."""
    begun(history)
    case = advancing.grant(history, "x", 100)
    advancing.take_back(history, "v1", 1_000)
    advancing.settle(history, "v1")
    advancing.hand(history, case, "r1", *advancing.LISTED)


def confirm_more(history: History) -> None:
    """Confirm a payment in cash of more than the intermediary has left."""
    begun(history, 99)
    case = advancing.grant(history, "x", 100)
    advancing.hand(history, case, "r1", *advancing.LISTED)


def post_as_if_by_bank(history: History) -> None:
    """Book a payment in cash as if a bank carried it."""
    begun(history)
    case = advancing.grant(history, "x", 100)
    advancing.hand(history, case, "r1", *advancing.LISTED)
    paying.complete(history, case)
    paying.settle(history, "r1")
    data_of(history, "entry.posted", event="paid_by_intermediary")["event"] = "payment_debited"


def return_by_bank(history: History) -> None:
    """Let a payment in cash come back through a bank."""
    begun(history)
    case = advancing.grant(history, "x", 100)
    advancing.hand(history, case, "r1", *advancing.LISTED)
    case.stage = "active"
    paying.give_back(history, case, case.payment(1), "confirmed", 0)
    paying.settle(history, "r1")


def record_too_early(history: History) -> None:
    """Record that a payment arrived which is not sent."""
    case = grant(history, "x", [100])
    history.work("Fay")
    history.write("evidence.recorded", disbursement=case.payment(1), way="operator", date=history.at[:10])


def record_twice(history: History) -> None:
    """Record the same of a payment twice."""
    case = grant(history, "x", [100])
    paying.start(history, "r1", [case.payment(1)])
    paying.send(history, case, case.payment(1))
    for _ in range(2):
        history.work("Fay")
        history.write("evidence.recorded", disbursement=case.payment(1), way="witness", date=history.at[:10])


def fail_in_file(history: History) -> None:
    """Take a payment out of its run that stands in a payment file."""
    case = grant(history, "x", [100])
    paying.start(history, "r1", [case.payment(1)])
    payees.open_run(history, "r1", 1)
    filing.write_file(history, "r1", 1, 100)
    history.work("Fay")
    history.write("disbursement.failed", disbursement=case.payment(1), from_="in_run")
    paying.settle(history, "r1")


def book_unsent(history: History) -> None:
    """Book the failure of a payment that was never sent."""
    case = grant(history, "x", [100])
    paying.start(history, "r1", [case.payment(1)])
    history.work("Fay")
    history.write("disbursement.failed", disbursement=case.payment(1), from_="in_run")
    paying.two_lines(history, "payment_failed", case, case.payment(1), ("2150", "2100"))
    paying.settle(history, "r1")


def keep_old_channel(history: History) -> None:
    """Gather by the old channel once new payment details were signed with another."""
    case = grant(history, "x", [100])
    payees.change(history, case.who, case.award)
    entry = next(one for one in reversed(history.entries) if one["verb"] == "proposal.made")
    del history.entries[-1]
    said = history.proposals[entry["data"]["proposal"]]
    deeds.make_proposal(history, {**said, "content": {**said["content"], "channel": "cash", "paid_to": "intermediary"}})
    payees.approve(history, case.award, case.who)
    paying.gather(history, "r1", [case.payment(1)])


WRONG: Wrong = {
    gather_other_channel: ("H4", "which was signed for bank"),
    keep_old_channel: ("H4", "which was signed for cash"),
    gather_for_a_stranger: ("H7", "who is no intermediary"),
    confirm_by_one: ("H7", "without the receipts of two people"),
    post_as_if_by_bank: ("H7", "differs from its cause, the paid_by_intermediary"),
    record_too_early: ("H7", "which is planned"),
    record_twice: ("H13", "a second time"),
    fail_in_file: ("H13", "though a payment file holds it"),
    book_unsent: ("H7", "has no cause in its unit of work"),
}
TOGETHER: Wrong = {
    confirm_without_advance: ("H7", "who holds no advance of its fund"),
    confirm_more: ("H7", "are accounted for, 99 are left"),
    return_by_bank: ("H7", "comes back through a bank"),
}
"""Whose fault breaks a second rule as well."""
