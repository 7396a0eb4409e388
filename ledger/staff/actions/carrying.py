"""From what was made on an invitation to somebody's account: what an appointment and a reset of keys have in common."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ledger.approvals.models import Proposal
from ledger.errors import N_, Refusal
from ledger.keys import sshsig
from ledger.signin.registry import RegisteredKeys
from ledger.staff.models import Enrolment, Invitation
from ledger.staff.queries.enrolments import invitation_by_id, trusted_enrolment
from ledger.staff.trouble import ExchangedKeys
from ledger.work import Work

HASH_BYTES = 32


def proposable(work: Work, ident: UUID) -> tuple[Invitation, Enrolment]:
    """Return an invitation with what was made on it, to be named by a proposal.

    Raises NotFound, Refusal where nothing is ready or another proposal names it, ExchangedKeys where the log knows
    other keys.
    """
    invitation = invitation_by_id(work.session, ident)
    if invitation.proposal_id is not None:
        raise Refusal(N_("This is proposed already; another person has to sign it."))
    enrolment = trusted_enrolment(work.session, invitation)
    if enrolment is None:
        raise Refusal(N_("Whoever was invited has not made keys yet."))
    return invitation, enrolment


def keys_said(invitation: Invitation, keys: RegisteredKeys) -> dict[str, str]:
    """Return what a proposal says about somebody's new keys."""
    return {
        "person": str(invitation.person_id),
        "signing_key": sshsig.public_line(keys.signing_public),
        "reading_key": keys.reading_public.hex(),
        "invitation": str(invitation.id),
    }


def signed_enrolment(work: Work, proposal: Proposal, content: dict[str, Any]) -> tuple[Invitation, Enrolment]:
    """Return what was made on the invitation that a signed proposal names: the very keys, for the very person.

    Raises ExchangedKeys where the database holds others by now.
    """
    invitation = invitation_by_id(work.session, UUID(content["invitation"]))
    enrolment = trusted_enrolment(work.session, invitation)
    if enrolment is None or invitation.proposal_id != proposal.id:
        raise ExchangedKeys(invitation.id)
    keys = RegisteredKeys(enrolment.signing_public, enrolment.reading_public)
    said = keys_said(invitation, keys)
    if any(content[name] != value for name, value in said.items()):
        raise ExchangedKeys(invitation.id)
    return invitation, enrolment


def use_up(work: Work, invitation: Invitation, enrolment: Enrolment) -> None:
    """Delete what was made, now that it stands in an account."""
    invitation.enrolment_id = None
    work.session.flush()
    work.session.delete(enrolment)
    work.session.flush()


def set_free(work: Work, _proposal: Proposal, said: dict[str, Any]) -> None:
    """Let an invitation be proposed, or used, again when its proposal was refused or withdrawn."""
    invitation_by_id(work.session, UUID(said["content"]["invitation"])).proposal_id = None
    work.session.flush()


def recovery_hashes_in(enrolment: Enrolment) -> list[bytes]:
    """Return the hashes of the recovery codes one by one."""
    whole = bytes(enrolment.recovery_hashes)
    return [whole[start : start + HASH_BYTES] for start in range(0, len(whole), HASH_BYTES)]


def nobody_more(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Rule out nobody as a signer beyond H3: who proposed it, and whom it is about."""
