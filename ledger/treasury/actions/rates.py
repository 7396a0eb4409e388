"""Exchange rates: proposed by finance, one by one or from a file, signed by another, recorded with source and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalContent, ProposalStage
from ledger.approvals.queries import said as said_by
from ledger.books.models import ExchangeRate
from ledger.errors import N_, Refusal
from ledger.organisation import base_currency
from ledger.staff.actions.carrying import nobody_more
from ledger.treasury.actions.proposing import nothing_to_undo
from ledger.treasury.rules.rate_file import Quoted, refuse_unfit
from ledger.work import Work


def propose_rates(work: Work, quoted: Sequence[Quoted]) -> Proposal:
    """Ask another to sign exchange rates. One of a currency and day that is known, or waits already, is refused."""
    work.actor.require(Role.FINANCE)
    refuse_unfit(quoted)
    base = base_currency(work.session)
    waiting = _waiting(work)
    for one in quoted:
        _refuse_known(work, base, one.currency, one.rate.date)
        if (one.currency, one.rate.date.isoformat()) in waiting:
            raise Refusal(
                N_("A rate of %(code)s for %(day)s waits for a signature already."),
                field="rates",
                code=one.currency,
                day=one.rate.date.isoformat(),
            )
    written = [{"currency": one.currency, **one.rate.written(base)} for one in quoted]
    return approvals.propose(work, Matter("rates", uuid4(), {"rates": written}))


def _waiting(work: Work) -> set[tuple[str, str]]:
    query = (
        select(ProposalContent)
        .join(
            Proposal,
            (Proposal.id == ProposalContent.proposal_id) & (Proposal.revision == ProposalContent.revision),
        )
        .where(Proposal.kind == "rates", Proposal.stage == ProposalStage.OPEN)
    )
    contents = [said_by(content)["content"] for content in work.session.scalars(query)]
    return {(one["currency"], one["date"]) for content in contents for one in content["rates"]}


def _refuse_known(work: Work, base: str, currency: str, on: date) -> None:
    known = select(ExchangeRate.rate).where(
        ExchangeRate.currency == currency, ExchangeRate.base == base, ExchangeRate.date == on
    )
    rate = work.session.scalar(known)
    if rate is not None:
        raise Refusal(
            N_("%(code)s has a rate for %(day)s already: %(rate)s. A rate is never replaced; take a later day."),
            field="rates",
            code=currency,
            day=on.isoformat(),
            rate=rate,
        )


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    for one in said["content"]["rates"]:
        on = date.fromisoformat(one["date"])
        _refuse_known(work, one["base"], one["currency"], on)
        names = {name: one[name] for name in ("currency", "base", "rate", "source")}
        seq = work.record("rate.recorded", [proposal.id], proposal=str(proposal.id), date=one["date"], **names)
        work.session.add(ExchangeRate(id=uuid4(), date=on, log_seq=seq, proposal_id=proposal.id, **names))
    work.session.flush()


register(Kind("rates", frozenset({Role.FINANCE}), _carry_out, nothing_to_undo, nobody_more))
