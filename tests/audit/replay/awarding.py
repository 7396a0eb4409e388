"""Awards in a history: drafted, proposed, decided, recognised, given up."""

from typing import Any

from tests.audit.replay import deeds, payees, sealing
from tests.audit.replay.histories import History, uid

RECOGNITION = {"emergency_grant": "notification", "micro_loan": "disbursement"}


class Case:
    """One award of a history and how it is paid: the numbers a test needs again."""

    def __init__(self, name: str, fund: str, who: str, parts: list[int], kind: str = "emergency_grant") -> None:
        self.name, self.fund, self.who, self.parts, self.kind = name, fund, who, parts, kind
        self.currency = "EUR"
        self.purpose = "FAM" if kind == "family_support" else "legal"
        self.way, self.channel = 1, "bank"
        self.recognition = RECOGNITION.get(kind, "instalment")
        self.award, self.proposal = uid(f"award {name}"), uid(f"proposal {name}")
        self.stage = "drafted"
        self.back: list[int] = []
        self.revision = 0
        self.asked: str | None = "2026-01-05T08:40:00Z"

    @property
    def expense(self) -> str:
        """Expense account of its kind."""
        return deeds.EXPENSE[self.kind]

    def due(self, number: int) -> str:
        """Give the day an instalment is due: soon enough that its review can be held now."""
        return f"2026-01-{number + 9:02d}"

    def payment(self, number: int, attempt: int = 1) -> str:
        """Give the id of a disbursement of an instalment."""
        return uid(f"payment {self.name} {number} {attempt}")


def draft(history: History, case: Case, by: str = "Olga") -> None:
    """Draft an award."""
    history.work(by)
    history.write(
        "award.drafted",
        award=case.award,
        reference=f"A-{case.name}",
        kind=case.kind,
        beneficiary=case.who,
        household=uid(f"household {case.who}"),
        fund=uid(case.fund),
        currency=case.currency,
    )


def propose(history: History, case: Case, by: str = "Olga", **entry: Any) -> None:
    """Propose an award, or a revision of it, by a way to be paid that is there for its channel."""
    case.way = sealing.way_by(history, case.who, case.way, case.channel)
    history.work(by)
    case.revision += 1
    deeds.make_proposal(history, signed_terms(history, case), **entry)
    history.write(
        "award.proposed",
        award=case.award,
        proposal=case.proposal,
        revision=case.revision,
        from_=case.stage,
    )
    case.stage = "proposed"


def signed_terms(history: History, case: Case) -> dict[str, Any]:
    """Give what people are asked to sign for an award."""
    total = sum(case.parts)
    return {
        "proposal": case.proposal,
        "revision": case.revision,
        "kind": "award",
        "subject": case.award,
        "money": {"minor": total, "currency": case.currency},
        "base_minor": total,
        "fund": uid(case.fund),
        "beneficiary": case.who,
        "payment_envelope": history.payee(case.who, case.way),
        "content": {
            "award": case.award,
            "award_kind": case.kind,
            "household": uid(f"household {case.who}"),
            "purpose": case.purpose,
            "emergency": case.kind == "emergency_grant",
            "requested_at": case.asked if case.kind == "emergency_grant" else None,
            "recognition": case.recognition,
            "way": case.way,
            "channel": case.channel,
            "paid_to": sealing.HANDS.get(case.channel, "beneficiary"),
            "instalments": [
                {"number": number, "due": case.due(number), "minor": minor}
                for number, minor in enumerate(case.parts, start=1)
            ],
            "repayments": [
                {"number": number, "due": case.due(number + 1), "minor": minor}
                for number, minor in enumerate(case.back, start=1)
            ],
        },
    }


def approve(history: History, case: Case, first: str = "Ada", second: str = "Ben") -> None:
    """Let two people approve an award; the second carries it out."""
    deeds.decide(history, case.proposal, first)
    deeds.decide(history, case.proposal, second)
    carry_out(history, case)


def carry_out(history: History, case: Case) -> None:
    """Write what an approval sets in motion, in the unit of work at hand."""
    deeds.settle(history, case.proposal, "approved")
    payees.pass_on(history, case.award, case.who, case.way)
    history.write("award.approved", award=case.award, from_="proposed")
    case.stage = "approved"
    total, about, fund = sum(case.parts), ("award", case.award), uid(case.fund)
    if case.recognition != "notification":
        pair = ((fund, "9100", total, ""), (fund, "9190", -total, ""))
        history.post("award_conditional", about, case.currency, *pair)
        if case.recognition == "disbursement":
            plan(history, case, 1)
        return
    pair = ((fund, case.expense, total, ""), (fund, "2100", -total, ""))
    history.post("award_unconditional", about, case.currency, *pair)
    for number in range(1, len(case.parts) + 1):
        write_recognised(history, case, number, "none")
        plan(history, case, number)


def write_recognised(history: History, case: Case, number: int, review: str) -> None:
    """Write the recognition of an instalment."""
    minor = case.parts[number - 1]
    history.write("instalment.recognised", award=case.award, number=number, minor=minor, review=review)


def write_review(history: History, case: Case, number: int, **changed: Any) -> None:
    """Write what a review says in the unit of work at hand: that an instalment passes, unless changed."""
    data = {"outcome": "passed", "reason": None, "again_on": None, **changed}
    history.write("instalment.reviewed", award=case.award, number=number, **data)


def recognise(history: History, case: Case, number: int, by: str = "Olga") -> None:
    """Recognise an instalment after its review, and plan its payment."""
    history.work(by)
    write_review(history, case, number)
    write_recognised(history, case, number, "passed")
    minor, about, fund = case.parts[number - 1], ("award", case.award), uid(case.fund)
    memo = ((fund, "9190", minor, ""), (fund, "9100", -minor, ""))
    owed = ((fund, case.expense, minor, ""), (fund, "2100", -minor, ""))
    history.post("instalment_due", about, case.currency, *memo)
    history.post("instalment_recognised", about, case.currency, *owed)
    plan(history, case, number)


def plan(history: History, case: Case, number: int, attempt: int = 1, **changed: Any) -> None:
    """Write a planned disbursement; a second attempt replaces the first."""
    data = {
        "disbursement": case.payment(number, attempt),
        "reference": f"P-{case.name}-{number}-{attempt}",
        "award": case.award,
        "number": number,
        "minor": case.parts[number - 1],
        "currency": case.currency,
        "due": case.due(number),
        "replaces": case.payment(number, attempt - 1) if attempt > 1 else None,
        **changed,
    }
    history.write("disbursement.planned", **data)
    history.payments[data["disbursement"]] = data


def settle_award(history: History, case: Case, verdict: str) -> None:
    """Write the end of an award that was not approved, in the unit of work at hand."""
    deeds.settle(history, case.proposal, verdict)
    history.write(f"award.{verdict}", award=case.award, from_="proposed")


def cancel(history: History, case: Case, owed: list[int], promised: list[int]) -> None:
    """Cancel the rest of an award: instalments that are owed, and those only promised."""
    history.work("Fay")
    for number in owed:
        payment = case.payment(number)
        history.write("disbursement.cancelled", disbursement=payment, from_="planned")
    sums = [sum(case.parts[number - 1] for number in numbers) for numbers in (owed, promised)]
    history.write(
        "award.cancelled",
        award=case.award,
        from_=case.stage,
        reason="no_longer_needed",
        recognised_minor=sums[0],
        memo_minor=sums[1],
        instalments=sorted(owed + promised),
    )
    case.stage = "cancelled"
    about, fund = ("award", case.award), uid(case.fund)
    if sums[0]:
        pair = ((fund, "2100", sums[0], ""), (fund, case.expense, -sums[0], ""))
        history.post("award_reduced", about, case.currency, *pair)
    if sums[1]:
        pair = ((fund, "9190", sums[1], ""), (fund, "9100", -sums[1], ""))
        history.post("award_cancelled", about, case.currency, *pair)


def reduce(history: History, case: Case, number: int, minor: int, planned: int | None = None, by: str = "Fay") -> None:
    """Take a part off an instalment that is owed; `planned` is which attempt at paying it is planned, if one is."""
    history.work(by)
    if planned is not None:
        history.write("disbursement.cancelled", disbursement=case.payment(number, planned), from_="planned")
    history.write("award.reduced", award=case.award, number=number, minor=minor, reason="no_longer_needed")
    about, fund = ("award", case.award), uid(case.fund)
    less = ((fund, "2100", minor, ""), (fund, case.expense, -minor, ""))
    history.post("award_reduced", about, case.currency, *less)
    case.parts[number - 1] -= minor
    if planned is not None:
        plan(history, case, number, planned + 1, replaces=None)


def promise_less(history: History, case: Case, number: int, minor: int) -> None:
    """Take a part off an instalment that is only promised."""
    history.work("Olga")
    history.write("award.reduced", award=case.award, number=number, minor=minor, reason="no_longer_needed")
    less = ((uid(case.fund), "9190", minor, ""), (uid(case.fund), "9100", -minor, ""))
    history.post("award_cancelled", ("award", case.award), case.currency, *less)
    case.parts[number - 1] -= minor
