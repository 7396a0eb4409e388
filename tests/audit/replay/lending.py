"""Loans in a history: promised, sent, paid back, and what becomes of the rest."""

from typing import Any

from tests.audit.replay import awarding, deeds, filing, paying
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid

WHO = "B-7K3M-9QXT-C"
AMOUNTS = {"loan.allowance_set", "loan.written_off"}
DONE = {
    "loan_allowance": "loan.allowance_set",
    "loan_write_off": "loan.written_off",
    "loan_reschedule": "loan.rescheduled",
    "loan_resume": "loan.resumed",
    "loan_grant": "loan.granted",
}
Pair = tuple[str, int]


class Debt:
    """A loan of a history: its award, what is outstanding, and what is set aside."""

    def __init__(self, case: Case) -> None:
        self.case, self.left, self.aside, self.asked = case, sum(case.parts), 0, 0


def promise(history: History, name: str, back: list[int]) -> Case:
    """Draft, propose and approve a loan that is paid back in these parts."""
    case = Case(name, "F1", WHO, [sum(back)], "micro_loan")
    case.back = back
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)
    return case


def send(history: History, case: Case, run: str, attempt: int = 1) -> str:
    """Send the money of a loan through a run of its own."""
    payment = case.payment(1, attempt)
    paying.start(history, run, [payment])
    filing.see_that_there_is_one(history, payment)
    history.work("Fay")
    history.write("disbursement.sent", disbursement=payment, from_="in_run")
    minor = case.parts[0]
    post(history, case, "commitment_used", ("9190", minor), ("9100", -minor))
    paying.two_lines(history, "loan_disbursed", case, payment, ("1400", "2150"))
    if case.stage == "approved":
        history.write("award.activated", award=case.award, from_="approved")
        case.stage = "active"
    return payment


def confirm(history: History, case: Case, payment: str, run: str) -> None:
    """Let the statement show that it left."""
    paying.confirm(history, case, payment)
    paying.complete(history, case)
    paying.settle(history, run)


def lent(history: History, name: str, back: list[int], run: str) -> Debt:
    """Promise a loan, send it and confirm it."""
    case = promise(history, name, back)
    confirm(history, case, send(history, case, run), run)
    return Debt(case)


def fail(history: History, case: Case, payment: str) -> None:
    """Let the payment of a loan fail."""
    history.work("Fay")
    history.write("disbursement.failed", disbursement=payment, from_="sent")
    paying.two_lines(history, "loan_failed", case, payment, ("2150", "1400"))
    restore(history, case)


def give_back(history: History, case: Case, payment: str, fee: int) -> None:
    """Let the money of a loan come back, less a fee."""
    history.work("Fay")
    on, minor, fund = history.at[:10], case.parts[0], uid(case.fund)
    history.write("disbursement.returned", disbursement=payment, from_="confirmed", date=on, fee_minor=fee)
    lines = [(fund, "1000", minor - fee, deeds.CASH), (fund, "5800", fee, ""), (fund, "1400", -minor, "")]
    history.post("loan_returned", ("disbursement", payment), case.currency, *lines)
    restore(history, case)
    history.write("award.activated", award=case.award, from_="completed")
    case.stage = "active"


def restore(history: History, case: Case) -> None:
    """Promise the money of a loan again."""
    minor = case.parts[0]
    post(history, case, "commitment_restored", ("9100", minor), ("9190", -minor))


def post(history: History, case: Case, event: str, *lines: Pair, holder: str = "") -> None:
    """Post an entry about a loan; a line is account and minor units."""
    full = [
        (uid(case.fund), account, minor, holder if account in {"1000", "1300"} else "")
        for account, minor in lines
        if minor
    ]
    history.post(event, ("award", case.award), case.currency, *full)


def repay(history: History, debt: Debt, minor: int, by: str = "Fay", holder: str = "", **changed: Any) -> None:
    """Take in a part of a loan, as a statement shows it or somebody holds it."""
    history.work(by)
    come(history, debt, "loan.repaid", minor, holder, **changed)
    debt.left -= minor
    account = "1300" if holder else "1000"
    post(history, debt.case, "loan_repaid", (account, minor), ("1400", -minor), holder=holder or deeds.CASH)
    let_go(history, debt)


def recover(history: History, debt: Debt, minor: int) -> None:
    """Take in a part of what was written off."""
    history.work("Fay")
    come(history, debt, "loan.recovered", minor, "")
    post(history, debt.case, "loan_recovered", ("1000", minor), ("5500", -minor), holder=deeds.CASH)


def come(history: History, debt: Debt, verb: str, minor: int, holder: str, **changed: Any) -> None:
    """Write that money of a loan came, in the unit of work at hand."""
    data = {
        "award": debt.case.award,
        "minor": minor,
        "date": history.at[:10],
        "holder": holder or deeds.CASH,
        "statement": None if holder else uid(f"line {len(history.entries)}"),
    }
    history.write(verb, **{**data, **changed})


def let_go(history: History, debt: Debt) -> None:
    """Take back what is set aside for more than is left."""
    more = debt.aside - max(0, debt.left)
    if more > 0:
        debt.aside -= more
        post(history, debt.case, "loan_allowance", ("1490", more), ("5500", -more))


def suspend(history: History, debt: Debt) -> None:
    """Stop asking for a loan."""
    history.work("Olga")
    history.write("loan.suspended", award=debt.case.award, reason="detained")


def ask(history: History, debt: Debt, kind: str, money: int, by: str = "Olga", **content: Any) -> str:
    """Propose something about a loan."""
    history.work(by)
    debt.asked += 1
    proposal = uid(f"proposal {debt.case.name} {kind} {debt.asked}")
    deeds.make_proposal(
        history,
        {
            "proposal": proposal,
            "kind": kind,
            "subject": debt.case.award,
            "money": {"minor": money, "currency": debt.case.currency},
            "base_minor": money,
            "fund": uid(debt.case.fund),
            "beneficiary": debt.case.who,
            "content": {"award": debt.case.award, **content},
        },
    )
    return proposal


def sign(history: History, debt: Debt, kind: str, proposal: str, **data: Any) -> None:
    """Let as many sign as it needs; the last carries it out, as far as the loan's own entry."""
    if kind == "loan_grant":
        deeds.decide(history, proposal, "Ada")
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")
    history.write(DONE[kind], award=debt.case.award, proposal=proposal, **data)


def set_aside(history: History, debt: Debt, minor: int) -> None:
    """Set so much aside for a loan."""
    proposal = ask(history, debt, "loan_allowance", debt.left, "Fay", minor=minor)
    sign(history, debt, "loan_allowance", proposal, minor=minor)
    more, debt.aside = minor - debt.aside, minor
    lines = (("5500", more), ("1490", -more))
    post(history, debt.case, "loan_allowance", *(lines if more > 0 else lines[::-1]))


def write_off(history: History, debt: Debt, minor: int) -> None:
    """Write a part of a loan off."""
    proposal = ask(history, debt, "loan_write_off", minor, "Fay")
    sign(history, debt, "loan_write_off", proposal, minor=minor)
    borne = min(debt.aside, minor)
    debt.left, debt.aside = debt.left - minor, debt.aside - borne
    post(history, debt.case, "loan_written_off", ("1490", borne), ("5500", minor - borne), ("1400", -minor))


def grant(history: History, debt: Debt, minor: int, kind: str = "stipend") -> None:
    """Turn a part of a loan into a grant."""
    proposal = ask(history, debt, "loan_grant", minor, award_kind=kind)
    sign(history, debt, "loan_grant", proposal, minor=minor, award_kind=kind)
    debt.left -= minor
    post(history, debt.case, "loan_granted", (deeds.EXPENSE[kind], minor), ("1400", -minor))
    let_go(history, debt)


def reschedule(history: History, debt: Debt, *days: str) -> None:
    """Let the rest be paid back on other days, all but one of a unit each."""
    proposal = ask(history, debt, "loan_reschedule", debt.left, repayments=plan(debt.left, *days))
    sign(history, debt, "loan_reschedule", proposal)


def plan(minor: int, *days: str) -> list[dict[str, Any]]:
    """Plan repayments of one unit each, and the rest on the last day."""
    parts = [1] * (len(days) - 1)
    parts.append(minor - sum(parts))
    return [
        {"number": number, "due": due, "minor": part}
        for number, (due, part) in enumerate(zip(days, parts, strict=True), start=1)
    ]


def resume(history: History, debt: Debt) -> None:
    """Ask for a loan again."""
    sign(history, debt, "loan_resume", ask(history, debt, "loan_resume", debt.left))


def tell_loans(history: History) -> None:
    """Lend four times: paid back whole, written off, given, and one whose payment failed, came back, and was given up."""
    first = lent(history, "l1", [300, 300, 400], "r7")
    repay(history, first, 300)
    set_aside(history, first, 650)
    suspend(history, first)
    resume(history, first)
    reschedule(history, first, "2026-05-01", "2026-06-01")
    repay(history, first, 500, holder="HAND-1")
    repay(history, first, 200)
    second = lent(history, "l2", [1_000], "r8")
    set_aside(history, second, 500)
    set_aside(history, second, 350)
    write_off(history, second, 700)
    write_off(history, second, 300)
    recover(history, second, 50)
    third = lent(history, "l3", [500, 500], "r9")
    set_aside(history, third, 800)
    grant(history, third, 400)
    grant(history, third, 600, "emergency_grant")
    last = promise(history, "l4", [600])
    fail(history, last, send(history, last, "r10"))
    paying.settle(history, "r10")
    paying.remake(history, last, 1)
    confirm(history, last, send(history, last, "r11", 2), "r11")
    give_back(history, last, last.payment(1, 2), 10)
    awarding.cancel(history, last, [], [1])
