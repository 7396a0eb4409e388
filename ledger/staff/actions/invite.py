"""Inviting somebody to make their own keys: a newcomer, or a person whose keys are lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.errors import NotFound
from ledger.keys.invitation import invitation_hash, new_invitation_code
from ledger.reference import new_reference
from ledger.signin.actions.register import STAFF_LETTER
from ledger.signin.models import Person
from ledger.signin.registry import registered_fingerprint
from ledger.staff.models import Invitation
from ledger.work import Work

LASTS = timedelta(days=7)
"""How long a code is good."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, and its code: shown once, and known to nobody but who is handed it."""

    invitation: UUID
    code: str = field(repr=False)


def invite_newcomer(work: Work) -> Invited:
    """Invite somebody new. Who they will be is decided by a proposal, when their keys are made."""
    return _invite(work, uuid4(), new_reference(STAFF_LETTER), None)


def invite_again(work: Work, person: UUID) -> Invited:
    """Invite a person whose keys are lost to make new ones. Raises NotFound for somebody the log does not know."""
    found = work.session.get(Person, person)
    if found is None or registered_fingerprint(work.session, person) is None:
        raise NotFound
    return _invite(work, person, found.code, person)


def _invite(work: Work, person: UUID, code: str, known: UUID | None) -> Invited:
    work.actor.require(Role.STEWARD)
    invited = Invited(uuid4(), new_invitation_code())
    work.session.add(
        Invitation(
            id=invited.invitation,
            code_hash=invitation_hash(invited.code),
            newcomer=known is None,
            person_id=person,
            code=code,
            invited_at=work.at,
            until=work.at + LASTS,
        )
    )
    work.session.flush()
    subjects = [invited.invitation] if known is None else [invited.invitation, known]
    work.record(
        "enrolment.invited",
        subjects,
        invitation=str(invited.invitation),
        person=None if known is None else str(known),
    )
    return invited
