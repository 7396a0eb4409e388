"""Filling an empty database from a backup's files, in one transaction, and checking it before it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from audit.checkpoint import SignedCheckpoint
from audit.note import BadNote, VerifierKey
from audit.signatures import Checker
from ledger.backups.afresh import begin_afresh
from ledger.backups.head import BackupHead, Half
from ledger.backups.loading import Row, erased_in, load, log_key_in
from ledger.backups.log_check import check_log
from ledger.backups.sealed_check import Records, bury, check_records
from ledger.backups.trouble import Unusable
from ledger.backups.unpacking import BackupFile, opened
from ledger.database import lay_out_within, migrate_within
from ledger.errors import N_
from ledger.keys.age import Identity
from ledger.keys.trouble import KeyTrouble
from ledger.log.models import Checkpoint, LogEntry
from ledger.log.tiles import root_at
from ledger.organisation import Organisation
from ledger.protect.install import differences, install, put_aside
from ledger.vault.queries.trust import said_in


@dataclass(frozen=True, slots=True)
class Files:
    """What a restore takes: the two files, whoever opens them, and what the log has to continue."""

    ledger: Path
    sealed: Path | None
    identity: Identity
    checkpoint: SignedCheckpoint | None


@dataclass(frozen=True, slots=True)
class Filled:
    """What a database was filled with."""

    head: BackupHead
    sealed: BackupHead | None
    log_key: str
    again: int
    """How many beneficiaries had to be kept erased against an older file."""
    records: Records


def fill(session: Session, files: Files, now: datetime) -> Filled:
    """Make the tables, load both files, put the triggers back, and believe nothing unchecked. Raises Unusable."""
    try:
        return _fill(session, files, now)
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        # Whoever knows the two recipients can make a file that holds anything.
        raise Unusable(N_("The log in this file is not written as a log is.")) from error


def _fill(session: Session, files: Files, now: datetime) -> Filled:
    connection = session.connection()
    head, key = _load_ledger(connection, files)
    sealed, again = _load_sealed(connection, files, head, key)
    migrate_within(connection)
    install(connection)
    if wrong := differences(connection):
        raise Unusable(N_("The database does not refuse what it must: %(what)s."), what=wrong[0])
    check_log(session, head.size, head.root)
    _check_founding(session, head)
    _check_heads(session, files, head, key)
    if sealed is not None and root_at(session, sealed.size).hex() != sealed.root:
        raise Unusable(N_("The file of sealed records is of another log than the ledger's file."))
    records = check_records(session, bury(session))
    begin_afresh(session, now)
    return Filled(head, sealed, key, len(again), records)


def _load_ledger(connection: Connection, files: Files) -> tuple[BackupHead, str]:
    with _opened(files.ledger, files, Half.LEDGER) as file:
        lay_out_within(connection, file.head.revision)
        put_aside(connection)
        load(connection, file, lambda _row: True)
        key = log_key_in(connection)
        file.check(key)
    return file.head, key


def _load_sealed(
    connection: Connection, files: Files, ledger: BackupHead, key: str
) -> tuple[BackupHead | None, set[str]]:
    again: set[str] = set()
    if files.sealed is None:
        return None, again
    erased = erased_in(connection)

    def wanted(row: Row) -> bool:
        # What is never written leaves no trace that would have to be overwritten.
        if row["pseudonym"] in erased:
            again.add(row["pseudonym"])
        return row["pseudonym"] not in erased

    with _opened(files.sealed, files, Half.SEALED) as file:
        _check_together(file.head, ledger)
        load(connection, file, wanted)
        file.check(key)
    return file.head, again


@contextmanager
def _opened(path: Path, files: Files, half: Half) -> Iterator[BackupFile]:
    try:
        with opened(path, files.identity) as file:
            _check_half(file.head, half)
            yield file
    except (Unusable, KeyTrouble) as trouble:
        raise Unusable("%(name)s: %(trouble)s", name=path.name, trouble=trouble) from trouble


def _check_half(head: BackupHead, half: Half) -> None:
    if head.holds is not half:
        raise Unusable(N_("It is the other of the two files of a backup."))


def _check_together(sealed: BackupHead, ledger: BackupHead) -> None:
    if sealed.origin != ledger.origin:
        raise Unusable(N_("The file of sealed records is of another log than the ledger's file."))
    if sealed.size > ledger.size:
        raise Unusable(N_("It is younger than the ledger's file. Take one that was made with it, or before it."))
    if sealed.revision != ledger.revision:
        raise Unusable(N_("It is of another version of the program than the ledger's file."))
    if any("pseudonym" not in dict(shape.columns) for shape in sealed.shapes):
        raise Unusable(N_("It holds a table that does not say whose its rows are."))


def _check_founding(session: Session, head: BackupHead) -> None:
    said, row = said_in(session.get_one(LogEntry, 0)), session.get(Organisation, 1)
    written = (row.origin, row.base_currency, row.log_key, row.demo, row.origin) if row else None
    if written != (said["origin"], said["base_currency"], said["log_key"], said["demo"], head.origin):
        raise Unusable(N_("The organisation in this file is not the one that its log was founded with."))


def _check_heads(session: Session, files: Files, head: BackupHead, key: str) -> None:
    """Hold the log to every head that was signed before, and to the one that came from outside."""
    for kept in session.scalars(select(Checkpoint)).all():
        if kept.size > head.size or root_at(session, kept.size) != kept.root:
            raise Unusable(N_("The log does not continue the head signed at %(size)s entries."), size=kept.size)
    if files.checkpoint is None:
        return
    given = files.checkpoint.head
    with Checker() as checker:
        if not files.checkpoint.is_signed_by(_key(key), checker):
            raise Unusable(N_("The checkpoint is not signed with the key of this log: one of them is another."))
    if given.size > head.size:
        raise Unusable(
            N_("The log ends at %(size)s entries, and the checkpoint was signed at %(signed)s. Take a younger backup."),
            size=head.size,
            signed=given.size,
        )
    if root_at(session, given.size) != given.root:
        raise Unusable(N_("The log in this file does not continue the checkpoint: it is another."))


def _key(text: str) -> VerifierKey:
    try:
        return VerifierKey.parse(text)
    except BadNote as error:
        raise Unusable(N_("The log names no key that heads could be signed with.")) from error
