"""`doctor`: look over an installation and say what is wrong and how to mend it."""

from __future__ import annotations

import argparse
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import ledger.tables  # noqa: F401 - every table must be known before triggers are compared
from ledger.clock import SystemClock, moment_text
from ledger.commands.lockdown import HOW_TO_LIFT
from ledger.commands.opening import open_log_key, open_store
from ledger.commands.outcome import DONE, FINDINGS
from ledger.database import MIGRATIONS
from ledger.log.entries import head_of
from ledger.log.standing import lockdown_in_force
from ledger.log.tiles import root_at
from ledger.organisation import the_organisation
from ledger.protect.install import differences
from ledger.settings import Settings, settings_from
from ledger.vault.actions.traces import clear_traces
from ledger.work import Store

LEAST_FREE = 500 * 1024 * 1024
"""Bytes that should be free on the disk: a bundle and a backup need room."""


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("doctor", help="say what is wrong and how to mend it", description=__doc__)
    command.set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Print one line a check; 0 when all is well, 1 when something is wrong."""
    settings = settings_from()
    store = open_store(settings)
    wrong = 0
    for name, check in CHECKS.items():
        found = list(check(settings, store))
        wrong += len(found)
        print(f"{name:<14} {'well' if not found else ''}".rstrip())
        for sentence in found:
            print(f"  - {sentence}")
    return FINDINGS if wrong else DONE


def _rights(settings: Settings, _store: Store) -> Iterator[str]:
    for path in (settings.home, settings.log_key, settings.home / "almoner.db", settings.demo_people):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{path} can be read by others on this machine. Run: chmod go= {path}"


def _log_key(settings: Settings, store: Store) -> Iterator[str]:
    key = open_log_key(settings)
    with store.reading() as session:
        organisation = the_organisation(session)
    if organisation and organisation.log_key != key.verifier_key:
        yield "The log key in the home is not the one that this log was founded with. Restore the right one."


def _tables(_settings: Settings, store: Store) -> Iterator[str]:
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with store.engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() != newest:
            yield "The tables are not of this version. Stop serving and start again: serving brings them forward."


def _triggers(_settings: Settings, store: Store) -> Iterator[str]:
    with store.engine.connect() as connection:
        for difference in differences(connection):
            yield f"{difference}: the database no longer refuses what it must. Find out who changed it."


def _integrity(_settings: Settings, store: Store) -> Iterator[str]:
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            answer = connection.execute(text("PRAGMA quick_check")).scalar()
        if answer != "ok":
            yield f"SQLite says: {answer}. Restore the last backup to another home and compare."


def _log(_settings: Settings, store: Store) -> Iterator[str]:
    with store.reading() as session:
        head = head_of(session)
        try:
            root_at(session, head.size)
        except LookupError as gap:
            yield f"{gap}. Entries are missing; make a bundle and verify it against an earlier checkpoint."


def _clock(_settings: Settings, store: Store) -> Iterator[str]:
    with store.reading() as session:
        head = head_of(session)
    if head.at and head.at > SystemClock().now() + timedelta(minutes=1):
        yield "The clock of this machine is behind the log. Set it right; until then entries carry the log's last time."


def _disk(settings: Settings, _store: Store) -> Iterator[str]:
    free = shutil.disk_usage(settings.home).free
    if free < LEAST_FREE:
        yield f"Only {free // 1024 // 1024} MB are free on the disk. Make room before the ledger cannot write."


def _traces(_settings: Settings, store: Store) -> Iterator[str]:
    if not clear_traces(store):
        yield (
            "Traces of an erasure still stand in the files: somebody reads, or only the owner of PostgreSQL's tables"
            " may overwrite them. Stop serving and run doctor again, as the owner."
        )


def _serving(settings: Settings, _store: Store) -> Iterator[str]:
    if settings.plain_http and not settings.demo_people.exists():
        yield "ALMONER_PLAIN_HTTP is set on a real installation: cookies would travel without TLS. Unset it."


def _lockdown(_settings: Settings, store: Store) -> Iterator[str]:
    with store.reading() as session:
        lasting = lockdown_in_force(session)
    if lasting is not None:
        yield f"The ledger has been locked down since {moment_text(lasting.at)}: nobody can sign in. {HOW_TO_LIFT}"


CHECKS: dict[str, Callable[[Settings, Store], Iterator[str]]] = {
    "rights": _rights,
    "log key": _log_key,
    "tables": _tables,
    "triggers": _triggers,
    "database": _integrity,
    "log": _log,
    "clock": _clock,
    "disk": _disk,
    "erasures": _traces,
    "serving": _serving,
    "lock-down": _lockdown,
}
