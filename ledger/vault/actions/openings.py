"""Reading what takes two people: one asks, another consents and learns nothing, the first sees it once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from ledger.clock import moment_text
from ledger.errors import N_, NotFound, Refusal
from ledger.keys import sshsig
from ledger.keys.sealing import seal
from ledger.signin.registry import refuse_strange_key
from ledger.vault.actions.believing import Consenter, believe, consent_statement, passed_half
from ledger.vault.models import Envelope, Opening, OpeningStage
from ledger.vault.queries.locks import HeldLock, Opener, hold, is_member, lock_held_of
from ledger.vault.queries.opening import open_content, open_half
from ledger.vault.queries.trust import reading_key_of, trusted_envelope, trusted_record
from ledger.vault.rules.compartments import FIRST_WAY, LOCKS, OPPOSITE, Compartment, place_of
from ledger.vault.rules.contexts import consent_info
from ledger.vault.rules.reasons import OPENING_REASONS
from ledger.vault.trouble import NoCopy
from ledger.work import Work

VALID_HOURS = 24
"""How long a wish to read waits, and a consent stays good."""


def ask(work: Work, pseudonym: str, compartment: Compartment, reason: str, which: UUID | int = FIRST_WAY) -> Opening:
    """Ask to read a sealed record: only who holds one of its two locks can, since only they could then open it.

    `which` is the id of a file, or the number of a way to be paid; of an identity there is one.
    """
    if compartment is Compartment.CONTACT or lock_held_of(work.session, work.actor, compartment) is None:
        raise NoCopy
    if reason not in OPENING_REASONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    envelope = _wanted(work, pseudonym, compartment, which)
    opening = Opening(
        id=uuid4(),
        pseudonym=pseudonym,
        compartment=compartment,
        envelope_id=envelope.id,
        requester_id=work.actor.id,
        reason=reason,
        stage=OpeningStage.ASKED,
        asked_at=work.at,
        until=work.at + timedelta(hours=VALID_HOURS),
    )
    work.session.add(opening)
    work.session.flush()
    work.record(
        "opening.asked",
        [opening.id, pseudonym, envelope.id],
        opening=str(opening.id),
        beneficiary=pseudonym,
        compartment=compartment.value,
        envelope=str(envelope.id),
        reason=reason,
        until=moment_text(opening.until),
    )
    return opening


def consent(work: Work, consenter: Consenter, opening: Opening) -> None:
    """Pass the other half to who asked, for this one opening. Whoever consents sees nothing of what is sealed.

    Raises Refusal for one's own wish, one that is too old or settled; NoCopy without the opposite lock.
    """
    refuse_strange_key(work.session, work.actor.id, consenter)
    _refuse_other_stage(work, opening, OpeningStage.ASKED)
    believe(work, opening)
    if opening.requester_id == work.actor.id:
        raise Refusal(N_("You asked for this yourself; another person has to consent."))
    envelope = trusted_record(work.session, opening.envelope_id)
    held = _lock_of(work, consenter, opening.compartment)
    if not is_member(work.session, OPPOSITE[held.name], opening.requester_id):
        raise Refusal(N_("You hold the same side as who asked; somebody of the other side has to consent."))
    half = open_half(work.session, work.organisation, held, envelope)
    reader, until = opening.requester_id, moment_text(opening.until)
    info = consent_info(work.organisation, opening.id, envelope.id, reader, until)
    opening.passed = seal(reading_key_of(work.session, reader), half, info)
    opening.stage, opening.consenter_id = OpeningStage.CONSENTED, work.actor.id
    work.session.flush()
    statement = consent_statement(work, consenter, opening, envelope)
    work.record(
        "opening.consented",
        [opening.id, opening.pseudonym],
        opening=str(opening.id),
        bytes=statement.decode(),
        signature=consenter.sign(statement, sshsig.CONSENT),
    )


def refuse(work: Work, opening: Opening) -> None:
    """Say no to a wish, or take one's own back."""
    _refuse_other_stage(work, opening, OpeningStage.ASKED, OpeningStage.CONSENTED)
    own = opening.requester_id == work.actor.id
    if not own and lock_held_of(work.session, work.actor, opening.compartment) is None:
        raise NoCopy
    opening.stage, opening.passed = OpeningStage.REFUSED, None
    work.session.flush()
    work.record("opening.refused", [opening.id, opening.pseudonym], opening=str(opening.id))


def show(work: Work, opener: Opener, opening: Opening) -> bytes:
    """Open what another consented to, once. It may be shown only when this unit of work is committed."""
    if opening.requester_id != work.actor.id:
        raise NotFound
    _refuse_other_stage(work, opening, OpeningStage.CONSENTED)
    believe(work, opening)
    envelope = trusted_record(work.session, opening.envelope_id)
    held = _lock_of(work, opener, opening.compartment)
    own, place = open_half(work.session, work.organisation, held, envelope), place_of(envelope.compartment, held.name)
    other = passed_half(work, opener, opening, envelope, place_of(envelope.compartment, OPPOSITE[held.name]))
    content = open_content(work.organisation, envelope, [own, other] if place == 0 else [other, own])
    opening.stage, opening.passed = OpeningStage.SHOWN, None
    work.session.flush()
    work.record("opening.shown", [opening.id, opening.pseudonym], opening=str(opening.id))
    return content


def _wanted(work: Work, pseudonym: str, compartment: Compartment, which: UUID | int) -> Envelope:
    if isinstance(which, UUID):
        found: Envelope | None = trusted_record(work.session, which)
    else:
        found = trusted_envelope(work.session, pseudonym, compartment, which)
    if found is None or (found.pseudonym, found.compartment) != (pseudonym, compartment):
        raise Refusal(N_("Nothing of this kind is recorded for this beneficiary."))
    return found


def _lock_of(work: Work, opener: Opener, compartment: Compartment) -> HeldLock:
    name = lock_held_of(work.session, work.actor, compartment)
    if name is None or name not in LOCKS[compartment]:
        raise NoCopy
    return hold(work, opener, name)


def _refuse_other_stage(work: Work, opening: Opening, *stages: OpeningStage) -> None:
    if opening.stage not in stages:
        raise Refusal(N_("This wish is settled already, or still waits for another's consent."))
    if work.at > opening.until:
        raise Refusal(N_("This wish is too old. Ask again."))
