"""Opening an installation for a command: settings, database, clock, log key."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from ledger.clock import SystemClock
from ledger.commands.outcome import Failure
from ledger.database import open_engine
from ledger.keys.logkey import LogKey, load_log_key
from ledger.organisation import the_organisation
from ledger.settings import Settings
from ledger.work import Store, watch


def open_store(settings: Settings) -> Store:
    """Open the ledger of an installation that `init` or `demo` has made, or `restore` has brought back whole."""
    if settings.restore_mark.exists():
        raise Failure(f"A restore into {settings.home} did not finish. Run restore again; until then nothing starts.")
    if settings.database_url.startswith("sqlite") and not settings.home.exists():
        raise Failure(f"There is no installation in {settings.home}. Run init, or demo, first.")
    engine = open_engine(settings.database_url)
    watch(engine)
    try:
        return Store(engine, SystemClock(), _origin_in(settings, Store(engine, SystemClock())))
    except Failure:
        engine.dispose()
        raise


def _origin_in(settings: Settings, bare: Store) -> str:
    try:
        with bare.reading() as session:
            organisation = the_organisation(session)
            origin = organisation.origin if organisation else ""
    except SQLAlchemyError as error:
        raise Failure(f"The database at {settings.home} is not an installation. Run init first.") from error
    if not origin:
        raise Failure(f"There is no organisation in {settings.home} yet. Run init first.")
    return origin


def open_log_key(settings: Settings) -> LogKey:
    """Load the log's signing key from its file."""
    if not settings.log_key.exists():
        raise Failure(f"The log key {settings.log_key} is missing. Restore it from where you keep its copy.")
    return load_log_key(settings.log_key)
