"""Opening halves and envelopes with locks that are held for this request."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ledger.keys import envelope as envelopes
from ledger.keys.trouble import WrongKey
from ledger.vault.models import Envelope, EnvelopeHalf
from ledger.vault.queries.locks import HeldLock
from ledger.vault.rules.compartments import place_of
from ledger.vault.rules.contexts import envelope_context, half_info
from ledger.vault.trouble import Tampered


def open_half(session: Session, organisation: str, held: HeldLock, envelope: Envelope) -> bytes:
    """Open the half that a lock guards, 32 bytes, and hold it to the envelope. Raises Tampered."""
    place = place_of(envelope.compartment, held.name)
    half = session.get(EnvelopeHalf, (envelope.id, place))
    if half is None or (half.lock, half.epoch) != (held.name, held.epoch):
        raise Tampered("exchanged_half", envelope.pseudonym, envelope.id)
    info = half_info(organisation, envelope.id, held.name, held.epoch)
    return opened_half(held, half.sealed, info, organisation, envelope, place)


def opened_half(held: HeldLock, sealed: bytes, info: str, organisation: str, envelope: Envelope, place: int) -> bytes:
    """Open a sealed half, wherever it was kept, and hold it to its envelope. Raises Tampered."""
    try:
        opened = held.key.open(sealed, info)
        envelopes.check_half(envelope.body, place, opened, context_of(organisation, envelope))
    except WrongKey as error:
        raise Tampered("exchanged_half", envelope.pseudonym, envelope.id) from error
    return opened


def open_content(organisation: str, envelope: Envelope, halves: Sequence[bytes]) -> bytes:
    """Return what was sealed. Raises Tampered."""
    try:
        return envelopes.unpack(envelope.body, halves, context_of(organisation, envelope))
    except WrongKey as error:
        raise Tampered("exchanged_envelope", envelope.pseudonym, envelope.id) from error


def context_of(organisation: str, envelope: Envelope) -> str:
    """Where an envelope belongs."""
    return envelope_context(organisation, envelope.id, envelope.pseudonym, envelope.compartment.value, envelope.version)
