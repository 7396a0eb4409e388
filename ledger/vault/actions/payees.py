"""Passing the approving side's half of payment details to finance, for one award, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from ledger.errors import N_, Refusal
from ledger.keys.sealing import seal
from ledger.vault.models import Envelope, PassedHalf
from ledger.vault.queries.locks import Opener, hold
from ledger.vault.queries.opening import open_half
from ledger.vault.queries.trust import trusted_envelope, trusted_lock
from ledger.vault.rules.compartments import APPROVAL, FINANCE, FIRST_WAY, Compartment
from ledger.vault.rules.contexts import payee_info
from ledger.work import Work

Whose = tuple[str, int]
"""A beneficiary, and by which of their ways to be paid."""


@dataclass(frozen=True, slots=True)
class Payee:
    """All that is known in clear of where a beneficiary's money goes."""

    sha256: str
    channel: str | None
    paid_to: str | None


def payee_of(work: Work, pseudonym: str, way: int) -> Payee:
    """Return what is known of one of a beneficiary's ways to be paid. Raises Refusal where it was not recorded."""
    found = payment_envelope(work, pseudonym, way)
    return Payee(found.sha256, found.channel, found.paid_to)


def payment_envelope(work: Work, pseudonym: str, way: int) -> Envelope:
    """Return the newest payment details of a way to be paid. Raises Refusal where it was not recorded."""
    envelope = trusted_envelope(work.session, pseudonym, Compartment.PAYMENT, way)
    if envelope is None and way == FIRST_WAY:
        raise Refusal(N_("No payment details are recorded for this beneficiary. Record them first."))
    if envelope is None:
        raise Refusal(N_("This beneficiary has no such way to be paid. Choose one from the list."), field="way")
    return envelope


def pass_payee(work: Work, opener: Opener, award: UUID, whose: Whose, sha256: str) -> None:
    """Pass the approvers' half of exactly these payment details to finance, for one award.

    Raises Refusal where other details were recorded since, NoCopy where the signer does not hold the approvers' lock.
    """
    pseudonym, way = whose
    envelope = payment_envelope(work, pseudonym, way)
    if envelope.sha256 != sha256:
        raise Refusal(N_("The payment details were changed after this was proposed. It has to be proposed again."))
    half = open_half(work.session, work.organisation, hold(work, opener, APPROVAL), envelope)
    finance = trusted_lock(work.session, FINANCE)
    info = payee_info(work.organisation, award, envelope.id, finance.epoch)
    take_back(work, award)
    work.session.add(
        PassedHalf(
            award_id=award,
            envelope_id=envelope.id,
            pseudonym=pseudonym,
            epoch=finance.epoch,
            sealed=seal(finance.public, half, info),
        )
    )
    work.session.flush()
    work.record(
        "payee.passed", [award, envelope.id, pseudonym], award=str(award), envelope=str(envelope.id), sha256=sha256
    )


def take_back(work: Work, *awards: UUID) -> None:
    """Delete what was passed for awards; the caller says why on the log."""
    if awards:
        work.session.execute(delete(PassedHalf).where(PassedHalf.award_id.in_(awards)))
