"""Valuing foreign cash at the end of a period: base alone, by the closing rate, taken back on the next day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.books.actions import About, Happening, Journal, journal
from ledger.books.queries import closed_until
from ledger.books.rules.chart import CASH, CONVERSION, UNREALISED
from ledger.books.rules.lines import Line
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.organisation import base_currency
from ledger.staff.actions.carrying import nobody_more
from ledger.treasury.actions.proposing import nothing_to_undo, refuse_future
from ledger.treasury.queries import Valuation, Valued, value_cash
from ledger.treasury.rules.valuing import lines_sha256
from ledger.work import Work

NEXT_DAY = timedelta(days=1)


def propose_revaluation(work: Work, day: date) -> Proposal:
    """Ask another to sign what foreign cash was worth at the end of a day. Every currency needs a rate that holds."""
    work.actor.require(Role.FINANCE)
    refuse_future(work, day)
    _refuse_closed(work, day)
    valuation = value_cash(work.session, base_currency(work.session), day)
    if valuation.missing:
        raise Refusal(
            N_("These currencies have no approved rate that holds on that day: %(codes)s. Propose one first."),
            field="day",
            codes=", ".join(valuation.missing),
        )
    if not changed(valuation):
        raise Refusal(N_("All foreign cash stands in the books at what it is worth on that day."), field="day")
    revaluation = uuid4()
    content = {"revaluation": str(revaluation), "date": day_text(day), **_signed(work, valuation)}
    return approvals.propose(work, Matter("revaluation", revaluation, content))


def changed(valuation: Valuation) -> list[Valued]:
    """Return the lines whose worth is another than what they stand at."""
    return [line for line in valuation.lines if line.worth != line.base]


def _signed(work: Work, valuation: Valuation) -> dict[str, Any]:
    base = base_currency(work.session)
    lines = changed(valuation)
    return {
        "rates": {line.currency: line.rate.written(base) for line in lines},
        "count": len(lines),
        "lines_sha256": lines_sha256((str(v.fund), v.cash, v.currency, v.minor, v.base, v.worth) for v in lines),
    }


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    content, day = said["content"], date.fromisoformat(said["content"]["date"])
    _refuse_closed(work, day)
    valuation = value_cash(work.session, base_currency(work.session), day)
    if any(content[name] != value for name, value in _signed(work, valuation).items()):
        raise Refusal(
            N_("Money or rates of that day have changed since this was proposed. Refuse it and propose again.")
        )
    work.record("revaluation.posted", [proposal.subject], revaluation=str(proposal.subject), proposal=str(proposal.id))
    with journal(work) as books:
        for line in changed(valuation):
            number = _post(books, proposal.subject, line, day, line.worth - line.base)
            _post(books, proposal.subject, line, day + NEXT_DAY, line.base - line.worth, number)


def _post(books: Journal, ref: UUID, line: Valued, on: date, gain: int, reverses: int | None = None) -> int:
    lines = [
        Line(CASH, 0, gain, line.cash),
        Line(UNREALISED, -gain, -gain, currency=books.base),
        Line(CONVERSION, gain, gain, currency=books.base),
        Line(CONVERSION, 0, -gain),
    ]
    return books.post(
        Happening("revaluation", on, line.fund, line.currency, About("revaluation", ref)), lines, reverses
    )


def _refuse_closed(work: Work, day: date) -> None:
    closed = closed_until(work.session)
    if closed is not None and day <= closed:
        raise Refusal(N_("That day is in a period that is closed. Choose a day after it."), field="day")


register(Kind("revaluation", frozenset({Role.FINANCE}), _carry_out, nothing_to_undo, nobody_more))
