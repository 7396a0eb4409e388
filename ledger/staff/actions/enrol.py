"""Making one's own keys on an invitation: nobody else ever knows the passphrase, nor the seed of the codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Delete, delete, exists, func, select
from sqlalchemy.orm import Session

from ledger.actor import SYSTEM
from ledger.errors import N_, LockedDown, Refusal
from ledger.keys import onetime, quality, recovery, sshsig
from ledger.keys.onetime import WrongCode
from ledger.keys.passphrase import STRANGERS, ArgonProfile, stretch
from ledger.keys.personal import PersonalKeys
from ledger.log.standing import lockdown_in_force
from ledger.signin.actions.prove import NotProved, Proof, open_keys, profile_of
from ledger.signin.actions.sealed import put_under
from ledger.signin.models import Account, Person
from ledger.signin.queries import account_named
from ledger.signin.rules import written_name
from ledger.staff.models import Enrolment, Invitation
from ledger.staff.queries.enrolments import invitation_by_code, unproved_of
from ledger.work import Store, Work


@dataclass(frozen=True, slots=True)
class Names:
    """How a newcomer is called here, and the name they sign in with."""

    name: str
    sign_in_name: str


@dataclass(frozen=True, slots=True)
class FreshKeys:
    """What is shown once to who made keys, and kept nowhere in clear."""

    invitation: UUID
    code: str
    fingerprint: str
    seed: bytes = field(repr=False)
    recovery_codes: tuple[str, ...] = field(repr=False)


def find_invitation(store: Store, code: str) -> Invitation:
    """Return the invitation behind a code, to ask for what belongs to it. Raises NoInvitation or LockedDown."""
    with store.reading() as session:
        return _usable(session, code, store.clock.now())


def make_keys(store: Store, code: str, names: Names | None, passphrase: str, profile: ArgonProfile) -> FreshKeys:
    """Make keys under a passphrase, to be proved by the first one-time code. `names` are a newcomer's, and only theirs.

    What was made before on the same invitation and not proved is replaced. Raises NoInvitation, WeakPassphrase,
    TooBusy, LockedDown, or Refusal for a name.
    """
    with store.reading() as session:
        invitation = _usable(session, code, store.clock.now())
        hints = _hints(session, invitation, names)
    quality.judge(passphrase, hints)
    keys, codes = PersonalKeys.fresh(), recovery.new_codes()
    with STRANGERS.pass_through():
        columns = put_under(passphrase, keys, invitation.person_id, profile)
    enrolment = Enrolment(
        id=uuid4(),
        invitation_id=invitation.id,
        name=names.name.strip() if names else None,
        sign_in_name=written_name(names.sign_in_name) if names else None,
        signing_public=keys.signing_public,
        reading_public=keys.reading_public,
        recovery_hashes=b"".join(recovery.code_hash(invitation.person_id, one) for one in codes),
        counter=0,
        **columns,
    )
    with store.housekeeping() as session:
        # Under the writer's lock once more: a proposal may name the invitation by now.
        usable = _usable(session, code, store.clock.now())
        session.execute(_others(usable, usable.enrolment_id))
        session.execute(_left_behind(store.clock.now()))
        session.add(enrolment)
    fingerprint = sshsig.fingerprint(keys.signing_public)
    return FreshKeys(invitation.id, invitation.code, fingerprint, keys.seed, tuple(codes))


def prove_device(store: Store, code: str, proof: Proof, request: UUID, location: str) -> str:
    """Prove by passphrase and first one-time code that one can sign in with what was made; return its fingerprint.

    From now on a steward can propose it. Raises NoInvitation, NotProved, TooBusy or LockedDown.
    """
    with store.reading() as session:
        invitation = _usable(session, code, store.clock.now())
        made = unproved_of(session, invitation)
    if made is None:
        raise Refusal(N_("Nothing was made with this code yet, or it was proved already. Begin again."))
    with STRANGERS.pass_through():
        root = stretch(proof.passphrase, made.salt, profile_of(made))
    keys = open_keys(made, root, invitation.person_id)
    try:
        counter = onetime.check(keys.seed, proof.code.replace(" ", ""), store.clock.now(), None)
    except WrongCode as error:
        raise NotProved from error
    with store.work(SYSTEM, request) as work:
        _prepare(work, code, made.id, counter)
        work.location = location
    return sshsig.fingerprint(made.signing_public)


def _prepare(work: Work, code: str, made: UUID, counter: int) -> None:
    invitation, enrolment = _usable(work.session, code, work.at), work.session.get(Enrolment, made)
    if enrolment is None:
        raise Refusal(N_("This was replaced while you typed. Begin again."))
    enrolment.counter = counter
    invitation.enrolment_id = enrolment.id
    work.session.flush()
    work.session.execute(_others(invitation, enrolment.id))
    work.record(
        "enrolment.prepared",
        [invitation.id],
        invitation=str(invitation.id),
        signing_key=sshsig.public_line(enrolment.signing_public),
        reading_key=enrolment.reading_public.hex(),
    )


def _usable(session: Session, code: str, now: datetime) -> Invitation:
    if lockdown_in_force(session) is not None:
        raise LockedDown
    return invitation_by_code(session, code, now)


def _others(invitation: Invitation, kept: UUID | None) -> Delete:
    others = delete(Enrolment).where(Enrolment.invitation_id == invitation.id)
    return others if kept is None else others.where(Enrolment.id != kept)


def _left_behind(now: datetime) -> Delete:
    """What was made on invitations that are over, and never proved: nobody will ever need it."""
    over = exists().where(
        Invitation.id == Enrolment.invitation_id,
        Invitation.until <= now,
        Invitation.enrolment_id.is_distinct_from(Enrolment.id),
    )
    return delete(Enrolment).where(over)


def _hints(session: Session, invitation: Invitation, names: Names | None) -> list[str]:
    """Return the names that a passphrase must not be made of. Raises Refusal where a newcomer's cannot be taken."""
    if not invitation.newcomer:
        person = session.get_one(Person, invitation.person_id)
        return [person.name, session.get_one(Account, invitation.person_id).sign_in_name]
    if names is None or not names.name.strip():
        raise Refusal(N_("Write how you are to be called here."), field="name")
    if not written_name(names.sign_in_name):
        raise Refusal(N_("Choose a name to sign in with."), field="sign_in_name")
    if is_taken(session, names.sign_in_name, invitation.id):
        raise Refusal(N_("This sign-in name is taken. Choose another."), field="sign_in_name")
    return [names.name, names.sign_in_name]


def is_taken(session: Session, sign_in_name: str, invitation: UUID) -> bool:
    """Whether somebody else signs in with this name, or is about to."""
    query = select(func.count()).where(
        Enrolment.sign_in_name == written_name(sign_in_name), Enrolment.invitation_id != invitation
    )
    return account_named(session, sign_in_name) is not None or bool(session.scalar(query))
