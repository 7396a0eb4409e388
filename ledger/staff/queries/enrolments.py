"""Reading invitations, and what was made on them, as far as the log bears it out."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.errors import NotFound
from ledger.keys import sshsig
from ledger.keys.invitation import invitation_hash
from ledger.log.standing import said_about
from ledger.signin.models import Person
from ledger.signin.registry import RegisteredKeys
from ledger.staff.models import Enrolment, Invitation
from ledger.staff.trouble import ExchangedKeys, NoInvitation


def invitation_by_code(session: Session, code: str, now: datetime) -> Invitation:
    """Return the invitation that a code stands for. Raises NoInvitation for one that is used, too old or not there."""
    found = session.scalar(select(Invitation).where(Invitation.code_hash == invitation_hash(code)))
    if found is None or found.proposal_id is not None or now >= found.until:
        raise NoInvitation
    return found


def invitation_by_id(session: Session, ident: UUID) -> Invitation:
    """Return an invitation. Raises NotFound."""
    found = session.get(Invitation, ident)
    if found is None:
        raise NotFound
    return found


def unproved_of(session: Session, invitation: Invitation) -> Enrolment | None:
    """Return what was made on an invitation and not proved yet, or None."""
    query = select(Enrolment).where(Enrolment.invitation_id == invitation.id)
    if invitation.enrolment_id is not None:
        query = query.where(Enrolment.id != invitation.enrolment_id)
    return session.scalar(query)


def keys_in(enrolment: Enrolment) -> RegisteredKeys:
    """Return the public keys of an enrolment."""
    return RegisteredKeys(enrolment.signing_public, enrolment.reading_public)


def trusted_enrolment(session: Session, invitation: Invitation) -> Enrolment | None:
    """Return what was made on an invitation and proved, or None where nothing was.

    Raises ExchangedKeys unless the newest entry about it names these very keys, and it was for this very person.
    """
    if invitation.enrolment_id is None:
        return None
    enrolment = session.get(Enrolment, invitation.enrolment_id)
    invited = said_about(session, invitation.id, "enrolment.invited")
    prepared = said_about(session, invitation.id, "enrolment.prepared")
    if enrolment is None or not invited or not prepared:
        raise ExchangedKeys(invitation.id)
    keys = {
        "signing_key": sshsig.public_line(enrolment.signing_public),
        "reading_key": enrolment.reading_public.hex(),
    }
    whose = None if invitation.newcomer else str(invitation.person_id)
    if any(prepared[-1].data[name] != value for name, value in keys.items()) or invited[-1].data["person"] != whose:
        raise ExchangedKeys(invitation.id)
    return enrolment


class Standing(enum.StrEnum):
    """How far somebody who was invited has come."""

    WAITING = "waiting"
    READY = "ready"
    NAMED = "named"
    DONE = "done"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation as the stewards' page shows it; what was made on it, as it stands in the tables."""

    id: UUID
    standing: Standing
    name: str
    newcomer: bool
    person: UUID
    code: str
    invited_at: datetime
    until: datetime
    fingerprint: str


def invitations(session: Session, now: datetime, limit: int = 30) -> list[InvitationLine]:
    """Return the newest invitations."""
    rows = session.execute(_lines().order_by(Invitation.invited_at.desc(), Invitation.id).limit(limit))
    return [_line(now, *row) for row in rows]


def invitation_line(session: Session, ident: UUID, now: datetime) -> InvitationLine:
    """Return one invitation. Raises NotFound."""
    row = session.execute(_lines().where(Invitation.id == ident)).first()
    if row is None:
        raise NotFound
    return _line(now, *row)


def _lines() -> Select[Invitation, Enrolment, str]:
    return (
        select(Invitation, Enrolment, Person.name)
        .outerjoin(Enrolment, Enrolment.id == Invitation.enrolment_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
    )


def _line(now: datetime, invitation: Invitation, enrolment: Enrolment | None, name: str | None) -> InvitationLine:
    return InvitationLine(
        invitation.id,
        _standing(invitation, now),
        name or (enrolment.name if enrolment else None) or "",
        invitation.newcomer,
        invitation.person_id,
        invitation.code,
        invitation.invited_at,
        invitation.until,
        keys_in(enrolment).fingerprint if enrolment else "",
    )


def _standing(invitation: Invitation, now: datetime) -> Standing:
    if invitation.proposal_id is not None:
        return Standing.DONE if invitation.enrolment_id is None else Standing.NAMED
    if invitation.enrolment_id is not None:
        return Standing.READY
    return Standing.WAITING if now < invitation.until else Standing.OVER
