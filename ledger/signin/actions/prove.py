"""Proving who one is: passphrase and one-time code together, by one Argon2 run.

A stranger can lock nobody out: a right passphrase is never refused because of others' wrong ones. What bounds
guessing is the work, two narrow lanes, and, behind a right passphrase only, a limit on wrong codes (decision 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ledger.actor import Actor
from ledger.errors import N_
from ledger.keys import onetime, recovery
from ledger.keys.onetime import WrongCode
from ledger.keys.passphrase import STRONG, ArgonProfile, Lane, Root, stretch
from ledger.keys.personal import PersonalKeys, Unlocked, WrappedKeys, unseal
from ledger.keys.trouble import KeyTrouble
from ledger.signin.models import Account, CodeCounter, RecoveryCode
from ledger.work import Store

MOST_WRONG_CODES = 5
WRONG_CODES_LAST = timedelta(hours=1)


class NotProved(KeyTrouble):
    """Passphrase or code did not prove it; the words are the same for every reason."""

    def __init__(self, *, passphrase_was_right: bool = False) -> None:
        """Remember, for the throttle only, whether the passphrase was right."""
        super().__init__(
            N_("These details are not right, or the code was used already. Try again with the next code.")
        )
        self.passphrase_was_right = passphrase_was_right


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody types: a passphrase, and a one-time code or a recovery code."""

    passphrase: str
    code: str


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


def prove(store: Store, account: Account | None, proof: Proof, lane: Lane, decoy_salt: bytes) -> Proved:
    """Check a proof, with the same work for an account that there is and one that there is not.

    Raises NotProved, or TooBusy when the lane is full.
    """
    salt = account.salt if account else decoy_salt
    with lane.pass_through():
        root = stretch(proof.passphrase, salt, profile_of(account) if account else STRONG)
    if account is None or not root.proves(account.verifier):
        raise NotProved
    keys = open_account(account, root)
    _accept_code(store, account, keys, proof.code)
    return Proved(Unlocked(account.person_id, keys), root, account.must_change)


def profile_of(account: Account) -> ArgonProfile:
    """How this account's passphrase is stretched."""
    return ArgonProfile(account.memory_kib, account.iterations, account.lanes)


def open_account(account: Account, root: Root) -> PersonalKeys:
    """Open a person's keys with their stretched passphrase."""
    wrapped = WrappedKeys(account.wrapped_signing, account.wrapped_reading, account.wrapped_seed)
    return unseal(wrapped, root, account.person_id)


def _accept_code(store: Store, account: Account, keys: PersonalKeys, code: str) -> None:
    plain = code.replace(" ", "")
    if len(plain) > onetime.DIGITS:
        _use_recovery_code(store, account.person_id, plain)
        return
    now = store.clock.now()
    with store.housekeeping() as session:
        counter = session.get_one(CodeCounter, account.person_id)
        accepted = None if _too_many_wrong(counter, now) else _counter_of(keys, plain, now, counter.counter)
        if accepted is None:
            _count_wrong(counter, now)
        else:
            _take(session, account.person_id, accepted)
    if accepted is None:
        raise NotProved(passphrase_was_right=True)


def _counter_of(keys: PersonalKeys, code: str, now: datetime, last: int) -> int | None:
    try:
        return onetime.check(keys.seed, code, now, last)
    except WrongCode:
        return None


def _take(session: Session, person: UUID, accepted: int) -> None:
    # The counter only ever grows, whoever comes at the same moment.
    growing = update(CodeCounter).where(CodeCounter.person_id == person, CodeCounter.counter < accepted)
    if session.execute(growing.values(counter=accepted, wrong=0, wrong_since=None)).rowcount != 1:  # type: ignore[attr-defined]
        raise NotProved(passphrase_was_right=True)


def _too_many_wrong(counter: CodeCounter, now: datetime) -> bool:
    recent = counter.wrong_since is not None and now - counter.wrong_since < WRONG_CODES_LAST
    return recent and counter.wrong >= MOST_WRONG_CODES


def _count_wrong(counter: CodeCounter, now: datetime) -> None:
    if counter.wrong_since is None or now - counter.wrong_since >= WRONG_CODES_LAST:
        counter.wrong, counter.wrong_since = 0, now
    counter.wrong += 1


def _use_recovery_code(store: Store, person: UUID, code: str) -> None:
    with store.work(Actor(person)) as work:
        used = delete(RecoveryCode).where(RecoveryCode.hash == recovery.code_hash(person, code))
        if work.session.execute(used).rowcount != 1:  # type: ignore[attr-defined]
            raise NotProved(passphrase_was_right=True)
        work.record("account.recovery_code_used", [person], person=str(person))
