"""Proving who one is: passphrase and one-time code together, by one Argon2 run.

A stranger can lock nobody out: a right passphrase is never refused because of others' wrong ones. What bounds
guessing is the work, two narrow lanes, and, behind a right passphrase only, a limit on wrong codes (decision 7).

What the passphrase opens has to be the keys that the log has registered: a row of accounts can be exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ledger.actor import SYSTEM, Actor
from ledger.errors import N_, Alarming
from ledger.keys import onetime, recovery
from ledger.keys.onetime import WrongCode
from ledger.keys.passphrase import ArgonProfile, Lane, Root, stretch
from ledger.keys.personal import PersonalKeys, Unlocked, WrappedKeys, unseal
from ledger.keys.trouble import KeyTrouble
from ledger.signin.models import Account, CodeCounter, RecoveryCode, UnderPassphrase
from ledger.signin.registry import keys_of
from ledger.signin.rules import WRONG_CODES_LAST, codes_are_refused
from ledger.work import Store


class NotProved(KeyTrouble):
    """Passphrase or code did not prove it; the words are the same for every reason."""

    def __init__(self) -> None:
        """Say nothing about which of them it was."""
        super().__init__(N_("These details are not right, or the code was used already. Try again with the next code."))


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody types: a passphrase, and a one-time code or a recovery code."""

    passphrase: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proved:
    """A person who proved who they are, with their keys open and the stretched passphrase at hand."""

    unlocked: Unlocked
    root: Root
    must_change: bool

    @property
    def person(self) -> UUID:
        """Who it is."""
        return self.unlocked.person_id


def prove(store: Store, account: Account, proof: Proof, lane: Lane) -> Proved:
    """Check a proof. Raises NotProved, or TooBusy when the lane is full."""
    with lane.pass_through():
        root = stretch(proof.passphrase, account.salt, profile_of(account))
    keys = open_keys(account, root, account.person_id)
    _refuse_exchanged(store, account.person_id, keys)
    _accept_code(store, account, keys, proof.code)
    return Proved(Unlocked(account.person_id, keys), root, account.must_change)


def pretend(proof: Proof, lane: Lane, salt: bytes, profile: ArgonProfile) -> NoReturn:
    """Do for a name that there is not what `prove` does for one that there is. Raises NotProved, or TooBusy."""
    with lane.pass_through():
        root = stretch(proof.passphrase, salt, profile)
    root.proves(salt)
    raise NotProved


def profile_of(sealed: UnderPassphrase) -> ArgonProfile:
    """How this passphrase is stretched."""
    return ArgonProfile(sealed.memory_kib, sealed.iterations, sealed.lanes)


def open_keys(sealed: UnderPassphrase, root: Root, person: UUID) -> PersonalKeys:
    """Open a person's keys with their stretched passphrase. Raises NotProved where it is another one."""
    if not root.proves(sealed.verifier):
        raise NotProved
    return unseal(WrappedKeys(sealed.wrapped_signing, sealed.wrapped_reading, sealed.wrapped_seed), root, person)


def _refuse_exchanged(store: Store, person: UUID, keys: PersonalKeys) -> None:
    """Let nobody in by an account that somebody put in the place of another's: the log knows whose keys it holds."""
    with store.reading() as session:
        registered = keys_of(session, person)
    if (registered.signing_public, registered.reading_public) != (keys.signing_public, keys.reading_public):
        store.raise_alarm(SYSTEM, Alarming(NotProved().sentence, "exchanged_account", about=person))
        raise NotProved


def _accept_code(store: Store, account: Account, keys: PersonalKeys, code: str) -> None:
    plain = code.replace(" ", "")
    if len(plain) > onetime.DIGITS:
        _use_recovery_code(store, account.person_id, plain)
        return
    now = store.clock.now()
    with store.housekeeping() as session:
        counter = session.get_one(CodeCounter, account.person_id)
        refused = codes_are_refused(counter.wrong, counter.wrong_since, now)
        accepted = None if refused else _counter_of(keys, plain, now, counter.counter)
        if accepted is None:
            _count_wrong(counter, now)
        else:
            _take(session, account.person_id, accepted)
    if accepted is None:
        raise NotProved


def _counter_of(keys: PersonalKeys, code: str, now: datetime, last: int) -> int | None:
    try:
        return onetime.check(keys.seed, code, now, last)
    except WrongCode:
        return None


def _take(session: Session, person: UUID, accepted: int) -> None:
    # The counter only ever grows, whoever comes at the same moment.
    growing = update(CodeCounter).where(CodeCounter.person_id == person, CodeCounter.counter < accepted)
    if session.execute(growing.values(counter=accepted, wrong=0, wrong_since=None)).rowcount != 1:  # type: ignore[attr-defined]
        raise NotProved


def _count_wrong(counter: CodeCounter, now: datetime) -> None:
    if counter.wrong_since is None or now - counter.wrong_since >= WRONG_CODES_LAST:
        counter.wrong, counter.wrong_since = 0, now
    counter.wrong += 1


def _use_recovery_code(store: Store, person: UUID, code: str) -> None:
    with store.work(Actor(person)) as work:
        used = delete(RecoveryCode).where(RecoveryCode.hash == recovery.code_hash(person, code))
        if work.session.execute(used).rowcount != 1:  # type: ignore[attr-defined]
            raise NotProved
        work.record("account.recovery_code_used", [person], person=str(person))
