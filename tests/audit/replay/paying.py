"""Payments in a history: a run gathered, proposed, released; sent, and what comes of it."""

import hashlib
from typing import Any

from tests.audit.replay import deeds, filing
from tests.audit.replay.awarding import Case, plan
from tests.audit.replay.histories import History, uid


def gather(
    history: History, name: str, payments: list[str], by: str = "Fay", channel: str = "bank", cash: str = deeds.CASH
) -> None:
    """Open a run and gather planned disbursements into it."""
    history.work(by)
    history.write(
        "run.opened",
        run=uid(name),
        reference=f"R-{name}",
        channel=channel,
        currency="EUR",
        cash=cash,
    )
    history.write("run.gathered", run=uid(name), disbursements=payments)


def propose(history: History, name: str, payments: list[str], attempt: int = 1, **content: Any) -> None:
    """Propose a run as it stands."""
    history.work("Fay")
    planned = [history.payments[payment] for payment in payments]
    listing = sorted(f"{one['disbursement']},{one['minor']},{one['currency']}\n".encode() for one in planned)
    total = sum(one["minor"] for one in planned)
    proposal = proposal_of(name, attempt)
    deeds.make_proposal(
        history,
        {
            "proposal": proposal,
            "kind": "run",
            "subject": uid(name),
            "money": {"minor": total, "currency": "EUR"},
            "base_minor": total,
            "content": {
                "run": uid(name),
                "channel": "bank",
                "cash": deeds.CASH,
                "count": len(payments),
                "lines_sha256": hashlib.sha256(b"".join(listing)).hexdigest(),
                **content,
            },
        },
    )
    history.write("run.proposed", run=uid(name), proposal=proposal, revision=1)


def proposal_of(name: str, attempt: int = 1) -> str:
    """Give the id of the proposal of a run."""
    return uid(f"proposal {name} {attempt}")


def release(history: History, name: str, by: str = "Gus", attempt: int = 1) -> None:
    """Let another person decide and release a run."""
    deeds.decide(history, proposal_of(name, attempt), by)
    deeds.settle(history, proposal_of(name, attempt), "approved")
    history.write("run.released", run=uid(name))


def start(history: History, name: str, payments: list[str]) -> None:
    """Gather, propose and release a run."""
    gather(history, name, payments)
    propose(history, name, payments)
    release(history, name)


def two_lines(history: History, event: str, case: Case, payment: str, accounts: tuple[str, str]) -> None:
    """Post the plain entry of one step of a payment."""
    fund, minor = uid(case.fund), history.payments[payment]["minor"]
    debit, credit = (
        (fund, account, amount, deeds.CASH if account == "1000" else "")
        for account, amount in zip(accounts, (minor, -minor), strict=True)
    )
    history.post(event, ("disbursement", payment), case.currency, debit, credit)


def send(history: History, case: Case, payment: str) -> None:
    """Send a payment; the first one makes its award active."""
    filing.see_that_there_is_one(history, payment)
    history.work("Fay")
    history.write("disbursement.sent", disbursement=payment, from_="in_run")
    two_lines(history, "payment_sent", case, payment, ("2100", "2150"))
    if case.stage == "approved":
        history.write("award.activated", award=case.award, from_="approved")
        case.stage = "active"


def confirm(history: History, case: Case, payment: str) -> None:
    """Confirm a payment from the statement."""
    history.work("Fay")
    history.write("disbursement.confirmed", disbursement=payment, from_="sent", date=history.at[:10])
    two_lines(history, "payment_debited", case, payment, ("2150", "1000"))


def complete(history: History, case: Case) -> None:
    """Complete an award, in the work that confirms its last payment."""
    history.write("award.completed", award=case.award, from_="active")
    case.stage = "completed"


def fail(history: History, case: Case, payment: str) -> None:
    """Note that a payment failed before it left."""
    history.work("Fay")
    history.write("disbursement.failed", disbursement=payment, from_="sent")
    two_lines(history, "payment_failed", case, payment, ("2150", "2100"))


def give_back(history: History, case: Case, payment: str, before: str, fee: int) -> None:
    """Take back a payment, less a fee; one that was only sent is debited first."""
    if before == "sent":
        confirm(history, case, payment)
    come_back(history, case, payment, "confirmed", fee)


def come_back(history: History, case: Case, payment: str, before: str, fee: int) -> None:
    """Take back a payment, less a fee."""
    history.work("Fay")
    history.write(
        "disbursement.returned",
        disbursement=payment,
        from_=before,
        date=history.at[:10],
        fee_minor=fee,
    )
    fund, minor = uid(case.fund), history.payments[payment]["minor"]
    lines = [(fund, "1000", minor - fee, deeds.CASH), (fund, "2100", -minor, "")]
    if fee:
        lines.insert(1, (fund, "5800", fee, ""))
    history.post("payment_returned", ("disbursement", payment), case.currency, *lines)
    if case.stage == "completed":
        history.write("award.activated", award=case.award, from_="completed")
        case.stage = "active"


def remake(history: History, case: Case, number: int, attempt: int = 2) -> None:
    """Plan a failed or returned payment again."""
    history.work("Fay")
    plan(history, case, number, attempt)


def settle(history: History, name: str) -> None:
    """Settle a run whose payments all have an outcome, in the unit of work at hand."""
    history.write("run.settled", run=uid(name))


def abandon(history: History, name: str, *parts: list[str]) -> None:
    """Give up a run; the disbursements are listed over as many entries as there are parts."""
    history.work("Fay")
    for part in parts:
        history.write("run.abandoned", run=uid(name), disbursements=part)
