"""What a statement line can be to payments: one that was debited, or one that came back. For lines without a code."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.books.rules.lines import Shown
from ledger.books.uses import Target, Use, register_use
from ledger.disbursements.actions.outcomes import mark_confirmed, mark_returned
from ledger.disbursements.models import Disbursement, DisbursementStage, Run
from ledger.errors import N_
from ledger.money import plain_amount
from ledger.work import Work

MOST = 50


def _from(shown: Shown, stage: DisbursementStage) -> Select[Disbursement]:
    query = select(Disbursement).join(Run, Run.id == Disbursement.run_id)
    return query.where(
        Run.cash_account == shown.cash, Disbursement.currency == shown.currency, Disbursement.stage == stage
    ).limit(MOST)


def _targets(session: Session, query: Select[Disbursement]) -> list[Target]:
    return [
        Target(str(one.id), f"{one.reference} · {plain_amount(one.minor, one.currency)} {one.currency}")
        for one in session.scalars(query)
    ]


def _sent(session: Session, shown: Shown) -> list[Target]:
    query = _from(shown, DisbursementStage.SENT).where(Disbursement.minor == -shown.minor)
    return _targets(session, query.order_by(Disbursement.due, Disbursement.id))


def _debited(session: Session, shown: Shown) -> list[Target]:
    query = _from(shown, DisbursementStage.CONFIRMED).where(Disbursement.minor >= shown.minor)
    return _targets(session, query.order_by(Disbursement.minor, Disbursement.due.desc(), Disbursement.id))


def _confirm(work: Work, shown: Shown, value: str) -> None:
    mark_confirmed(work, [(work.session.get_one(Disbursement, UUID(value)), shown)])


def _return(work: Work, shown: Shown, value: str) -> None:
    mark_returned(work, work.session.get_one(Disbursement, UUID(value)), shown)


DEBITED = register_use(Use("payment_debited", N_("Payment that was sent"), -1, _sent, _confirm))
RETURNED = register_use(Use("payment_returned", N_("Payment that came back"), 1, _debited, _return))
