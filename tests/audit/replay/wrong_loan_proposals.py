"""Histories in which an award is proposed that cannot be lent, or something that cannot be about a loan."""

from tests.audit.replay import awarding, lending
from tests.audit.replay.altering import Wrong
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.lending import ask, plan, repay
from tests.audit.replay.wrong_loans import owing


def propose_case(
    history: History, parts: list[int], back: list[int], kind: str = "micro_loan", channel: str = "bank"
) -> None:
    """Propose an award that is paid out and paid back in these parts."""
    case = Case("x", "F1", lending.WHO, parts, kind)
    case.back, case.channel = back, channel
    awarding.draft(history, case)
    awarding.propose(history, case)


def let_a_gift_be_paid_back(history: History) -> None:
    """Propose a grant that is to be paid back."""
    propose_case(history, [100], [100], "emergency_grant")


def lend_in_parts(history: History) -> None:
    """Propose a loan that is paid out twice."""
    propose_case(history, [50, 50], [100])


def lend_by_hand(history: History) -> None:
    """Propose a loan that an intermediary would have to pay out."""
    propose_case(history, [100], [100], channel="cash")


def lend_for_less(history: History) -> None:
    """Propose a loan that is not paid back whole."""
    propose_case(history, [100], [99])


def lend_for_nothing(history: History) -> None:
    """Propose a loan with a repayment of nothing."""
    propose_case(history, [100], [100, 0])


def lend_on_notification(history: History) -> None:
    """Propose a loan that is owed from its notification on."""
    case = Case("x", "F1", lending.WHO, [100], "micro_loan")
    case.back, case.recognition = [100], "notification"
    awarding.draft(history, case)
    awarding.propose(history, case)


def repay_before_it_begins(history: History) -> None:
    """Propose a plan whose days lie in the past."""
    debt = owing(history)
    ask(history, debt, "loan_reschedule", 1_000, repayments=plan(1_000, "2026-01-01"))


def number_wrongly(history: History) -> None:
    """Propose a plan that does not number its repayments from 1."""
    debt = owing(history)
    parts = [{**one, "number": 2} for one in plan(1_000, "2026-05-01")]
    ask(history, debt, "loan_reschedule", 1_000, repayments=parts)


def ask_too_much(history: History) -> None:
    """Propose to write off more than is outstanding."""
    ask(history, owing(history), "loan_write_off", 1_001, "Fay")


def ask_less(history: History) -> None:
    """Propose a plan for a part of what is outstanding."""
    ask(history, owing(history), "loan_reschedule", 999, repayments=plan(999, "2026-05-01"))


def ask_about_another(history: History) -> None:
    """Propose something in whose content another award stands."""
    ask(history, owing(history), "loan_write_off", 10, "Fay", award=uid("other"))


def ask_for_another(history: History) -> None:
    """Propose something about a loan, and name another person's pseudonym."""
    debt = owing(history)
    debt.case.who = "B-ELSE-0001-A"
    ask(history, debt, "loan_write_off", 10, "Fay")


def ask_in_another_currency(history: History) -> None:
    """Propose something about a loan in another currency."""
    debt = owing(history)
    debt.case.currency = "USD"
    ask(history, debt, "loan_write_off", 10, "Fay")


def ask_to_resume_what_runs(history: History) -> None:
    """Propose to resume a loan that nobody has suspended."""
    debt = owing(history)
    ask(history, debt, "loan_resume", 1_000)


def ask_after_the_end(history: History) -> None:
    """Propose something about a loan that is paid back."""
    debt = owing(history)
    repay(history, debt, 1_000)
    ask(history, debt, "loan_write_off", 1, "Fay")


def grant_a_loan(history: History) -> None:
    """Propose to turn a loan into a loan."""
    ask(history, owing(history), "loan_grant", 10, award_kind="micro_loan")


def grant_by_one(history: History) -> None:
    """Ask one approver alone to turn a loan into a grant."""
    debt = owing(history)
    ask(history, debt, "loan_grant", 10, award_kind="stipend")
    history.entries[-1]["data"]["needed"] = 1


WRONG: Wrong = {
    let_a_gift_be_paid_back: ("H4", "lets a gift be paid back"),
    lend_in_parts: ("H4", "more than one payment"),
    lend_by_hand: ("H4", "lends through an intermediary"),
    lend_for_less: ("H4", "do not sum to 100"),
    lend_for_nothing: ("H4", "not a whole number above nothing"),
    lend_on_notification: ("H4", "unknown kind of award or recognition"),
    repay_before_it_begins: ("H4", "begin too early"),
    number_wrongly: ("H4", "does not number its repayments"),
    ask_too_much: ("H4", "is about 1001 of a loan"),
    ask_less: ("H4", "is about 999 of a loan"),
    ask_about_another: ("H4", "differs in award"),
    ask_for_another: ("H4", "differs in beneficiary"),
    ask_in_another_currency: ("H4", "differs in currency"),
    ask_to_resume_what_runs: ("H4", "resumes a loan that is not suspended"),
    ask_after_the_end: ("H4", "is about a loan that is repaid"),
    grant_a_loan: ("H4", "no kind of grant"),
    grant_by_one: ("H3", "at least 2 belong"),
}
