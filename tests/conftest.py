"""Databases for every test that asks: built by the migrations once, founded once, copied for each test, on both engines."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.database import migrate
from ledger.keys.logkey import create_log_key
from tests.agreement.comparing import compare
from tests.builders import ORIGIN, World
from tests.compiled import compile_once
from tests.databases.postgres import MISSING, copied, create, find_bin, running_server
from tests.founded import Founded, found_once, in_postgres, in_sqlite
from tests.office import Office, close, open_office

CHROMIUM = Path("/usr/bin/chromium")
REQUIRED = os.environ.get("CI") == "true"

compile_once()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly what was not run, where it is read: at the end."""
    if find_bin() is None:
        terminalreporter.write_line(f"NOT RUN: {MISSING}")
    if not CHROMIUM.exists():
        terminalreporter.write_line("NOT RUN: Chromium is not here, the pages were not opened in a browser")
    if shutil.which("hledger") is None:
        terminalreporter.write_line("NOT RUN: hledger is not here, the journal was not checked by it")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite ledger, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running PostgreSQL with an empty ledger `template_ledger`, to be copied."""
    folder = find_bin()
    if folder is None:
        if REQUIRED:
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with running_server(folder) as address:
        migrate(create(address, "template_ledger", "template0"))
        yield address


@pytest.fixture(scope="session")
def log_key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of the log of the houses that are copied."""
    path = tmp_path_factory.mktemp("key") / "log.key"
    create_log_key(path, ORIGIN)
    return path


@pytest.fixture(scope="session")
def sqlite_founded(sqlite_template: Path, log_key_file: Path) -> Founded:
    """A founded organisation in SQLite, to be copied."""
    path = sqlite_template.with_name("founded.db")
    shutil.copy(sqlite_template, path)
    return found_once(f"sqlite:///{path}", log_key_file)


@pytest.fixture(scope="session")
def postgres_founded(postgres_server: str, log_key_file: Path) -> Founded:
    """A founded organisation in PostgreSQL, to be copied."""
    return found_once(create(postgres_server, "template_founded", "template_ledger"), log_key_file)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh empty ledger in SQLite."""
    shutil.copy(sqlite_template, tmp_path / "almoner.db")
    return f"sqlite:///{tmp_path / 'almoner.db'}"


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a fresh empty ledger in PostgreSQL, gone after the test."""
    with copied(postgres_server, "template_ledger") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh empty ledger, once on each engine."""
    found: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return found


@pytest.fixture
def little(sqlite_founded: Founded, tmp_path: Path) -> Iterator[World]:
    """A founded organisation with people, a fund and money in SQLite alone, for what is the same on both engines."""
    with in_sqlite(sqlite_founded, tmp_path / "almoner.db") as built:
        yield built


@pytest.fixture
def large(postgres_server: str, postgres_founded: Founded) -> Iterator[World]:
    """The same in PostgreSQL."""
    with in_postgres(postgres_founded, postgres_server) as built:
        yield built


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> World:
    """The same once on each engine."""
    found: World = request.getfixturevalue("little" if request.param == "sqlite" else "large")
    return found


@pytest.fixture
def compared(world: World) -> Iterator[None]:
    """Hold what a test leaves to the auditor: no finding, and the tables as they follow from the log."""
    yield
    compare(world)


@pytest.fixture
def office(world: World, log_key_file: Path, tmp_path: Path) -> Iterator[Office]:
    """A house with its pages, once on each engine."""
    built = open_office(world, log_key_file, tmp_path)
    yield built
    close(built)


@pytest.fixture
def little_office(little: World, log_key_file: Path, tmp_path: Path) -> Iterator[Office]:
    """A house with its pages in SQLite alone: what a page shows does not hang on the engine."""
    built = open_office(little, log_key_file, tmp_path)
    yield built
    close(built)
