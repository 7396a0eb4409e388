"""Registering a person: their keys, their roles, their first secrets, which are shown once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from ledger.actor import Grant, Role, may_stand_together
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.keys import onetime, quality, recovery, sshsig
from ledger.keys.passphrase import ArgonProfile
from ledger.keys.personal import PersonalKeys, Unlocked
from ledger.reference import new_reference
from ledger.signin.actions.sealed import put_under
from ledger.signin.models import Account, CodeCounter, Person, PersonKey, RecoveryCode, RoleGrant
from ledger.signin.registry import RegisteredKeys
from ledger.signin.rules import written_name
from ledger.work import Work

STAFF_LETTER = "S"
"""With which a person's code begins."""


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
    keys, person_id, passphrase = PersonalKeys.fresh(), uuid4(), quality.suggest()
    code = new_reference(STAFF_LETTER)
    write_person(work, person_id, code, newcomer.name, RegisteredKeys(keys.signing_public, keys.reading_public))
    write_grants(work, person_id, [Grant(role, newcomer.since, newcomer.until) for role in newcomer.roles])
    columns = put_under(passphrase, keys, person_id, profile)
    name = written_name(newcomer.sign_in_name)
    work.session.add(Account(person_id=person_id, sign_in_name=name, must_change=must_change, **columns))
    work.session.add(CodeCounter(person_id=person_id, counter=0, wrong=0))
    codes = recovery.new_codes()
    write_recovery_codes(work, person_id, codes)
    return NewAccount(
        person_id=person_id,
        name=newcomer.name,
        code=code,
        sign_in_name=newcomer.sign_in_name,
        passphrase=passphrase,
        seed=keys.seed,
        recovery_codes=tuple(codes),
        signer=Unlocked(person_id, keys),
    )


def write_person(work: Work, ident: UUID, code: str, name: str, keys: RegisteredKeys) -> None:
    """Write a person and the public keys that the log registers for them."""
    work.session.add(Person(id=ident, code=code, name=name, registered_at=work.at))
    work.session.flush()
    write_keys(work, ident, keys)
    work.record(
        "person.registered",
        [ident],
        person=str(ident),
        code=code,
        signing_key=sshsig.public_line(keys.signing_public),
        reading_key=keys.reading_public.hex(),
        **{"from": day_text(work.at.date())},
    )


def write_keys(work: Work, person: UUID, keys: RegisteredKeys) -> None:
    """Write the row of a person's public keys, from this moment on."""
    work.session.add(
        PersonKey(
            id=uuid4(),
            person_id=person,
            signing_public=keys.signing_public,
            reading_public=keys.reading_public,
            fingerprint=keys.fingerprint,
            since=work.at,
        )
    )
    work.session.flush()


def write_grants(work: Work, person: UUID, grants: Iterable[Grant]) -> None:
    """Grant roles."""
    for grant in grants:
        row = RoleGrant(id=uuid4(), person_id=person, role=grant.role, since=grant.since, until=grant.until)
        work.session.add(row)
        days = {"from": day_text(grant.since), "until": day_text(grant.until)}
        work.record("role.granted", [person], person=str(person), role=grant.role.value, **days)
    work.session.flush()


def write_recovery_codes(work: Work, person: UUID, codes: Iterable[str]) -> None:
    """Insert the hashes of recovery codes."""
    write_recovery_hashes(work, person, [recovery.code_hash(person, code) for code in codes])


def write_recovery_hashes(work: Work, person: UUID, hashes: Iterable[bytes]) -> None:
    """Insert hashes of recovery codes that somebody else has seen."""
    work.session.add_all(RecoveryCode(hash=one, person_id=person) for one in hashes)
    work.session.flush()


def _check(newcomer: Newcomer) -> None:
    if not may_stand_together(frozenset(newcomer.roles)):
        raise Refusal(N_("%(name)s: auditor and donor stand alone, without any other role."), name=newcomer.name)
    if newcomer.until < newcomer.since:
        raise Refusal(N_("%(name)s: the roles end before they begin."), name=newcomer.name)
