"""What finance can book a left-over statement line as, of the treasury's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.awards.models import Award
from ledger.books.models import SubAccount
from ledger.books.rules.chart import CASH, EXPENSE
from ledger.books.rules.lines import Shown
from ledger.books.uses import Target, Use, register_use
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run
from ledger.errors import N_, Refusal
from ledger.funds.models import Contribution, ContributionStage, Fund
from ledger.loans.models import Loan
from ledger.loans.queries import of_reference, paid_in_full_by
from ledger.money import Money
from ledger.treasury.actions import bookings, exchanges, gifts, handing_in, refunds
from ledger.treasury.actions.overpaying import confirm_with_fee, take_more
from ledger.treasury.models import Exchange, Loss, Refund
from ledger.treasury.queries import exchanges_under_way, gifts_at, losses_to_book, refunds_due, taken_in
from ledger.work import Work

_T = TypeVar("_T")
MOST_PAYMENTS = 50
"""Payments to choose from that a line may show with a fee; any other is named by its reference."""
MOST_LOANS = 50
"""Loans to choose from that a line would more than pay back; any other is named by its reference."""
MOST_AWARDS = 300
"""Awards to choose from when money is given back, the newest first; any other is named by its reference."""


def _money(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).plain()} {currency}"


def _chosen(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise Refusal(N_("Choose one from the list.")) from None


def _funds(session: Session, shown: Shown) -> list[Target]:
    """The funds with money in this account, or all funds where none has any."""
    inside = select(SubAccount.fund_id).where(SubAccount.account == CASH, SubAccount.holder == shown.cash)
    every = select(Fund).order_by(Fund.code)
    found = session.scalars(every.where(Fund.id.in_(inside))).all() or session.scalars(every).all()
    return [Target(str(fund.id), fund.code) for fund in found]


def _sold(session: Session, shown: Shown) -> list[Target]:
    due = (shown.cash, shown.currency, -shown.minor)
    return _exchanges(
        one
        for one in exchanges_under_way(session)
        if one.sold_line is None and (one.sold_cash, one.sold_currency, one.sold_minor) == due
    )


def _bought(session: Session, shown: Shown) -> list[Target]:
    """The exchanges into this account, also those that expect another amount: booking one says to correct it first."""
    here = (shown.cash, shown.currency)
    return _exchanges(
        one
        for one in exchanges_under_way(session)
        if one.bought_line is None and (one.bought_cash, one.bought_currency) == here
    )


def _exchanges(found: Iterable[Exchange]) -> list[Target]:
    return [
        Target(
            str(one.id),
            f"{one.reference}: {_money(one.sold_minor, one.sold_currency)} → "
            f"{_money(one.bought_minor, one.bought_currency)}",
        )
        for one in found
    ]


def _refunds(session: Session, shown: Shown) -> list[Target]:
    due = (shown.currency, -shown.minor)
    return [
        Target(str(one.id), f"{one.reference}: {one.donor.code}, {one.fund.code}")
        for one in refunds_due(session)
        if (one.currency, one.minor) == due
    ]


def _losses(session: Session, shown: Shown) -> list[Target]:
    due = (shown.cash, -shown.minor)
    return [
        Target(str(one.id), f"{one.reference}: {one.fund.code}")
        for one in losses_to_book(session)
        if (one.cash_account, one.minor) == due
    ]


def _on_condition(session: Session, shown: Shown) -> list[Target]:
    return _gifts(session, ContributionStage.CONDITIONAL, lambda gift: gift.minor == shown.minor, shown)


def _less_a_fee(session: Session, shown: Shown) -> list[Target]:
    return _gifts(session, ContributionStage.ANNOUNCED, lambda gift: gift.minor >= shown.minor, shown)


def _gifts(
    session: Session, stage: ContributionStage, fits: Callable[[Contribution], bool], shown: Shown
) -> list[Target]:
    return [
        Target(str(gift.id), f"{gift.donor.code} → {gift.fund.code}: {_money(gift.minor, gift.currency)}")
        for gift in gifts_at(session, stage)
        if gift.currency == shown.currency and fits(gift)
    ]


def _awards(session: Session, shown: Shown, reference: str | None = None) -> list[Target]:
    """The awards of which so much was paid, newest first, or the one of this reference."""
    query = (
        select(Award)
        .join(Disbursement, Disbursement.award_id == Award.id)
        .where(
            Award.currency == shown.currency,
            Award.kind.in_(list(EXPENSE)),
            Disbursement.stage == DisbursementStage.CONFIRMED,
        )
        .group_by(Award.id)
        .having(func.sum(Disbursement.minor) >= shown.minor)
        .order_by(Award.drafted_at.desc(), Award.id)
    )
    query = query.limit(MOST_AWARDS) if reference is None else query.where(Award.reference == reference)
    return [Target(str(award.id), f"{award.reference}: {award.fund.code}") for award in session.scalars(query)]


def _taken_in(session: Session, shown: Shown) -> list[Target]:
    """Who took in as much of loans, and for which fund."""
    held = {ident: left for ident, left in taken_in(session).items() if left >= shown.minor}
    query = select(SubAccount, Fund.code).join(Fund, Fund.id == SubAccount.fund_id)
    query = query.where(SubAccount.id.in_(held), SubAccount.currency == shown.currency)
    rows = session.execute(query.order_by(SubAccount.holder, Fund.code)).all()
    return [Target(str(sub.id), f"{sub.holder} · {code} · {_money(held[sub.id], sub.currency)}") for sub, code in rows]


def _more_than_loans(session: Session, shown: Shown, reference: str | None = None) -> list[Target]:
    query = paid_in_full_by(shown.currency, shown.minor)
    query = query.limit(MOST_LOANS) if reference is None else of_reference(query, reference)
    return [
        Target(str(loan.award_id), f"{loan.award.reference} · {_money(loan.outstanding_minor, loan.currency)}")
        for loan in session.scalars(query)
    ]


def _sent_for_less(session: Session, shown: Shown, reference: str | None = None) -> list[Target]:
    """The payments on their way from this account of which so much is more, the nearest first."""
    query = (
        select(Disbursement)
        .join(Run, Run.id == Disbursement.run_id)
        .where(
            Run.cash_account == shown.cash,
            Run.channel != Channel.CASH,
            Disbursement.currency == shown.currency,
            Disbursement.stage == DisbursementStage.SENT,
            Disbursement.minor < -shown.minor,
        )
        .order_by(Disbursement.minor.desc(), Disbursement.due, Disbursement.id)
    )
    query = query.limit(MOST_PAYMENTS) if reference is None else query.where(Disbursement.reference == reference)
    return [
        Target(str(one.id), f"{one.reference} · {_money(one.minor, one.currency)}") for one in session.scalars(query)
    ]


def _on(model: type[_T], act: Callable[[Work, _T, Shown], object]) -> Callable[[Work, Shown, str], None]:
    """Book a line by an act on what was chosen."""

    def book(work: Work, shown: Shown, value: str) -> None:
        act(work, work.session.get_one(model, _chosen(value)), shown)

    return book


for _use in (
    Use("bank_charge", N_("Bank charge"), -1, _funds, _on(Fund, bookings.book_charge)),
    Use(
        "payment_and_fee",
        N_("Payment that was sent, and the bank's fee for it, in one sum"),
        -1,
        _sent_for_less,
        _on(Disbursement, confirm_with_fee),
        _sent_for_less,
    ),
    Use("exchange_sold", N_("Money given for an exchange"), -1, _sold, _on(Exchange, exchanges.show_sold)),
    Use("refund", N_("Refund to a donor"), -1, _refunds, _on(Refund, refunds.pay_refund)),
    Use("loss", N_("Loss that was approved"), -1, _losses, _on(Loss, bookings.book_loss)),
    Use("exchange_bought", N_("Money from an exchange"), 1, _bought, _on(Exchange, exchanges.show_bought)),
    Use(
        "gift_less_fee",
        N_("Contribution less a fee (card, digital currency)"),
        1,
        _less_a_fee,
        _on(Contribution, gifts.collect_gift),
    ),
    Use(
        "gift_on_condition",
        N_("Contribution on a condition"),
        1,
        _on_condition,
        _on(Contribution, gifts.hold_in_advance),
    ),
    Use(
        "loan_and_more",
        N_("Repayment of a loan and more: the rest makes up for what was written off, then it is other income"),
        1,
        _more_than_loans,
        _on(Loan, take_more),
        _more_than_loans,
    ),
    Use("handed_in", N_("Repayments that an intermediary hands in"), 1, _taken_in, _on(SubAccount, handing_in.hand_in)),
    Use("interest", N_("Interest"), 1, _funds, _on(Fund, bookings.book_interest)),
    Use("recovered", N_("Given back by a beneficiary"), 1, _awards, _on(Award, bookings.recover_money), _awards),
):
    register_use(_use)
