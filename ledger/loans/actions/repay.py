"""Money of a loan that comes back: what is outstanding is repaid, what was written off is recovered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.actor import Role
from ledger.books.actions import Journal, journal
from ledger.books.rules.chart import ADVANCES, LOAN_LOSSES
from ledger.books.rules.lines import Line, Shown, with_difference
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.loans.actions.account import (
    happening,
    let_go_of_excess,
    outstanding,
    post_all,
    refuse_more_than_outstanding,
    settle,
    take_out,
    unpaid,
)
from ledger.loans.models import Loan, LoanStage
from ledger.loans.rules.falling_due import oldest_first
from ledger.loans.rules.worth import part_of
from ledger.money import plain_amount
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class Came:
    """Money that came: how much, on which day, and where it is: in a cash account, or with an intermediary."""

    minor: int
    on: date
    currency: str
    holder: str
    shown: Shown | None

    @classmethod
    def into_cash(cls, shown: Shown) -> Came:
        """The money that a statement line shows."""
        return cls(shown.minor, shown.on, shown.currency, shown.cash, shown)

    @classmethod
    def to_intermediary(cls, holder: str, minor: int, currency: str, on: date) -> Came:
        """Money that somebody took for us: it adds to what they hold."""
        return cls(minor, on, currency, holder, None)

    @property
    def statement(self) -> UUID | None:
        """The statement line that shows it."""
        return self.shown.line if self.shown else None

    def line(self, fund: UUID, base: int) -> Line:
        """The line of the entry that takes it in."""
        if self.shown:
            return self.shown.of_cash(fund, self.minor, base)
        return Line(ADVANCES, self.minor, base, self.holder)


def repay(work: Work, loan: Loan, came: Came) -> None:
    """Take in what was paid back: it goes to the oldest part first. More than is outstanding is refused."""
    _refuse(work, loan, came)
    refuse_more_than_outstanding(loan, came.minor)
    with journal(work) as books:
        worth = _worth(books, loan, came, part_of(outstanding(loan), came.minor).base)
        parts = unpaid(work.session, loan)
        for part, share in zip(parts, oldest_first([p.rest for p in parts], came.minor), strict=True):
            part.paid_minor += share
            part.on_time_minor += share if came.on <= part.due else 0
        _, off = take_out(loan, came.minor)
        loan.repaid_minor += came.minor
        excess = let_go_of_excess(loan)
        settle(work.session, loan, LoanStage.REPAID)
        lines = with_difference([came.line(loan.award.fund_id, worth), off], loan.currency, books.base)
        post_all(books, loan, came.on, {"loan_repaid": lines, "loan_allowance": excess})
    _record(work, loan, "loan.repaid", came)


def recover(work: Work, loan: Loan, came: Came) -> None:
    """Take in what came back of a loss."""
    _refuse(work, loan, came)
    left = loan.written_off_minor - loan.recovered_minor
    if not 0 < came.minor <= left:
        raise Refusal(
            N_("%(left)s %(code)s of this loan was lost and has not come back; %(amount)s is not a part of that."),
            left=plain_amount(left, loan.currency),
            code=loan.currency,
            amount=plain_amount(came.minor, loan.currency),
        )
    with journal(work) as books:
        worth = _worth(books, loan, came, None)
        lines = [came.line(loan.award.fund_id, worth), Line(LOAN_LOSSES, -came.minor, -worth)]
        books.post(happening(loan, "loan_recovered", came.on), lines)
        loan.recovered_minor += came.minor
        work.session.flush()
    _record(work, loan, "loan.recovered", came)


def _refuse(work: Work, loan: Loan, came: Came) -> None:
    work.actor.require(Role.FINANCE)
    if came.currency != loan.currency:
        raise Refusal(N_("This loan is in %(code)s; other money does not pay it back."), code=loan.currency)
    if came.on > work.at.date():
        raise Refusal(N_("The day lies in the future."), field="day")
    if loan.lent_on is None or came.on < loan.lent_on:
        raise Refusal(N_("On that day the money of this loan was not sent yet."), field="day")


def _worth(books: Journal, loan: Loan, came: Came, cost: int | None) -> int:
    """What the money is worth in base on its day; where nobody has said, what it cost when it was lent."""
    try:
        return books.worth(loan.award.fund_id, came.currency, came.minor, came.on)
    except Refusal:
        if cost is None:
            raise
        return cost


def _record(work: Work, loan: Loan, verb: str, came: Came) -> None:
    work.record(
        verb,
        [loan.award_id, loan.award.beneficiary],
        award=str(loan.award_id),
        minor=came.minor,
        date=day_text(came.on),
        holder=came.holder,
        statement=str(came.statement) if came.statement else None,
    )
