"""Who the two outsiders are, as the log says, and the key of a lock that their two halves make."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.errors import N_, Refusal
from ledger.keys.age import Identity, unseal
from ledger.keys.sealing import SealingKey
from ledger.keys.trouble import WrongKey
from ledger.log.models import LogEntry
from ledger.vault.models import Lock, RecoveryHalf
from ledger.vault.queries.locks import HeldLock
from ledger.vault.queries.trust import said_in, trusted_lock
from ledger.vault.rules.recovery import PLACES, HalfPlace, joined
from ledger.vault.trouble import Tampered


class NotRecoverable(Refusal):
    """The two halves of a lock's key do not make that key."""


def outsiders(session: Session) -> tuple[str, str]:
    """Return the recipients of the two outsiders whom the founding named. Raises Tampered.

    Whoever writes to the database can add an entry that names others: it does not stand in the founding's unit of work.
    """
    founding = select(LogEntry.work).where(LogEntry.seq == 0).scalar_subquery()
    query = select(LogEntry).where(LogEntry.verb == "recovery.set", LogEntry.work == founding)
    entry = session.scalar(query.order_by(LogEntry.seq).limit(1))
    if entry is None:
        raise Tampered("unknown_outsiders")
    first, second = said_in(entry)["recipients"]
    return first, second


def in_order(session: Session, identities: Sequence[Identity]) -> tuple[Identity, Identity]:
    """Return two identities in the order in which the log names their recipients. Raises Refusal for any others."""
    known = {identity.recipient: identity for identity in identities}
    named = outsiders(session)
    if len(known) != len(PLACES):
        raise Refusal(N_("It takes the identities of both outsiders; one alone opens nothing."))
    if set(named) != known.keys():
        raise Refusal(N_("These are not the identities of the two outsiders whom the log names."))
    return known[named[0]], known[named[1]]


def recovered(session: Session, organisation: str, name: str, pair: tuple[Identity, Identity]) -> HeldLock:
    """Return a lock with the private key that both halves make together, held to what the log has set.

    Raises NotRecoverable where they do not make it, Tampered where the lock itself is not the one of the log.
    """
    lock = trusted_lock(session, name)
    first, second = (_half(session, organisation, lock, place, pair[place]) for place in PLACES)
    try:
        key = SealingKey.from_secret(joined(first, second))
    except ValueError as error:
        raise NotRecoverable(N_("The halves of this key do not fit each other.")) from error
    if key.public != lock.public:
        raise NotRecoverable(N_("The halves open, but together they are not the key that the log has set."))
    return HeldLock(name, lock.epoch, key)


def _half(session: Session, organisation: str, lock: Lock, place: int, identity: Identity) -> bytes:
    row = session.get(RecoveryHalf, (lock.name, lock.epoch, place))
    if row is None:
        raise NotRecoverable(N_("Half number %(number)s of this key is not there."), number=place + 1)
    where = HalfPlace(organisation, lock.id, lock.name, lock.epoch, place)
    try:
        return where.half_in(unseal(identity, row.sealed))
    except WrongKey as error:
        sentence = N_("Half number %(number)s does not open with the identity of its outsider.")
        raise NotRecoverable(sentence, number=place + 1) from error
    except ValueError as error:
        raise NotRecoverable(N_("Half number %(number)s belongs to another key."), number=place + 1) from error
