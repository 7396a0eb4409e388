"""Money from one fund to another inside one cash account: with the donors' consent, signed by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.books.actions import About, Happening, journal
from ledger.books.models import CashAccount
from ledger.books.rules.chart import CASH, TRANSFERS
from ledger.books.rules.lines import Line
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.funds.models import Donor, Fund
from ledger.money import Money
from ledger.staff.actions.carrying import nobody_more
from ledger.treasury.actions.proposing import nothing_to_undo, worth_of
from ledger.treasury.rules.codes import TRANSFER_REASONS, code_from, one_of
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class Consent:
    """A donor's consent: under which reference it is kept, and its day."""

    donor: Donor
    code: str
    day: date


@dataclass(frozen=True, slots=True)
class Move:
    """So much money of one fund that is to belong to another; it stays in its cash account."""

    giving: Fund
    taking: Fund
    cash: CashAccount
    minor: int


def propose_transfer(work: Work, move: Move, consents: Sequence[Consent], reason: str) -> Proposal:
    """Ask another to sign a transfer. The donor of the giving fund, where it has one, has consented."""
    work.actor.require(Role.OFFICER)
    one_of(reason, TRANSFER_REASONS, "reason")
    if move.giving.id == move.taking.id:
        raise Refusal(N_("Choose two different funds."), field="taking")
    agreed = {consent.donor.id for consent in consents}
    if move.giving.donor is not None and move.giving.donor_id not in agreed:
        raise Refusal(
            N_("Write down the consent of %(donor)s, whose money it is: its reference and its day."),
            field="consent",
            donor=move.giving.donor.code,
        )
    for consent in consents:
        code_from(consent.code, "consent")
        if consent.day > work.at.date():
            raise Refusal(N_("The day lies in the future."), field="consent_day")
    money = Money(move.minor, move.cash.currency)
    worth = worth_of(work, move.giving, money)
    with journal(work) as books:
        books.cash_cost(move.giving.id, money.currency, move.cash.code, money.minor)
    transfer = uuid4()
    content = {
        "transfer": str(transfer),
        "to": str(move.taking.id),
        "cash": move.cash.code,
        "consents": [
            {"donor": str(consent.donor.id), "code": consent.code, "date": day_text(consent.day)}
            for consent in consents
        ],
    }
    matter = Matter("transfer", transfer, content, money, worth, move.giving.id, reason=reason)
    return approvals.propose(work, matter)


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    giving, taking, cash = UUID(said["fund"]), UUID(said["content"]["to"]), said["content"]["cash"]
    minor, currency, transfer = said["money"]["minor"], said["money"]["currency"], proposal.subject
    work.record("fund.transferred", [transfer, giving, taking], transfer=str(transfer), proposal=str(proposal.id))
    with journal(work) as books:
        cost = books.cash_cost(giving, currency, cash, minor)
        lines = [
            Line(TRANSFERS, minor, cost),
            Line(CASH, -minor, -cost, cash),
            Line(CASH, minor, cost, cash, taking),
            Line(TRANSFERS, -minor, -cost, fund=taking),
        ]
        books.post(Happening("fund_transfer", work.at.date(), giving, currency, About("transfer", transfer)), lines)


register(Kind("transfer", frozenset({Role.OFFICER}), _carry_out, nothing_to_undo, nobody_more))
