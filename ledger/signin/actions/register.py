"""Registering a person: their keys, their roles, their first secrets, which are shown once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from ledger.actor import Role, may_stand_together
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.keys import onetime, quality, recovery, sshsig
from ledger.keys.passphrase import ArgonProfile, Root, new_salt, stretch
from ledger.keys.personal import PersonalKeys, Unlocked, seal
from ledger.reference import new_reference
from ledger.signin.models import Account, CodeCounter, Person, PersonKey, RecoveryCode, RoleGrant
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be registered, with roles from a day to a day."""

    name: str
    sign_in_name: str
    roles: tuple[Role, ...]
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a person needs to sign in for the first time. It is handed over once and kept nowhere."""

    person_id: UUID
    name: str
    code: str
    sign_in_name: str
    passphrase: str = field(repr=False)
    seed: bytes = field(repr=False)
    recovery_codes: tuple[str, ...] = field(repr=False)
    signer: Unlocked = field(repr=False)

    @property
    def otpauth_uri(self) -> str:
        """The address that an authenticator takes."""
        return onetime.provisioning_uri(self.seed, self.code)

    @property
    def fingerprint(self) -> str:
        """Their signing key, as `ssh-keygen -l` prints it."""
        return self.signer.fingerprint


def register_person(work: Work, newcomer: Newcomer, profile: ArgonProfile, *, must_change: bool) -> NewAccount:
    """Register a person with fresh keys and a generated passphrase.

    Raises Refusal where the roles may not stand together or end before they begin.
    """
    _check(newcomer)
    keys, person_id, passphrase, salt = PersonalKeys.fresh(), uuid4(), quality.suggest(), new_salt()
    person = Person(id=person_id, code=new_reference("S"), name=newcomer.name, registered_at=work.at)
    work.session.add(person)
    work.session.flush()
    _write_key(work, person, keys)
    _grant(work, person, newcomer)
    root = stretch(passphrase, salt, profile)
    work.session.add(_account(newcomer, person_id, salt, profile, root, keys, must_change=must_change))
    work.session.add(CodeCounter(person_id=person_id, counter=0, wrong=0))
    codes = recovery.new_codes()
    write_recovery_codes(work, person_id, codes)
    return NewAccount(
        person_id=person_id,
        name=newcomer.name,
        code=person.code,
        sign_in_name=newcomer.sign_in_name,
        passphrase=passphrase,
        seed=keys.seed,
        recovery_codes=tuple(codes),
        signer=Unlocked(person_id, keys),
    )


def write_recovery_codes(work: Work, person: UUID, codes: list[str]) -> None:
    """Insert the hashes of recovery codes."""
    work.session.add_all(RecoveryCode(hash=recovery.code_hash(person, code), person_id=person) for code in codes)
    work.session.flush()


def _check(newcomer: Newcomer) -> None:
    if not may_stand_together(frozenset(newcomer.roles)):
        raise Refusal(N_("%(name)s: auditor and donor stand alone, without any other role."), name=newcomer.name)
    if newcomer.until < newcomer.since:
        raise Refusal(N_("%(name)s: the roles end before they begin."), name=newcomer.name)


def _write_key(work: Work, person: Person, keys: PersonalKeys) -> None:
    work.session.add(
        PersonKey(
            id=uuid4(),
            person_id=person.id,
            signing_public=keys.signing_public,
            reading_public=keys.reading_public,
            fingerprint=sshsig.fingerprint(keys.signing_public),
            since=work.at,
        )
    )
    work.record(
        "person.registered",
        [person.id],
        person=str(person.id),
        code=person.code,
        signing_key=sshsig.public_line(keys.signing_public),
        reading_key=keys.reading_public.hex(),
        **{"from": day_text(work.at.date())},
    )


def _grant(work: Work, person: Person, newcomer: Newcomer) -> None:
    for role in newcomer.roles:
        grant = RoleGrant(id=uuid4(), person_id=person.id, role=role, since=newcomer.since, until=newcomer.until)
        work.session.add(grant)
        days = {"from": day_text(newcomer.since), "until": day_text(newcomer.until)}
        work.record("role.granted", [person.id], person=str(person.id), role=role.value, **days)


def _account(
    newcomer: Newcomer,
    person: UUID,
    salt: bytes,
    profile: ArgonProfile,
    root: Root,
    keys: PersonalKeys,
    *,
    must_change: bool,
) -> Account:
    wrapped = seal(keys, root, person)
    return Account(
        person_id=person,
        sign_in_name=newcomer.sign_in_name.strip().casefold(),
        salt=salt,
        memory_kib=profile.memory_kib,
        iterations=profile.iterations,
        lanes=profile.lanes,
        verifier=root.verifier(),
        wrapped_signing=wrapped.signing,
        wrapped_reading=wrapped.reading,
        wrapped_seed=wrapped.seed,
        must_change=must_change,
    )
