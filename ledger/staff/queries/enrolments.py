"""Reading invitations, and what was made on them, as far as the log bears it out."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
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
    OVER = "over"


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation as the stewards' page shows it."""

    id: UUID
    standing: Standing
    name: str
    newcomer: bool
    code: str
    invited_at: datetime
    until: datetime
    fingerprint: str


def invitations(session: Session, now: datetime, limit: int = 30) -> list[InvitationLine]:
    """Return the newest invitations; what was made on one is shown as it stands in the tables."""
    query = (
        select(Invitation, Enrolment, Person.name)
        .outerjoin(Enrolment, Enrolment.id == Invitation.enrolment_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .order_by(Invitation.invited_at.desc(), Invitation.id)
        .limit(limit)
    )
    return [
        InvitationLine(
            invitation.id,
            _standing(invitation, now),
            (enrolment.name if enrolment and enrolment.name else None) or name or "",
            invitation.newcomer,
            invitation.code,
            invitation.invited_at,
            invitation.until,
            keys_in(enrolment).fingerprint if enrolment else "",
        )
        for invitation, enrolment, name in session.execute(query)
    ]


def _standing(invitation: Invitation, now: datetime) -> Standing:
    if invitation.proposal_id is not None:
        return Standing.NAMED
    if invitation.enrolment_id is not None:
        return Standing.READY
    return Standing.WAITING if now < invitation.until else Standing.OVER
