"""The drill: whether two outsiders together could still open everything. Nothing is written, nothing is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.errors import N_, Refusal
from ledger.keys.age import Identity
from ledger.keys.trouble import WrongKey
from ledger.vault.models import EnvelopeHalf, HintLink
from ledger.vault.queries.locks import HeldLock
from ledger.vault.queries.opening import open_half
from ledger.vault.queries.recovery import NotRecoverable, in_order, recovered
from ledger.vault.queries.trust import trusted_record
from ledger.vault.rules.compartments import HINTS, ROLES
from ledger.vault.rules.contexts import chain_info
from ledger.vault.trouble import Tampered

HOLDS = N_("both halves open, they make the key that the log has set, and it opens a record that is sealed to it.")
HOLDS_UNTRIED = N_("both halves open, they make the key that the log has set; nothing is sealed to it yet.")
EXCHANGED = N_("this lock is not the one that the log knows: its row was exchanged.")
DOES_NOT_OPEN = N_("the halves make the key that the log has set, but a record that is sealed to it does not open.")


@dataclass(frozen=True, slots=True)
class Tried:
    """What a drill found about one lock, in one sentence."""

    lock: str
    holds: bool
    sentence: str


def drill(session: Session, organisation: str, identities: Sequence[Identity]) -> list[Tried]:
    """Try every lock with the identities of both outsiders. Raises Refusal where they are others, or only one."""
    pair = in_order(session, identities)
    return [_try(session, organisation, name, pair) for name in ROLES]


def _try(session: Session, organisation: str, name: str, pair: tuple[Identity, Identity]) -> Tried:
    try:
        held = recovered(session, organisation, name, pair)
    except NotRecoverable as trouble:
        return Tried(name, holds=False, sentence=str(trouble))
    except Tampered:
        return Tried(name, holds=False, sentence=EXCHANGED)
    try:
        tried = _open_something(session, organisation, held)
    except Refusal:
        return Tried(name, holds=False, sentence=DOES_NOT_OPEN)
    return Tried(name, holds=True, sentence=HOLDS if tried else HOLDS_UNTRIED)


def _open_something(session: Session, organisation: str, held: HeldLock) -> bool:
    """Open one sealed thing, thrown away at once; False where there is none. Raises WrongKey or Tampered."""
    if held.name == HINTS:
        link = session.scalar(select(HintLink).order_by(HintLink.place.desc()).limit(1))
        if link is None:
            raise WrongKey(N_("The key of duplicate hints is not there."))
        held.key.open(link.sealed, chain_info(organisation, link.place, link.epoch))
        return True
    envelope = _some_envelope(session, held)
    if envelope is not None:
        open_half(session, organisation, held, trusted_record(session, envelope))
    return envelope is not None


def _some_envelope(session: Session, held: HeldLock) -> UUID | None:
    # Another one each time, so that many drills look at many records.
    query = select(EnvelopeHalf.envelope_id).where(EnvelopeHalf.lock == held.name).order_by(EnvelopeHalf.envelope_id)
    return session.scalar(query.where(EnvelopeHalf.envelope_id >= uuid4()).limit(1)) or session.scalar(query.limit(1))
