"""Manual entries: what no event of the rule table says, with a reason, signed by another before it is posted."""

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
from ledger.books.rules.lines import Line
from ledger.clock import day_text
from ledger.funds.models import Fund
from ledger.money import Money
from ledger.staff.actions.carrying import nobody_more
from ledger.treasury.actions.proposing import nothing_to_undo, refuse_future
from ledger.treasury.rules.codes import MANUAL_REASONS, one_of
from ledger.treasury.rules.manual import Typed, check_typed, in_base_lines
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class ManualEntry:
    """An entry as it is asked for: one fund, one currency, debit and credit lines."""

    fund: Fund
    currency: str
    day: date
    reason: str
    lines: Sequence[Typed]


def propose_manual(work: Work, entry: ManualEntry) -> Proposal:
    """Ask another to sign a manual entry."""
    work.actor.require(Role.FINANCE)
    one_of(entry.reason, MANUAL_REASONS, "reason")
    refuse_future(work, entry.day)
    moved = check_typed(entry.lines)
    with journal(work) as books:
        worth = books.worth(entry.fund.id, entry.currency, moved, entry.day)
    manual = uuid4()
    content = {
        "manual": str(manual),
        "date": day_text(entry.day),
        "lines": [
            {"account": one.account, "minor": one.minor, "base": base}
            for one, base in zip(entry.lines, in_base_lines(entry.lines, worth), strict=True)
        ],
    }
    money = Money(moved, entry.currency)
    return approvals.propose(work, Matter("manual", manual, content, money, worth, entry.fund.id, reason=entry.reason))


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    content, fund = said["content"], UUID(said["fund"])
    work.record("manual.posted", [proposal.subject, fund], manual=str(proposal.subject), proposal=str(proposal.id))
    lines = [Line(one["account"], one["minor"], one["base"]) for one in content["lines"]]
    about, day = About("manual", proposal.subject), date.fromisoformat(content["date"])
    with journal(work) as books:
        books.post(Happening("manual", day, fund, said["money"]["currency"], about), lines)


register(Kind("manual", frozenset({Role.FINANCE}), _carry_out, nothing_to_undo, nobody_more))
