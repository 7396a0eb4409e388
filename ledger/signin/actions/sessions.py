"""Sessions: beginning one at sign-in, finding it by its cookie, ending it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ledger.actor import SYSTEM, Actor
from ledger.clock import moment_text
from ledger.keys.passphrase import KNOWN_BROWSERS, STRANGERS
from ledger.keys.session import BootSecret, new_token, seal_for_session, token_hash
from ledger.keys.trouble import KeyTrouble
from ledger.signin.actions.prove import NotProved, Proof, Proved, prove
from ledger.signin.models import Account, KnownBrowser, SignInFailure, SignInSession
from ledger.signin.queries import account_named
from ledger.work import Store

LONGEST = timedelta(hours=8)
IDLE = timedelta(minutes=60)
KEYS_IDLE = timedelta(minutes=15)
"""After so long without a request the unlocked reading key is gone; the session itself goes on to `IDLE`."""

MANY_FAILURES = 10
FAILURES_LAST = timedelta(minutes=15)
SEEN_EVERY = timedelta(seconds=30)
"""A session notes that it was used at most this often, so that reading pages seldom writes."""


class TooMany(KeyTrouble):
    """Many wrong attempts on one name; a right one is still taken."""

    def __init__(self) -> None:
        """Use the words of every other failure."""
        super().__init__(NotProved().sentence)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has begun: what the browser gets."""

    token: str
    browser: str
    person: UUID
    must_change: bool


@dataclass(frozen=True, slots=True)
class Door:
    """Where people sign in: the store, and the secret born when the server started."""

    store: Store
    boot: BootSecret

    def sign_in(self, name: str, proof: Proof, browser: str | None, former: str | None) -> SignedIn:
        """Check who it is and begin a session; the session that the browser had before ends.

        Raises NotProved, TooMany (the same words) or TooBusy.
        """
        with self.store.reading() as session:
            account = account_named(session, name)
            known = browser is not None and _is_known(
                session, browser, account.person_id if account else None
            )
        try:
            lane = KNOWN_BROWSERS if known else STRANGERS
            proved = prove(self.store, account, proof, lane, self._decoy(name))
        except NotProved as failure:
            raise (TooMany() if self._count_failure(name) else failure) from None
        self._report_failures(name)
        return self._begin(proved, former, browser if known else None)

    def unlock(self, person: UUID, proof: Proof) -> Proved:
        """Ask again for passphrase and code, for one request that signs, opens or releases (step-up)."""
        with self.store.reading() as session:
            account = session.get_one(Account, person)
        return prove(self.store, account, proof, KNOWN_BROWSERS, b"")

    def session_of(self, token: str) -> SignInSession | None:
        """Return the live session behind a cookie, and note that it was used."""
        now = self.store.clock.now()
        with self.store.reading() as reading:
            found = reading.get(SignInSession, token_hash(token))
        if found is None or not _alive(found, now, self.boot):
            return None
        if now - found.seen >= SEEN_EVERY:
            self._note_use(found, now)
        return found

    def end(self, token: str) -> None:
        """Sign out."""
        with self.store.housekeeping() as session:
            session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))

    def _begin(self, proved: Proved, former: str | None, browser: str | None) -> SignedIn:
        token, now, person = new_token(), self.store.clock.now(), proved.person
        reading = proved.unlocked.keys.reading.private_bytes_raw()
        fresh = browser or new_token()
        with self.store.housekeeping() as session:
            if former:
                session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(former)))
            session.execute(delete(SignInSession).where(SignInSession.started < now - LONGEST))
            session.add(
                SignInSession(
                    token_hash=token_hash(token),
                    id=uuid4(),
                    person_id=person,
                    boot=self.boot.identity,
                    started=now,
                    seen=now,
                    sealed_reading=seal_for_session(token, self.boot, reading, str(person)),
                )
            )
            session.merge(KnownBrowser(token_hash=token_hash(fresh), person_id=person, seen=now))
        return SignedIn(token, fresh, person, proved.must_change)

    def _note_use(self, found: SignInSession, now: datetime) -> None:
        kept = found.sealed_reading if now - found.seen < KEYS_IDLE else None
        with self.store.housekeeping() as session:
            used = update(SignInSession).where(SignInSession.token_hash == found.token_hash)
            session.execute(used.values(seen=now, sealed_reading=kept))

    def _decoy(self, name: str) -> bytes:
        return hmac.digest(self.boot.derive("decoy salt"), name.casefold().encode(), "sha256")[:16]

    def _name_hash(self, name: str) -> bytes:
        # Kept only for minutes, and under a key that ends with this start: what was typed may be a passphrase.
        key = self.boot.derive("sign-in names")
        return hmac.digest(key, name.strip().casefold().encode(), hashlib.sha256)

    def _count_failure(self, name: str) -> bool:
        now, hashed = self.store.clock.now(), self._name_hash(name)
        with self.store.housekeeping() as session:
            row = session.get(SignInFailure, hashed)
            if row is None:
                row = SignInFailure(name_hash=hashed, count=0, unreported=0, since=now)
                session.add(row)
            if now - row.since >= FAILURES_LAST:
                row.count, row.since = 0, now
            row.count += 1
            row.unreported += 1
            return row.count > MANY_FAILURES

    def _report_failures(self, name: str) -> None:
        hashed = self._name_hash(name)
        with self.store.reading() as session:
            row = session.get(SignInFailure, hashed)
        if row is None or not row.unreported:
            return
        with self.store.work(SYSTEM) as work:
            work.session.execute(delete(SignInFailure).where(SignInFailure.name_hash == hashed))
            work.record("signin.failures_counted", [], count=row.unreported, since=moment_text(row.since))


def end_sessions_of(store: Store, actor: Actor, which: UUID | None = None) -> None:
    """End one of one's own sessions, or all of them."""
    with store.work(actor) as work:
        ending = delete(SignInSession).where(SignInSession.person_id == actor.id)
        if which is not None:
            ending = ending.where(SignInSession.id == which)
        count = work.session.execute(ending).rowcount  # type: ignore[attr-defined]
        work.record("account.sessions_ended", [actor.id], person=str(actor.id), count=count)


def _alive(found: SignInSession, now: datetime, boot: BootSecret) -> bool:
    return found.boot == boot.identity and now - found.started < LONGEST and now - found.seen < IDLE


def _is_known(session: Session, browser: str, person: UUID | None) -> bool:
    query = select(KnownBrowser.person_id).where(KnownBrowser.token_hash == token_hash(browser))
    return person is not None and session.scalar(query) == person
