"""Which payments are known by these transactions: looked up by commitment, since no id of one is kept."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ledger.awards.models import Award
from ledger.banking.digital import as_written
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, PaymentToken, TokenKey
from ledger.disbursements.queries import BATCH
from ledger.disbursements.rules.naming import commitment


def payments_by_transaction(session: Session, network: str | None, texts: Iterable[str]) -> dict[str, Disbursement]:
    """Return the payments that were sent as these transactions on a network, by the texts, with award, fund and run.

    What failed was not sent: its number may have paid another since.
    """
    secret = session.get(TokenKey, 1)
    if secret is None or network is None:
        return {}
    made = {
        commitment(secret.key, Channel.DIGITAL.value, network, written): text
        for text in texts
        if (written := as_written(network, text))
    }
    known, found = sorted(made), dict[str, Disbursement]()
    for start in range(0, len(known), BATCH):
        query = (
            select(PaymentToken.commitment, Disbursement)
            .join(Disbursement, Disbursement.id == PaymentToken.disbursement_id)
            .options(joinedload(Disbursement.award).joinedload(Award.fund), joinedload(Disbursement.run))
            .where(PaymentToken.commitment.in_(known[start : start + BATCH]))
            .where(Disbursement.stage != DisbursementStage.FAILED)
        )
        found.update({made[hashed]: paid for hashed, paid in session.execute(query)})
    return found
