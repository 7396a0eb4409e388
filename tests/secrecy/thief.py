"""What a thief could read with the files of a home, and an insider with the files and their own passphrase.

    python -m tests.secrecy.thief HOME

prints it, for the thief and, where the home is a demo whose passphrases are public, for each person of it alone.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

import ledger.tables  # noqa: F401 - every table must be known
from ledger.base import Base
from ledger.keys import envelope as envelopes
from ledger.keys.passphrase import stretch
from ledger.keys.personal import Unlocked
from ledger.keys.sealing import SealingKey
from ledger.keys.trouble import KeyTrouble
from ledger.keys.wrapping import unwrap
from ledger.organisation import Organisation
from ledger.settings import Settings
from ledger.signin.actions.prove import open_keys, profile_of
from ledger.signin.models import Account
from ledger.vault.models import Envelope, EnvelopeHalf, Lock, LockMember, Opening, PassedHalf
from ledger.vault.queries.opening import context_of
from ledger.vault.rules.contexts import consent_info, half_info, member_info, payee_info

SECRET_BYTES = 32
MOST_HALVES = 40
GUESSES = ("", "password", "almoner", "correct horse battery staple", "123456789012345")


@dataclass
class Loot:
    """What lies in the files: rows in clear, sealed bodies, and every value that could be a key."""

    session: Session
    origin: str
    files: list[Path]
    keys: set[bytes] = field(default_factory=set)


def steal(session: Session, home: Path) -> Loot:
    """Take everything: each 32-byte value in any row or file of the home is tried as a key."""
    organisation = session.scalars(select(Organisation)).one()
    files = [path for path in home.rglob("*") if path.is_file()]
    loot = Loot(session, organisation.origin, files)
    for table in Base.metadata.sorted_tables:
        for row in session.execute(table.select()):
            loot.keys |= {bytes(v) for v in row if isinstance(v, bytes) and len(v) == SECRET_BYTES}
    for path in files:
        if path.stat().st_size < 10_000:
            content = path.read_bytes()
            loot.keys |= {content[at : at + SECRET_BYTES] for at in range(max(0, len(content) - SECRET_BYTES))}
    return loot


def read_with_keys_found(loot: Loot) -> Counter[str]:
    """Count what opens with any value found in the files, used as any kind of key."""
    opened: Counter[str] = Counter()
    candidates = [SealingKey.from_secret(key) for key in loot.keys]
    for content, info, what in _sealed(loot):
        for key in candidates:
            with suppress(KeyTrouble):
                key.open(content, info)
                opened[what] += 1
    for account in loot.session.scalars(select(Account)):
        for guess in (*GUESSES, account.sign_in_name):
            root = stretch(guess, account.salt, profile_of(account))
            opened["passphrase guessed"] += root.proves(account.verifier)
        for key in loot.keys:
            with suppress(KeyTrouble):
                unwrap(key, account.wrapped_reading, person=str(account.person_id), use="reading")
                opened["personal key"] += 1
    return +opened


def _sealed(loot: Loot) -> Iterator[tuple[bytes, str, str]]:
    """Say what is sealed, to which use it is bound, and what it is: every copy of a lock, and some of the halves."""
    for copy in loot.session.scalars(select(LockMember).where(LockMember.sealed.is_not(None))):
        yield copy.sealed or b"", member_info(loot.origin, copy.lock, copy.epoch, copy.person_id), "copy of a lock"
    for half in loot.session.scalars(select(EnvelopeHalf).order_by(EnvelopeHalf.lock).limit(MOST_HALVES)):
        yield half.sealed, half_info(loot.origin, half.envelope_id, half.lock, half.epoch), "half"


def read_as_insider(loot: Loot, insider: Unlocked) -> Counter[str]:
    """Count, by compartment, the records that one person opens alone with the files and their own keys."""
    locks = dict(_locks_of(loot, insider))
    opened: Counter[str] = Counter()
    for envelope in loot.session.scalars(select(Envelope)):
        halves = dict(_halves(loot, insider, locks, envelope))
        if len(halves) < envelope.body[1]:
            continue
        with suppress(KeyTrouble):
            context = context_of(loot.origin, envelope)
            envelopes.unpack(envelope.body, [halves[place] for place in range(envelope.body[1])], context)
            opened[envelope.compartment.value] += 1
    return opened


def _locks_of(loot: Loot, insider: Unlocked) -> Iterator[tuple[str, tuple[int, SealingKey]]]:
    for copy in loot.session.scalars(select(LockMember)):
        lock = loot.session.get_one(Lock, copy.lock)
        with suppress(KeyTrouble):
            info = member_info(loot.origin, copy.lock, lock.epoch, insider.person_id)
            yield copy.lock, (lock.epoch, SealingKey.from_secret(insider.open(copy.sealed or b"", info)))


def _halves(
    loot: Loot, insider: Unlocked, locks: dict[str, tuple[int, SealingKey]], envelope: Envelope
) -> Iterator[tuple[int, bytes]]:
    own = loot.session.scalars(select(EnvelopeHalf).where(EnvelopeHalf.envelope_id == envelope.id))
    for half in own:
        for name, (epoch, key) in locks.items():
            with suppress(KeyTrouble):
                yield half.place, key.open(half.sealed, half_info(loot.origin, envelope.id, name, epoch))
    for epoch, key in locks.values():
        for passed in loot.session.scalars(select(PassedHalf).where(PassedHalf.envelope_id == envelope.id)):
            with suppress(KeyTrouble):
                yield 0, key.open(passed.sealed, payee_info(loot.origin, passed.award_id, envelope.id, epoch))
    for opening in loot.session.scalars(select(Opening).where(Opening.envelope_id == envelope.id)):
        until = opening.until.strftime("%Y-%m-%dT%H:%M:%SZ")
        info = consent_info(loot.origin, opening.id, envelope.id, insider.person_id, until)
        for place in range(2):
            with suppress(KeyTrouble):
                half = insider.open(opening.passed or b"", info)
                envelopes.check_half(envelope.body, place, half, context_of(loot.origin, envelope))
                yield place, half


def in_clear(loot: Loot) -> Iterable[str]:
    """Say which columns of which tables are readable as they stand, and in how many rows."""
    for table in Base.metadata.sorted_tables:
        rows = loot.session.execute(table.select()).all()
        plain = [c.name for c in table.columns if rows and not any(isinstance(getattr(r, c.name), bytes) for r in rows)]
        if rows:
            yield f"{table.name} ({len(rows)}): {', '.join(plain)}"


def main(home: Path) -> int:
    """Print what a thief of the home could read."""
    settings = Settings(home, f"sqlite:///{home / 'almoner.db'}")
    engine = create_engine(settings.database_url)
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA query_only=ON"))
    with Session(engine) as session:
        loot = steal(session, home)
        print("Readable as it stands:")
        for line in in_clear(loot):
            print(f"  {line}")
        print(f"Opened with any of {len(loot.keys)} values found in the files: {dict(read_with_keys_found(loot))}")
        sealed = Counter(envelope.compartment.value for envelope in session.scalars(select(Envelope)))
        print(f"Sealed: {dict(sealed)}")
        for who in json.loads(settings.demo_people.read_text()) if settings.demo_people.exists() else ():
            account = session.get_one(Account, UUID(who["person"]))
            root = stretch(who["passphrase"], account.salt, profile_of(account))
            insider = Unlocked(account.person_id, open_keys(account, root, account.person_id))
            print(f"{who['sign_in_name']} alone, with files and passphrase: {dict(read_as_insider(loot, insider))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
