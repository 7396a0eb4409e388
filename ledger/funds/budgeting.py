"""Setting and changing the budget of a fund, and how its statement tells money: asked by one, signed by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.errors import N_, Refusal
from ledger.funds.models import Budget, BudgetLine, Fund, RateMethod
from ledger.funds.queries import budget_of
from ledger.funds.rules.budget import Budgeted, refuse_unfit
from ledger.staff.actions.carrying import nobody_more
from ledger.work import Work


def propose_budget(work: Work, fund: Fund, method: RateMethod, lines: Sequence[Budgeted]) -> Proposal:
    """Ask another to sign what was agreed with a fund's donor: the budget in the fund's currency, and the rates."""
    work.actor.require(Role.OFFICER)
    refuse_unfit(lines, fund.purpose_codes)
    budget = uuid4()
    content = {
        "budget": str(budget),
        "version": _next(work, fund.id),
        "currency": fund.currency,
        "method": method.value,
        "lines": [{"code": one.code, "items": sorted(one.items), "minor": one.minor} for one in lines],
    }
    return approvals.propose(work, Matter("budget", budget, content, fund=fund.id))


def _next(work: Work, fund: UUID) -> int:
    known = budget_of(work.session, fund)
    return known.version + 1 if known else 1


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    content, fund = said["content"], UUID(said["fund"])
    if content["version"] != _next(work, fund):
        raise Refusal(N_("Another budget of this fund was approved meanwhile. Refuse this one; it can be asked again."))
    budget = Budget(
        id=proposal.subject,
        fund_id=fund,
        version=content["version"],
        method=RateMethod(content["method"]),
        approved_on=work.at.date(),
        proposal_id=proposal.id,
    )
    work.session.add(budget)
    work.session.flush()
    work.session.add_all(
        BudgetLine(
            budget_id=budget.id, number=number, code=one["code"], items=" ".join(one["items"]), minor=one["minor"]
        )
        for number, one in enumerate(content["lines"], start=1)
    )
    work.session.flush()
    work.record("budget.set", [budget.id, fund], budget=str(budget.id), proposal=str(proposal.id))


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """A budget that was only asked for leaves nothing behind."""


register(Kind("budget", frozenset({Role.OFFICER}), _carry_out, _let_go, nobody_more))
