"""Histories in which something about a loan is wrong."""

import datetime as dt

from tests.audit.replay import advancing, awarding, deeds, handing_in, lending, paying
from tests.audit.replay.altering import Wrong
from tests.audit.replay.histories import History, uid
from tests.audit.replay.lending import Debt, ask, lent, plan, post, repay, sign


def owing(history: History) -> Debt:
    """Lend a thousand, to be paid back in two parts."""
    return lent(history, "x", [500, 500], "r1")


def repay_too_much(history: History) -> None:
    """Pay back more than was lent."""
    repay(history, owing(history), 1_001)


def advance_on_old_money(history: History) -> None:
    """Advance money to somebody who has had a repayment for two months; a part was handed over."""
    advancing.register(history)
    repay(history, owing(history), 500, holder=advancing.CODE)
    advancing.propose(history, "v1", 1_000, 0)
    advancing.end(history, "v1", "refused")
    handing_in.hand_in(history, "handed", 100, advancing.CODE)
    history.now += dt.timedelta(days=60)
    advancing.propose(history, "v2", 1_000, 0)


def write_off_too_much(history: History) -> None:
    """Write off, as signed, what was paid back in between."""
    debt = owing(history)
    proposal = ask(history, debt, "loan_write_off", 1_000, "Fay")
    repay(history, debt, 1)
    sign(history, debt, "loan_write_off", proposal, minor=1_000)
    post(history, debt.case, "loan_written_off", ("5500", 1_000), ("1400", -1_000))


def set_too_much_aside(history: History) -> None:
    """Set aside, as signed, for what was paid back in between."""
    debt = owing(history)
    proposal = ask(history, debt, "loan_allowance", 1_000, "Fay", minor=1_000)
    repay(history, debt, 1)
    sign(history, debt, "loan_allowance", proposal, minor=1_000)
    post(history, debt.case, "loan_allowance", ("5500", 1_000), ("1490", -1_000))


def recover_too_much(history: History) -> None:
    """Let more come back than was written off."""
    debt = owing(history)
    lending.write_off(history, debt, 400)
    lending.recover(history, debt, 401)


def repay_before_it_was_lent(history: History) -> None:
    """Date a repayment before the day on which the money was sent."""
    repay(history, owing(history), 10, date="2026-01-04")


def repay_tomorrow(history: History) -> None:
    """Date a repayment after the day of its entry."""
    repay(history, owing(history), 10, date="2026-01-06")


def repay_in_the_wrong_place(history: History) -> None:
    """Say that a statement shows money that an intermediary holds."""
    debt = owing(history)
    repay(history, debt, 10, holder="HAND-1", statement=uid("line"))


def keep_what_was_set_aside(history: History) -> None:
    """Pay back all, and leave standing what was set aside."""
    debt = owing(history)
    lending.set_aside(history, debt, 600)
    debt.aside = 0
    repay(history, debt, 1_000)


def suspend_what_is_paid_back(history: History) -> None:
    """Suspend a loan of which nothing is left."""
    debt = owing(history)
    repay(history, debt, 1_000)
    lending.suspend(history, debt)


def suspend_twice(history: History) -> None:
    """Suspend a suspended loan."""
    debt = owing(history)
    lending.suspend(history, debt)
    lending.suspend(history, debt)


def reschedule_another_sum(history: History) -> None:
    """Carry out a plan for what was outstanding when it was proposed."""
    debt = owing(history)
    proposal = ask(history, debt, "loan_reschedule", 1_000, repayments=plan(1_000, "2026-05-01"))
    repay(history, debt, 1)
    sign(history, debt, "loan_reschedule", proposal)


def give_back_what_was_repaid(history: History) -> None:
    """Let a payment come back of whose loan a part was paid back already."""
    debt = owing(history)
    repay(history, debt, 10)
    lending.give_back(history, debt.case, debt.case.payment(1), 1)


def fail_and_forget(history: History) -> None:
    """Let the payment of a loan fail, and do not promise its money again."""
    case = lending.promise(history, "x", [1_000])
    payment = lending.send(history, case, "r1")
    history.work("Fay")
    history.write("disbursement.failed", disbursement=payment, from_="sent")
    paying.two_lines(history, "loan_failed", case, payment, ("2150", "1400"))
    paying.settle(history, "r1")


def send_as_a_gift(history: History) -> None:
    """Book the payment of a loan as money that is owed."""
    case = lending.promise(history, "x", [1_000])
    payment = case.payment(1)
    paying.start(history, "r1", [payment])
    paying.send(history, case, payment)
    minor = case.parts[0]
    post(history, case, "commitment_used", ("9190", minor), ("9100", -minor))


def recognise_a_loan(history: History) -> None:
    """Recognise the instalment of a loan, as if it were owed."""
    case = lending.promise(history, "x", [1_000])
    history.work("Olga")
    awarding.write_recognised(history, case, 1, "passed")


def write_off_alone(history: History) -> None:
    """Write a loan off that nobody has signed for."""
    debt = owing(history)
    history.work("Fay")
    history.write("loan.written_off", award=debt.case.award, proposal=uid("none"), minor=10)
    post(history, debt.case, "loan_written_off", ("5500", 10), ("1400", -10))


def write_off_another_sum(history: History) -> None:
    """Write off another amount than was signed."""
    debt = owing(history)
    proposal = ask(history, debt, "loan_write_off", 10, "Fay")
    sign(history, debt, "loan_write_off", proposal, minor=11)
    post(history, debt.case, "loan_written_off", ("5500", 11), ("1400", -11))


def grant_under_another_kind(history: History) -> None:
    """Book what was lent under another kind of support than was signed."""
    debt = owing(history)
    proposal = ask(history, debt, "loan_grant", 10, award_kind="stipend")
    sign(history, debt, "loan_grant", proposal, minor=10, award_kind="family_support")
    post(history, debt.case, "loan_granted", ("5300", 10), ("1400", -10))


def leave_it_undone(history: History) -> None:
    """Approve that a loan is resumed, and do not resume it."""
    debt = owing(history)
    lending.suspend(history, debt)
    proposal = ask(history, debt, "loan_resume", 1_000)
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")


def take_money_as_an_officer(history: History) -> None:
    """Take a repayment in without being in finance."""
    repay(history, owing(history), 10, by="Olga")


WRONG: Wrong = {
    advance_on_old_money: ("H7", "has money of loans from before"),
    repay_too_much: ("H6", "takes 1001, but 1000 is outstanding"),
    write_off_too_much: ("H6", "takes 1000, but 999 is outstanding"),
    set_too_much_aside: ("H6", "more is set aside"),
    recover_too_much: ("H6", "more comes back than was written off"),
    repay_before_it_was_lent: ("H7", "is dated 2026-01-04"),
    repay_tomorrow: ("H7", "is dated 2026-01-06"),
    repay_in_the_wrong_place: ("H7", "differs from its cause"),
    keep_what_was_set_aside: ("H7", "has no loan_allowance in the journal"),
    suspend_what_is_paid_back: ("H7", "does not follow: it is repaid"),
    suspend_twice: ("H7", "comes twice"),
    reschedule_another_sum: ("H4", "is rescheduled for 1000, but 999"),
    give_back_what_was_repaid: ("H7", "something was done with it before"),
    fail_and_forget: ("H7", "has no commitment_restored in the journal"),
    send_as_a_gift: ("H7", "in the event"),
    recognise_a_loan: ("H7", "but its money is lent"),
    write_off_alone: ("H3", "carries out what nobody approved"),
    write_off_another_sum: ("H3", "differs from what was signed"),
    grant_under_another_kind: ("H3", "differs from what was signed"),
    leave_it_undone: ("H7", "its loan.resumed does not follow"),
    take_money_as_an_officer: ("H11", "loan.repaid is not for"),
}
