"""One unit of work: one transaction, one actor, at least one log entry, then commit. Nothing else commits.

A change that is not logged, a change made outside a unit of work, and a commit by anyone else are refused.
The same request (`request` id) sent twice is carried out once: the second time raises `AlreadyDone` (H13).

Whether somebody may act, and in which roles, is asked of the log here as well, under the writer's lock: a request that
began before a lock-down was raised, before its person suspended their own access, or before a role of theirs was ended,
changes nothing that it might not change now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.orm import Session

from ledger.actor import SYSTEM, Actor
from ledger.base import Base
from ledger.clock import Clock
from ledger.database import writers_of
from ledger.errors import Alarming, LockedDown, Misuse
from ledger.log.entries import Author, Head, append, entry_row, head_of
from ledger.log.models import UnitOfWork
from ledger.log.roles import as_logged
from ledger.log.standing import Lockdown, lockdown_in_force

_CHANGE = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)', re.IGNORECASE
)
_BATCH = 500

DURING_LOCKDOWN = frozenset({"lockdown.lift_signed", "lockdown.lifted", "account.recovery_code_used"})
"""What a person can still do while a lock-down lasts: sign to lift it, by whichever code they have left."""


class AlreadyDone(Exception):  # noqa: N818 - not an error: the work is done
    """The request was carried out before; `location` is where it led."""

    def __init__(self, location: str) -> None:
        """Remember where the first one led."""
        super().__init__("this request was carried out before")
        self.location = location


@dataclass(frozen=True, slots=True)
class Twin:
    """What makes two requests one though each has an id of its own: two pages with the same form, sent with the same.

    The second repeats the first only where its page was drawn before the first was carried out: `size` is how many
    entries the log had then. Whoever opened it later has seen what the first did, and means it.
    """

    same: str
    size: int


def carried_out(session: Session, request: UUID | None, twin: Twin | None = None) -> UnitOfWork | None:
    """Return the unit of work that did what a request asks for, or None."""
    done = session.get(UnitOfWork, request) if request else None
    if done is not None or twin is None:
        return done
    return session.scalar(select(UnitOfWork).where(UnitOfWork.same == twin.same, UnitOfWork.size >= twin.size).limit(1))


@dataclass(slots=True)
class Work:
    """A transaction in the making: read and write through `session`, say what was done by `record`."""

    id: UUID
    actor: Actor
    at: datetime
    session: Session
    organisation: str
    location: str = ""
    head: Head = field(default_factory=lambda: Head(0, None))
    lockdown: Lockdown | None = None
    """The lock-down that lasted when this unit of work began, as the log has it."""
    recorded: int = 0
    afterwards: list[Callable[[Store], object]] = field(default_factory=list)
    """What is done once the work is committed, whether or not it succeeds: it can be tried again."""
    _rows: list[dict[str, Any]] = field(default_factory=list)
    _subjects: list[dict[str, Any]] = field(default_factory=list)
    author: Author = field(init=False)
    """What the log says of whoever does this, in every entry."""

    def __post_init__(self) -> None:
        """Name the author once for all entries."""
        self.author = Author(self.id, self.actor.name, self.at)

    def record(self, verb: str, subjects: Iterable[object], **data: Any) -> int:
        """Write one log entry about `subjects` (ids, pseudonyms) and return its place in the log.

        Raises LockedDown where a person does anything but lift a lock-down that lasts.
        """
        if self.lockdown is not None and self.actor.person is not None and verb not in DURING_LOCKDOWN:
            raise LockedDown
        seq = self.head.size + self.recorded
        row, names = entry_row(self.author, seq, verb, subjects, data)
        self._rows.append(row)
        self._subjects += [{"subject": name, "seq": seq} for name in names]
        self.recorded += 1
        if len(self._rows) >= _BATCH:
            self.write_log()
        return seq

    def write_log(self) -> None:
        """Insert the entries recorded so far."""
        if self._rows:
            append(self.session, self._rows, self._subjects)
            self._rows, self._subjects = [], []


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger's database with its clock: where units of work begin and readers read."""

    engine: Engine
    clock: Clock
    organisation: str = ""
    """The log's origin: how the organisation is named in what is signed."""

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that cannot write."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def work(self, actor: Actor, request: UUID | None = None, twin: Twin | None = None) -> Iterator[Work]:
        """Carry out one unit of work as `actor`; commits when the block ends, undoes everything when it raises.

        Raises AlreadyDone where the same request, or a twin of it, was carried out before.
        """
        try:
            with self._writing(actor, request, twin=twin) as work:
                yield work
        except Alarming as alarm:
            self.raise_alarm(actor, alarm)
            raise
        for act in work.afterwards:
            act(self)

    @contextmanager
    def filling(self, request: UUID, fill: Callable[[Session], None]) -> Iterator[Work]:
        """Let `fill` put a whole ledger into an empty database and go on in it as the installation: all or nothing.

        The unit of work begins where the log that was put there ends.
        """
        with self._writing(SYSTEM, request, fill) as work:
            yield work

    @contextmanager
    def _writing(
        self,
        actor: Actor,
        request: UUID | None,
        fill: Callable[[Session], None] | None = None,
        twin: Twin | None = None,
    ) -> Iterator[Work]:
        with _session(writers_of(self.engine)) as session:
            if fill is not None:
                fill(session)
            done = carried_out(session, request, twin)
            if done is not None:
                raise AlreadyDone(done.location)
            head = head_of(session)
            now = self.clock.now()
            at = max(now, head.at) if head.at else now
            lockdown, actor = lockdown_in_force(session), as_logged(session, actor, at.date())
            work = Work(request or uuid4(), actor, at, session, self.organisation, head=head, lockdown=lockdown)
            yield work
            same = twin.same if twin else None
            session.add(
                UnitOfWork(id=work.id, at=at, actor=actor.name, location=work.location, same=same, size=head.size)
            )
            session.flush()
            work.write_log()
            _refuse_silence(session, work.recorded)
            _commit(session)

    def raise_alarm(self, actor: Actor, alarm: Alarming) -> None:
        """Write down that something stored is not what the log says of it, in a unit of work of its own."""
        with self._writing(actor, None) as work:
            work.record(
                "alarm.raised",
                [subject for subject in (alarm.pseudonym, alarm.about) if subject],
                what=alarm.what,
                beneficiary=alarm.pseudonym,
                about=str(alarm.about) if alarm.about else None,
            )

    @contextmanager
    def housekeeping(self) -> Iterator[Session]:
        """Change what is no state of the ledger: sessions, counters, checkpoints of the log itself."""
        with _session(writers_of(self.engine)) as session:
            yield session
            session.flush()
            _refuse_silence(session, 0, "checkpoint")
            _commit(session)


def watch(engine: Engine) -> None:
    """Notice every changing statement on this engine, whichever way it is sent."""
    event.listen(engine, "before_cursor_execute", _notice)


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        event.listen(session, "before_commit", _only_here)
        notes = session.connection().info
        notes["changed"] = session.info["changed"] = set()
        try:
            yield session
        finally:
            notes.pop("changed", None)
            session.rollback()


def _refuse_silence(session: Session, recorded: int, *silent: str) -> None:
    changed: set[str] = session.info["changed"]
    tables = Base.metadata.tables
    loud = {name for name in changed if name not in tables or not tables[name].info.get("housekeeping")}
    if loud - set(silent) and not recorded:
        message = f"a change of {', '.join(sorted(loud))} without a log entry"
        raise Misuse(message)


def _commit(session: Session) -> None:
    session.info["unit_ends"] = True
    session.commit()
    del session.info["unit_ends"]


def _only_here(session: Session) -> None:
    if not session.info.get("unit_ends"):
        message = "only a unit of work commits"
        raise Misuse(message)


def _notice(
    connection: Connection,
    _cursor: object,
    statement: str,
    _parameters: object,
    _context: object,
    _many: object,
) -> None:
    change = _CHANGE.match(statement)
    if not change:
        return
    changed = connection.info.get("changed")
    if changed is None or not connection.get_execution_options().get("writer"):
        message = f"a change of {change[1]} outside a unit of work"
        raise Misuse(message)
    changed.add(change[1])
