"""Money back to donors: owed from its approval on, paid once."""

from typing import Any

from audit.replay.causes import expect_exact
from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.statement_lines import cash_line, line, use
from audit.replay.treasury_records import Refund


def decide(reading: Reading, data: dict[str, Any]) -> None:
    """Owe what others have signed: out of income, or out of a gift that is held in advance."""
    ident = data["refund"]
    carry_out(reading, "refund.decided", data)
    reading.create(ident, "refund")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is None:
        return
    signed, content = proposal.signed, proposal.signed["content"]
    fund, currency, minor = signed["fund"], signed["money"]["currency"], signed["money"]["minor"]
    reading.state.refunds[ident] = Refund(fund, currency, minor, content["contribution"])
    out_of = "4090"
    if content["contribution"] is not None:
        out_of = "2400"
        take_from_gift(reading, content["contribution"], minor)
    lines = [line(fund, out_of, currency, minor), line(fund, "2300", currency, -minor)]
    expect_exact(reading, "refund_due", ("refund", ident), lines)


def take_from_gift(reading: Reading, ident: str, minor: int) -> None:
    """H7: no more goes back of a gift than is held in advance and not said to be earned."""
    gift = reading.known(reading.state.contributions, ident, "contribution")
    if gift is None:
        return
    reading.checks["H7"] += 1
    if minor > gift.left - gift.said_met:
        reading.find("H7", f"more of contribution {ident} goes back than is held in advance")
    gift.left -= minor
    if gift.left <= 0:
        gift.stage = "received" if gift.earned else "refunded"
        gift.received_on = reading.day if gift.earned else None


def pay(reading: Reading, data: dict[str, Any]) -> None:
    """Pay a refund, once."""
    ident = data["refund"]
    use(reading, data["statement"])
    refund = reading.known(reading.state.refunds, ident, "refund")
    if refund is None:
        return
    reading.checks["H13"] += 1
    if refund.paid or refund.cancelled:
        reading.find("H13", f"refund {ident} is paid a second time, or after it was given up")
    refund.paid = True
    lines = [
        line(refund.fund, "2300", refund.currency, refund.minor),
        cash_line(refund.fund, data["cash"], refund.currency, -refund.minor, data["statement"]),
    ]
    expect_exact(reading, "refund_paid", ("refund", ident), lines)


def cancel(reading: Reading, data: dict[str, Any]) -> None:
    """Give a refund up before it is paid, once: its money stands again where it was taken from."""
    ident = data["refund"]
    refund = reading.known(reading.state.refunds, ident, "refund")
    if refund is None:
        return
    reading.checks["H13"] += 1
    if refund.paid or refund.cancelled:
        reading.find("H13", f"refund {ident} is given up after it was paid or given up")
    refund.cancelled = True
    into = "4090"
    if refund.gift is not None:
        into = "2400"
        gift = reading.state.contributions[refund.gift]
        gift.left += refund.minor
        gift.stage, gift.received_on = "in_advance", None
    lines = [
        line(refund.fund, "2300", refund.currency, refund.minor),
        line(refund.fund, into, refund.currency, -refund.minor),
    ]
    expect_exact(reading, "refund_cancelled", ("refund", ident), lines)
