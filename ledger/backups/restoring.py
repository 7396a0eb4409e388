"""Restoring a backup into an empty home: all of it or nothing, and nothing is served in between."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.exc import SQLAlchemyError

from ledger.backups.filling import Files, Filled, fill
from ledger.backups.folder import keep_names
from ledger.backups.mark import Standing, clear_mark, database_file, read_mark, set_mark, standing_of
from ledger.backups.trouble import Unusable
from ledger.clock import Clock
from ledger.database import open_engine
from ledger.errors import N_, Refusal
from ledger.keys.logkey import load_log_key
from ledger.settings import Settings
from ledger.work import Store, watch


@dataclass(slots=True)
class _Attempt:
    """One attempt at a restore, and what it has made that was not there before."""

    settings: Settings
    request: UUID
    made: list[Path] = field(default_factory=list)


def restore(settings: Settings, files: Files, log_key: Path | None, clock: Clock) -> Filled | None:
    """Restore into an empty home and database; None where an earlier attempt had stored all, and is finished now.

    Raises Refusal where something stands there already, Unusable where the files cannot be restored: then nothing of
    them is left behind.
    """
    request = read_mark(settings)
    standing = standing_of(settings.database_url, request)
    if standing is Standing.STORED:
        clear_mark(settings)
        return None
    _refuse_full(settings, standing, log_key, begun=request is not None)
    attempt = _begin(settings, request)
    try:
        set_mark(settings, attempt.request)
        _place_log_key(attempt, log_key)
        filled = _store(attempt, files, log_key, clock)
    except BaseException:
        _undo(attempt)
        raise
    clear_mark(settings)
    return filled


def _refuse_full(settings: Settings, standing: Standing, log_key: Path | None, *, begun: bool) -> None:
    own_key = log_key is not None and settings.log_key.exists() and settings.log_key.samefile(log_key)
    if (settings.log_key.exists() and not own_key and not begun) or settings.demo_people.exists():
        raise Refusal(N_("There is an installation in %(home)s already. Choose another home."), home=settings.home)
    if standing is Standing.OTHER:
        raise Refusal(N_("The database is not empty. A backup is restored into an empty one only."))


def _begin(settings: Settings, request: UUID | None) -> _Attempt:
    made = [] if settings.home.exists() else [settings.home]
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = database_file(settings.database_url)
    if path is not None and (not path.exists() or request is not None):
        made += [path, *(path.with_name(path.name + more) for more in ("-wal", "-shm", "-journal"))]
    return _Attempt(settings, request or uuid4(), made)


def _place_log_key(attempt: _Attempt, given: Path | None) -> None:
    """Put the log's key into the home; it is checked against the log before anything is stored."""
    place = attempt.settings.log_key
    if given is not None and place.exists() and place.samefile(given):
        return
    # What an attempt that was killed has left: nobody has held it to the log yet.
    place.unlink(missing_ok=True)
    if given is None:
        return
    load_log_key(given)
    attempt.made.append(place)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(given.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    keep_names(place.parent)


def _store(attempt: _Attempt, files: Files, log_key: Path | None, clock: Clock) -> Filled:
    engine = open_engine(attempt.settings.database_url)
    watch(engine)
    found: list[Filled] = []
    try:
        with Store(engine, clock).filling(
            attempt.request, lambda session: found.append(fill(session, files, clock.now()))
        ) as work:
            filled = found[0]
            if log_key is not None and load_log_key(log_key).verifier_key != filled.log_key:
                raise Unusable(N_("The log key that you gave is not the one that this log was founded with."))
            work.record("backup.restored", [], size=filled.head.size, erased=filled.again)
    finally:
        engine.dispose()
    return filled


def _undo(attempt: _Attempt) -> None:
    """Leave nothing of an attempt that was not stored; where it was, or nobody can tell, leave its mark."""
    try:
        standing = standing_of(attempt.settings.database_url, attempt.request)
    except SQLAlchemyError:
        return
    if standing is not Standing.EMPTY:
        return
    for path in reversed(attempt.made):
        if path != attempt.settings.home:
            path.unlink(missing_ok=True)
    clear_mark(attempt.settings)
    if attempt.settings.home in attempt.made:
        with suppress(OSError):
            attempt.settings.home.rmdir()
