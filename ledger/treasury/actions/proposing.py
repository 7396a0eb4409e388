"""What the treasury's proposals have in common: worth for the policy, and nothing to undo where they are refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.approvals.models import Proposal
from ledger.books.actions import journal
from ledger.errors import N_, Refusal
from ledger.funds.models import Fund
from ledger.money import Money
from ledger.work import Work


def nothing_to_undo(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """A proposal that set nothing aside leaves nothing behind."""


def worth_of(work: Work, fund: Fund, money: Money) -> int:
    """Return what money of a fund is worth in base today, by which the policy says how many must sign."""
    refuse_nothing(money.minor)
    with journal(work) as books:
        return books.worth(fund.id, money.currency, money.minor, work.at.date())


def refuse_nothing(minor: int) -> None:
    """Refuse an amount that is not above nothing."""
    if minor <= 0:
        raise Refusal(N_("Write an amount above nothing."), field="amount")


def refuse_future(work: Work, on: date) -> None:
    """Refuse a day that has not come."""
    if on > work.at.date():
        raise Refusal(N_("The day lies in the future."), field="day")
