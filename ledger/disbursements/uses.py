"""What a statement line can be to payments: one that was debited, or one that came back. For lines without a code."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ledger.books.rules.lines import Shown
from ledger.books.uses import Target, Use, register_use
from ledger.disbursements.actions.outcomes import mark_confirmed, mark_returned
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, PaymentToken, Run
from ledger.errors import N_
from ledger.money import plain_amount
from ledger.work import Work

MOST = 50
"""Payments to choose from; any other is named by its reference."""


def _from(shown: Shown, stage: DisbursementStage, reference: str | None) -> Select[Disbursement]:
    query = select(Disbursement).join(Run, Run.id == Disbursement.run_id)
    query = query.where(
        Run.cash_account == shown.cash, Disbursement.currency == shown.currency, Disbursement.stage == stage
    )
    return query.limit(MOST) if reference is None else query.where(Disbursement.reference == reference)


def _targets(session: Session, query: Select[Disbursement]) -> list[Target]:
    return [
        Target(str(one.id), f"{one.reference} · {plain_amount(one.minor, one.currency)} {one.currency}")
        for one in session.scalars(query)
    ]


def _sent(session: Session, shown: Shown, reference: str | None = None) -> list[Target]:
    query = _from(shown, DisbursementStage.SENT, reference).where(Disbursement.minor == -shown.minor)
    return _targets(session, query.order_by(Disbursement.due, Disbursement.id))


def _debited(session: Session, shown: Shown, reference: str | None = None) -> list[Target]:
    query = _from(shown, DisbursementStage.CONFIRMED, reference).where(Disbursement.minor >= shown.minor)
    return _targets(session, query.order_by(Disbursement.minor, Disbursement.due.desc(), Disbursement.id))


def _confirm(work: Work, shown: Shown, value: str) -> None:
    mark_confirmed(work, [(work.session.get_one(Disbursement, UUID(value)), shown)])


def _return(work: Work, shown: Shown, value: str) -> None:
    mark_returned(work, work.session.get_one(Disbursement, UUID(value)), shown)


def _invoiced(session: Session, shown: Shown) -> list[Target]:
    """Give the vouchers of one issuer in one run whose sum the line is."""
    total = func.sum(Disbursement.minor)
    query = (
        select(Run.id, Run.reference, PaymentToken.place, func.count())
        .join(Disbursement, Disbursement.run_id == Run.id)
        .join(PaymentToken, PaymentToken.disbursement_id == Disbursement.id)
        .where(Run.channel == Channel.VOUCHER, Run.cash_account == shown.cash)
        .where(Disbursement.currency == shown.currency, Disbursement.stage == DisbursementStage.SENT)
        .group_by(Run.id, Run.reference, PaymentToken.place)
        .having(total == -shown.minor, func.count() > 1)
        .order_by(Run.reference, PaymentToken.place)
        .limit(MOST)
    )
    return [
        Target(f"{run}/{place}", f"{reference} · {place} · {count}")
        for run, reference, place, count in session.execute(query)
    ]


def _confirm_all(work: Work, shown: Shown, value: str) -> None:
    run, _slash, place = value.partition("/")
    query = (
        select(Disbursement)
        .join(PaymentToken, PaymentToken.disbursement_id == Disbursement.id)
        .where(Disbursement.run_id == UUID(run), PaymentToken.place == place)
        .where(Disbursement.stage == DisbursementStage.SENT)
    )
    vouchers = work.session.scalars(query).all()
    mark_confirmed(work, [(one, replace(shown, minor=-one.minor)) for one in vouchers])


INVOICED = register_use(Use("voucher_invoice", N_("Invoice for vouchers"), -1, _invoiced, _confirm_all))
DEBITED = register_use(Use("payment_debited", N_("Payment that was sent"), -1, _sent, _confirm, _sent))
RETURNED = register_use(Use("payment_returned", N_("Payment that came back"), 1, _debited, _return, _debited))
