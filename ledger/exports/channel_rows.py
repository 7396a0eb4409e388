"""Rows of the tables about how money travelled: files, evidence of arrival, advances; streamed by key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.advances.models import Advance, Intermediary
from ledger.clock import day_text
from ledger.disbursements.models import Disbursement, Evidence, PaymentFile, PaymentToken, Run
from ledger.disbursements.rules.naming import BY

Row = list[Any]
BATCH = 1000


def payment_files(session: Session, _size: int) -> Iterator[Row]:
    """Return the payment files: what each was, not what stood in it."""
    query = select(
        PaymentFile.id, PaymentFile.run_id, PaymentFile.form, PaymentFile.sha256, PaymentFile.count, PaymentFile.minor,
        PaymentFile.currency, PaymentFile.stage, PaymentFile.made_by, PaymentFile.replaces,
    )  # fmt: skip
    for row in session.execute(query.order_by(PaymentFile.id).execution_options(yield_per=BATCH)):
        yield list(row)


def payment_numbers(session: Session, _size: int) -> Iterator[Row]:
    """Return by which voucher or transaction payments are known: a commitment to its number, which is kept nowhere."""
    query = (
        select(PaymentToken.disbursement_id, Run.channel, PaymentToken.place, PaymentToken.commitment)
        .join(Disbursement, Disbursement.id == PaymentToken.disbursement_id)
        .join(Run, Run.id == Disbursement.run_id)
        .order_by(PaymentToken.disbursement_id)
    )
    for ident, channel, place, commitment in session.execute(query.execution_options(yield_per=BATCH)):
        yield [ident, BY[channel.value], place, commitment]


def evidence(session: Session, _size: int) -> Iterator[Row]:
    """Return by what, and by whom, it is known that payments arrived."""
    query = select(Evidence.disbursement_id, Evidence.way, Evidence.person_id, Evidence.seen_on)
    ordered = query.order_by(Evidence.disbursement_id, Evidence.way, Evidence.person_id)
    for row in session.execute(ordered.execution_options(yield_per=BATCH)):
        yield [row.disbursement_id, row.way, row.person_id, day_text(row.seen_on)]


def advances(session: Session, _size: int) -> Iterator[Row]:
    """Return the advances to intermediaries, by code alone."""
    query = select(
        Advance.id, Advance.reference, Advance.intermediary_id, Intermediary.code, Advance.fund_id, Advance.minor,
        Advance.currency, Advance.fee_minor, Advance.charged_minor, Advance.left_minor, Advance.stage,
        Advance.proposal_id,
    ).join(Intermediary, Intermediary.id == Advance.intermediary_id)  # fmt: skip
    for row in session.execute(query.order_by(Advance.id).execution_options(yield_per=BATCH)):
        yield list(row)
