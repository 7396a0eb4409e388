"""Sessions: beginning one at sign-in, finding it by its cookie, ending it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Delete, delete, or_, update
from sqlalchemy.orm import Session

from ledger.errors import LockedDown, NotFound
from ledger.keys.passphrase import KNOWN_BROWSERS, STRANGERS, STRONG, ArgonProfile, Lane
from ledger.keys.session import BootSecret, new_token, token_hash
from ledger.keys.trouble import KeyTrouble
from ledger.log.standing import is_suspended, lockdown_in_force
from ledger.signin.actions.failures import count_failure, report_failures
from ledger.signin.actions.prove import NotProved, Proof, Proved, pretend, prove
from ledger.signin.models import Account, KnownBrowser, SignInSession
from ledger.signin.queries import account_named, profiles
from ledger.signin.rules import BROWSER_LASTS, IDLE, LONGEST, SEEN_EVERY, is_alive
from ledger.work import Store, Work


class TooMany(KeyTrouble):
    """Many wrong attempts on one name; a right one is still taken."""

    def __init__(self) -> None:
        """Use the words of every other failure."""
        super().__init__(NotProved().sentence)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has begun: what the browser gets."""

    token: str = field(repr=False)
    browser: str = field(repr=False)
    person: UUID
    must_change: bool


@dataclass(frozen=True, slots=True)
class Door:
    """Where people sign in: the store, and the secret born when the server started."""

    store: Store
    boot: BootSecret

    def sign_in(self, name: str, proof: Proof, browser: str | None, former: str | None) -> SignedIn:
        """Check who it is and begin a session; the session that the browser had before ends.

        Raises NotProved, TooMany (the same words), TooBusy, or LockedDown before anything is checked.
        """
        with self.store.reading() as session:
            if lockdown_in_force(session) is not None:
                raise LockedDown
        proved, known = self._recognise(name, proof, browser)
        return self._begin(proved, former, browser if known else None)

    def recognise(self, name: str, proof: Proof, browser: str | None) -> Proved:
        """Check who it is without beginning a session: for the one signature that a lock-down leaves.

        Raises NotProved, TooMany (the same words) or TooBusy.
        """
        return self._recognise(name, proof, browser)[0]

    def unlock(self, person: UUID, proof: Proof) -> Proved:
        """Ask again for passphrase and code, for one request that signs, opens or releases (step-up).

        Raises NotProved, TooBusy, or LockedDown.
        """
        with self.store.reading() as session:
            _refuse_closed(session, person, self.store.clock.now())
            account = session.get_one(Account, person)
        try:
            return prove(self.store, account, proof, KNOWN_BROWSERS)
        except NotProved:
            count_failure(self.store, self.boot, account.sign_in_name)
            raise

    def session_of(self, token: str) -> SignInSession | None:
        """Return the live session behind a cookie, and note that it was used. While a lock-down lasts none lives."""
        now = self.store.clock.now()
        with self.store.reading() as reading:
            found = reading.get(SignInSession, token_hash(token)) if lockdown_in_force(reading) is None else None
        if found is None or found.boot != self.boot.identity or not is_alive(found.started, found.seen, now):
            return None
        if now - found.seen >= SEEN_EVERY:
            self._note_use(found, now)
        return found

    def end(self, token: str) -> None:
        """Sign out."""
        with self.store.housekeeping() as session:
            session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))

    def _recognise(self, name: str, proof: Proof, browser: str | None) -> tuple[Proved, bool]:
        with self.store.reading() as session:
            account = account_named(session, name)
            if account and is_suspended(session, account.person_id, self.store.clock.now().date()):
                # Whoever forces somebody to type must not learn why it does not open: as for a name that there is not.
                account = None
            known = self._is_known(session, browser, account)
            stretched = profiles(session)
        try:
            proved = self._prove(name, account, proof, KNOWN_BROWSERS if known else STRANGERS, stretched)
        except NotProved as failure:
            raise (TooMany() if count_failure(self.store, self.boot, name) else failure) from None
        report_failures(self.store)
        return proved, known

    def _prove(
        self, name: str, account: Account | None, proof: Proof, lane: Lane, stretched: list[ArgonProfile]
    ) -> Proved:
        if account is not None:
            return prove(self.store, account, proof, lane)
        # An unknown name always takes the same salt and the same work, that of one of the accounts.
        decoy = hmac.digest(self.boot.derive("decoy"), name.strip().casefold().encode(), "sha256")
        profile = stretched[int.from_bytes(decoy[16:], "big") % len(stretched)] if stretched else STRONG
        return pretend(proof, lane, decoy[:16], profile)

    def _begin(self, proved: Proved, former: str | None, browser: str | None) -> SignedIn:
        token, now, person = new_token(), self.store.clock.now(), proved.person
        fresh = browser or new_token()
        with self.store.housekeeping() as session:
            # Asked again under the writer's lock: a lock-down or a suspension may have come while this was proved.
            _refuse_closed(session, person, now)
            if former:
                session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(former)))
            over = or_(SignInSession.started <= now - LONGEST, SignInSession.seen <= now - IDLE)
            session.execute(delete(SignInSession).where(over))
            session.execute(delete(KnownBrowser).where(KnownBrowser.seen <= now - BROWSER_LASTS))
            session.add(
                SignInSession(
                    token_hash=token_hash(token),
                    id=uuid4(),
                    person_id=person,
                    boot=self.boot.identity,
                    started=now,
                    seen=now,
                )
            )
            session.merge(KnownBrowser(token_hash=token_hash(fresh), person_id=person, seen=now))
        return SignedIn(token, fresh, person, proved.must_change)

    def _note_use(self, found: SignInSession, now: datetime) -> None:
        with self.store.housekeeping() as session:
            used = update(SignInSession).where(SignInSession.token_hash == found.token_hash)
            session.execute(used.values(seen=now))

    def _is_known(self, session: Session, browser: str | None, account: Account | None) -> bool:
        if browser is None or account is None:
            return False
        found = session.get(KnownBrowser, token_hash(browser))
        return (
            found is not None
            and found.person_id == account.person_id
            and self.store.clock.now() - found.seen < BROWSER_LASTS
        )


def _refuse_closed(session: Session, person: UUID, now: datetime) -> None:
    if lockdown_in_force(session) is not None:
        raise LockedDown
    if is_suspended(session, person, now.date()):
        raise NotProved


def end_session(work: Work, which: UUID) -> None:
    """End one of one's own sessions. Raises NotFound where it is not there, or is somebody else's."""
    one = delete(SignInSession).where(SignInSession.person_id == work.actor.id, SignInSession.id == which)
    if not _end(work, one):
        raise NotFound


def end_all_sessions(work: Work) -> None:
    """End all of one's own sessions, on every device."""
    _end(work, delete(SignInSession).where(SignInSession.person_id == work.actor.id))


def _end(work: Work, ending: Delete) -> int:
    count: int = work.session.execute(ending).rowcount  # type: ignore[attr-defined]
    work.record("account.sessions_ended", [work.actor.id], person=work.actor.name, count=count)
    return count
