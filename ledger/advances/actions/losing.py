"""Money of an advance that is gone, by theft or seizure: a proposal of its own, signed by others."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from ledger.actor import Role
from ledger.advances.actions.propose import advance_of
from ledger.advances.actions.stage import account_for, subjects
from ledger.advances.models import Advance, AdvanceStage
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.books.actions import About, Happening, journal
from ledger.books.rules.chart import ADVANCES, LOSSES
from ledger.books.rules.lines import Line
from ledger.errors import N_, Refusal
from ledger.money import Money, plain_amount
from ledger.vocabulary import LOSSES_OF_MONEY
from ledger.work import Work


def propose_loss(work: Work, advance: Advance, minor: int, reason: str) -> Proposal:
    """Ask others to sign that a part of an advance is gone."""
    work.actor.require(Role.FINANCE)
    if reason not in LOSSES_OF_MONEY:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    _refuse_unfit(advance, minor)
    with journal(work) as books:
        base = books.cash_cost(advance.fund_id, advance.currency, advance.intermediary.code, minor, ADVANCES)
    content = {"advance": str(advance.id), "loss": str(uuid4())}
    money = Money(minor, advance.currency)
    matter = Matter("advance_loss", advance.id, content, money, base, advance.fund_id, reason=reason)
    return approvals.propose(work, matter)


def _refuse_unfit(advance: Advance, minor: int) -> None:
    if advance.stage is not AdvanceStage.PAID:
        raise Refusal(N_("%(reference)s is not in anybody's hands."), reference=advance.reference)
    if not 0 < minor <= advance.left_minor:
        raise Refusal(
            N_("A loss is above nothing, and at most the %(left)s %(currency)s that are not accounted for."),
            field="amount",
            left=plain_amount(advance.left_minor, advance.currency),
            currency=advance.currency,
        )


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    advance, minor = advance_of(work, proposal.subject), said["money"]["minor"]
    _refuse_unfit(advance, minor)
    work.record(
        "advance.lost",
        subjects(advance),
        advance=str(advance.id),
        loss=said["content"]["loss"],
        minor=minor,
    )
    with journal(work) as books:
        code = advance.intermediary.code
        cost = books.cash_cost(advance.fund_id, advance.currency, code, minor, ADVANCES)
        about = About("advance", advance.id)
        what = Happening("advance_lost", work.at.date(), advance.fund_id, advance.currency, about)
        books.post(what, [Line(LOSSES, minor, cost), Line(ADVANCES, -minor, -cost, code)])
    account_for(work, advance, minor)


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """The intermediary still has to account for it."""


def _anyone(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Rule out nobody beyond H3."""


register(Kind("advance_loss", frozenset({Role.FINANCE}), _carry_out, _let_go, _anyone))
