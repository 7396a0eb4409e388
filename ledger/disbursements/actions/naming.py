"""Sending what is known by a number of its own: a voucher handed over, a transaction made. Each number once."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from ledger.actor import Role
from ledger.books.models import CashAccount
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.models import Disbursement, DisbursementStage, PaymentToken, TokenKey
from ledger.disbursements.rules.naming import BY, commitment, refuse_unlike
from ledger.errors import N_, Refusal
from ledger.work import Work


def send_named(work: Work, paid: Disbursement, place: str, token: str) -> None:
    """Say that a payment went out as this voucher of an issuer, or this transaction on a network.

    Raises Refusal for what cannot be one, and for one that another payment was, unless that one failed.
    """
    work.actor.require(Role.FINANCE)
    channel = paid.run.channel.value if paid.run else ""
    if channel not in BY:
        raise Refusal(N_("%(reference)s goes neither by voucher nor in digital currency."), reference=paid.reference)
    refuse_unlike(channel, place, token)
    _refuse_elsewhere(work, paid, place)
    made = commitment(_key(work), channel, place, token)
    other = (
        select(Disbursement.reference)
        .join(PaymentToken, PaymentToken.disbursement_id == Disbursement.id)
        .where(PaymentToken.commitment == made, Disbursement.stage != DisbursementStage.FAILED)
    )
    used = work.session.scalar(other)
    if used is not None:
        raise Refusal(N_("%(reference)s was paid by that number already."), field="token", reference=used)
    work.session.add(PaymentToken(disbursement_id=paid.id, place=place, commitment=made))
    work.session.flush()
    work.record(
        "payment.named",
        [paid.id, paid.award_id],
        disbursement=str(paid.id),
        by=BY[channel],
        place=place,
        commitment=made,
    )
    mark_sent(work, [paid])


def _refuse_elsewhere(work: Work, paid: Disbursement, place: str) -> None:
    """Refuse a transaction on another network than that of the wallet which its run is paid from."""
    wallet = work.session.get(CashAccount, paid.run.cash_account) if paid.run else None
    if wallet is not None and wallet.network is not None and wallet.network != place:
        raise Refusal(
            N_("This run is paid from %(cash)s, a wallet on %(network)s. Write a transaction of that network."),
            field="place",
            cash=wallet.code,
            network=wallet.network,
        )


def _key(work: Work) -> bytes:
    found = work.session.get(TokenKey, 1)
    if found is None:
        found = TokenKey(id=1, key=secrets.token_bytes(32))
        work.session.add(found)
        work.session.flush()
    return found.key
