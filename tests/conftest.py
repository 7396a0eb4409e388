"""Databases for every test that asks: built by the migrations once, copied for each test, on both engines."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from ledger.database import migrate
from tests.builders import World, build_world
from tests.databases.postgres import MISSING, find_bin, running_server
from tests.office import Office, close, open_office

CHROMIUM = Path("/usr/bin/chromium")
REQUIRED = os.environ.get("CI") == "true"


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
        _create(address, "template_ledger", "template0")
        migrate(f"{address}template_ledger")
        yield address


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh empty ledger in SQLite."""
    shutil.copy(sqlite_template, tmp_path / "almoner.db")
    return f"sqlite:///{tmp_path / 'almoner.db'}"


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a fresh empty ledger in PostgreSQL, gone after the test."""
    name = f"ledger_{uuid4().hex}"
    _create(postgres_server, name, "template_ledger")
    yield f"{postgres_server}{name}"
    _command(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh empty ledger, once on each engine."""
    found: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return found


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """A founded organisation with people, a fund and money, once on each engine."""
    built = build_world(database_url)
    yield built
    built.store.engine.dispose()


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """A house with its pages, once on each engine."""
    built = open_office(database_url, tmp_path)
    yield built
    close(built)


def _create(address: str, name: str, template: str) -> None:
    _command(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _command(address: str, statement: str) -> None:
    plain = address.replace("+psycopg", "") + "postgres"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type] # names of our own
