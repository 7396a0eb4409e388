"""The organisation's own money in a history: exchanges, refunds, losses, gifts that come another way, periods."""

import hashlib
from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, uid

EUR, USD = "BANK-1", "BANK-1-USD"
SHILLINGS = "box-kes"
RATE = {"base": "EUR", "rate": "2", "source": "ecb", "date": "2026-01-05"}
Lines = list[dict[str, Any]]


def proposal_of(kind: str, name: str) -> str:
    """Give the id of a proposal of the treasury."""
    return uid(f"proposal {kind} {name}")


def ask(history: History, kind: str, name: str, content: dict[str, Any], *, by: str = "Fay", **members: Any) -> None:
    """Propose something of a kind."""
    history.work(by)
    members = {"proposal": proposal_of(kind, name), "kind": kind, "subject": uid(f"{kind} {name}"), **members}
    deeds.make_proposal(history, {"content": content, **members})


def agree(history: History, kind: str, name: str, by: str = "Ada") -> str:
    """Approve it, and give the id of the proposal: what it sets in motion follows."""
    deeds.decide(history, proposal_of(kind, name), by)
    deeds.settle(history, proposal_of(kind, name), "approved")
    return proposal_of(kind, name)


def money(minor: int, currency: str = "EUR", fund: str = "F1") -> dict[str, Any]:
    """Give the members of a proposal that moves money of a fund."""
    base = minor if currency == "EUR" else minor * 2
    return {"money": {"minor": minor, "currency": currency}, "base_minor": base, "fund": uid(fund)}


def cash(
    minor: int, code: str = EUR, currency: str = "EUR", statement: str | None = None, **more: Any
) -> dict[str, Any]:
    """Give a line of money in a cash account."""
    shown = uid(f"statement {statement}") if statement else None
    named = {"fund": uid("F1"), "account": "1000", "holder": code, "statement": shown}
    return {**named, "minor": minor, "currency": currency, **more}


def line(account: str, minor: int, currency: str = "EUR", **more: Any) -> dict[str, Any]:
    """Give another line."""
    return {"fund": uid("F1"), "account": account, "minor": minor, "currency": currency, **more}


def shown(name: str, history: History, code: str | None = EUR) -> dict[str, Any]:
    """Give the members that name a statement line."""
    where = {"cash": code} if code else {}
    return {"statement": uid(f"statement {name}"), "date": history.at[:10], **where}


def open_cash(history: History, code: str, currency: str) -> None:
    """Open another cash account."""
    history.work("Fay")
    deeds.open_cash(history, code, currency)
    history.write("cash.numbered", cash=code)


def record_rates(history: History, name: str, currency: str = "USD", **changed: Any) -> None:
    """Propose a rate, approve and record it."""
    rate = {"currency": currency, **RATE, **changed}
    ask(history, "rates", name, {"rates": [rate]})
    proposal = agree(history, "rates", name)
    history.write("rate.recorded", **rate, proposal=proposal)


def announce_exchange(
    history: History, name: str, sold: tuple[str, str, int], bought: tuple[str, str, int], **changed: Any
) -> None:
    """Announce an exchange; a side is account, currency and minor units."""
    history.work("Fay")
    data = {
        "exchange": uid(f"exchange {name}"),
        "reference": f"X-{name}",
        "fund": uid("F1"),
        "date": history.at[:10],
        **{f"sold_{key}": value for key, value in zip(("cash", "currency", "minor"), sold, strict=True)},
        **{f"bought_{key}": value for key, value in zip(("cash", "currency", "minor"), bought, strict=True)},
    }
    history.write("exchange.announced", **{**data, **changed})


def show(history: History, name: str, side: str, statement: str = "") -> None:
    """Let a statement show one side."""
    history.work("Fay")
    where = shown(statement or f"{name} {side}", history, None)
    history.write("exchange.shown", exchange=uid(f"exchange {name}"), side=side, **where)


def give_up_exchange(history: History, name: str) -> None:
    """Give an exchange up."""
    history.work("Fay")
    history.write("exchange.cancelled", exchange=uid(f"exchange {name}"))


def buy(history: History, name: str, euros: int, dollars: int) -> None:
    """Buy dollars with euros."""
    announce_exchange(history, name, (EUR, "EUR", euros), (USD, "USD", dollars))
    show(history, name, "sold")
    show(history, name, "bought")
    enter_purchase(history, name, euros, dollars)


def enter_purchase(history: History, name: str, euros: int, dollars: int) -> None:
    """Post the entry of a purchase in the work at hand."""
    lines = [
        cash(-euros, statement=f"{name} sold"),
        line("1900", euros),
        cash(dollars, USD, "USD", f"{name} bought", base=euros),
        line("1900", -dollars, "USD", base=-euros),
    ]
    history.enter("exchange", ("exchange", uid(f"exchange {name}")), lines)


def sell(history: History, name: str, dollars: int, cost: int, euros: int) -> None:
    """Sell dollars that cost so much, at a loss or gain."""
    announce_exchange(history, name, (USD, "USD", dollars), (EUR, "EUR", euros + 1))
    history.work("Fay")
    history.write("exchange.changed", exchange=uid(f"exchange {name}"), bought_minor=euros)
    show(history, name, "bought")
    show(history, name, "sold")
    lines = [
        cash(-dollars, USD, "USD", f"{name} sold", base=-cost),
        line("1900", dollars, "USD", base=cost),
        cash(euros, statement=f"{name} bought"),
        line("1900", -euros),
        line("5700", cost - euros),
        line("1900", euros - cost),
    ]
    history.enter("exchange", ("exchange", uid(f"exchange {name}")), lines)


def book(history: History, name: str, event: str, minor: int) -> None:
    """Book a charge or interest."""
    history.work("Fay")
    told = {"fund": uid("F1"), "currency": "EUR", "minor": minor, **shown(name, history)}
    history.write("cash.booked", booking=uid(name), event=event, **told)
    lines = {
        "bank_charge": [line("5800", minor), cash(-minor, statement=name)],
        "interest": [cash(minor, statement=name), line("4050", -minor)],
    }[event]
    history.enter(event, ("booking", uid(name)), lines)


def recover(history: History, name: str, award: str, minor: int, expense: str = "5100") -> None:
    """Take back money from a beneficiary."""
    history.work("Fay")
    told = {"fund": uid("F1"), "currency": "EUR", "minor": minor, **shown(name, history)}
    history.write("money.recovered", award=award, **told)
    history.enter("money_recovered", ("award", award), [cash(minor, statement=name), line(expense, -minor)])


def approve_loss(history: History, name: str, minor: int) -> None:
    """Propose a loss and approve it."""
    content = {"loss": uid(f"loss {name}"), "cash": EUR}
    ask(history, "loss", name, content, reason="theft", **money(minor))
    history.write("loss.approved", loss=uid(f"loss {name}"), proposal=agree(history, "loss", name))


def cancel_loss(history: History, name: str) -> None:
    """Give it up before it is booked."""
    history.work("Fay")
    history.write("loss.cancelled", loss=uid(f"loss {name}"))


def book_loss(history: History, name: str, minor: int, statement: str = "") -> None:
    """Let a statement show it."""
    history.work("Fay")
    seen = statement or f"loss {name}"
    history.write("loss.booked", loss=uid(f"loss {name}"), **shown(seen, history, None))
    history.enter("loss", ("loss", uid(f"loss {name}")), [line("5850", minor), cash(-minor, statement=seen)])


def transfer(history: History, name: str, minor: int, to: str = "F2", **content: Any) -> None:
    """Give money of the first fund to another, with its donor's consent."""
    ident = uid(f"transfer {name}")
    consent = {"donor": uid("donor F1"), "code": "mail-17", "date": "2026-01-02"}
    terms = {"transfer": ident, "to": uid(to), "cash": EUR, "consents": [consent], **content}
    ask(history, "transfer", name, terms, by="Olga", reason="donor_asked", **money(minor))
    history.write("fund.transferred", transfer=ident, proposal=agree(history, "transfer", name))
    lines = [
        line("3900", minor),
        cash(-minor),
        {**cash(minor), "fund": uid(to)},
        {**line("3900", -minor), "fund": uid(to)},
    ]
    history.enter("fund_transfer", ("transfer", ident), lines)


def decide_refund(history: History, name: str, minor: int, gift: str | None = None, **content: Any) -> None:
    """Propose a refund and approve it."""
    ident, out_of = uid(f"refund {name}"), "2400" if gift else "4090"
    terms = {"refund": ident, "donor": uid("donor F1"), "contribution": uid(gift) if gift else None, **content}
    ask(history, "refund", name, terms, by="Olga", reason="unspent", **money(minor))
    history.write("refund.decided", refund=ident, proposal=agree(history, "refund", name))
    history.enter("refund_due", ("refund", ident), [line(out_of, minor), line("2300", -minor)])


def cancel_refund(history: History, name: str, minor: int, gift: str | None = None) -> None:
    """Give it up before it is paid."""
    history.work("Olga")
    history.write("refund.cancelled", refund=uid(f"refund {name}"))
    lines = [line("2300", minor), line("2400" if gift else "4090", -minor)]
    history.enter("refund_cancelled", ("refund", uid(f"refund {name}")), lines)


def pay_refund(history: History, name: str, minor: int, statement: str = "") -> None:
    """Let a statement show it."""
    history.work("Fay")
    seen = statement or f"refund {name}"
    history.write("refund.paid", refund=uid(f"refund {name}"), **shown(seen, history))
    lines = [line("2300", minor), cash(-minor, statement=seen)]
    history.enter("refund_paid", ("refund", uid(f"refund {name}")), lines)


def propose_revaluation(
    history: History, name: str, day: str, valued: list[tuple[int, int, int]], **content: Any
) -> None:
    """Propose to value the dollars of the first fund: minor units, what they stand at, what they are worth."""
    written = sorted(f"{uid('F1')},{USD},USD,{m},{b},{w}\n".encode() for m, b, w in valued)
    terms = {
        "revaluation": uid(f"revaluation {name}"),
        "date": day,
        "rates": {"USD": RATE} if valued else {},
        "count": len(valued),
        "lines_sha256": hashlib.sha256(b"".join(written)).hexdigest(),
        **content,
    }
    ask(history, "revaluation", name, terms)


def revalue(history: History, name: str, gain: int, days: tuple[str, str]) -> None:
    """Approve it, and post it and its reversal."""
    ident = uid(f"revaluation {name}")
    history.write("revaluation.posted", revaluation=ident, proposal=agree(history, "revaluation", name))
    for day, sign in zip(days, (1, -1), strict=True):
        lines = [
            cash(0, USD, "USD", base=sign * gain),
            line("5710", -sign * gain),
            line("1900", sign * gain),
            line("1900", 0, "USD", base=-sign * gain),
        ]
        reverses = history.number if sign < 0 else None
        history.enter("revaluation", ("revaluation", ident), lines, day, reverses)


def close(history: History, name: str, until: str) -> None:
    """Propose to close a period, and close it."""
    ask(history, "period", name, {"period": uid(f"period {name}"), "until": until})
    history.write("period.closed", until=until, proposal=agree(history, "period", name))


def post_manual(history: History, name: str, accounts: tuple[str, str], minor: int) -> None:
    """Propose a manual entry of two lines, and post it."""
    ident, (debit, credit) = uid(f"manual {name}"), accounts
    lines: Lines = [
        {"account": debit, "minor": minor, "base": minor},
        {"account": credit, "minor": -minor, "base": -minor},
    ]
    content = {"manual": ident, "date": history.at[:10], "lines": lines}
    ask(history, "manual", name, content, reason="correction", **money(minor))
    history.write("manual.posted", manual=ident, proposal=agree(history, "manual", name))
    history.enter("manual", ("manual", ident), [{**line("", 0), **one} for one in lines])
