"""A house built once, and a command line before a copy of it for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.keys.age import Identity
from tests.backups.kept import House, build, copied
from tests.commands.console import Console


@pytest.fixture(scope="session")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copy(sqlite_template, folder / "almoner.db")
    return build(f"sqlite:///{folder / 'almoner.db'}", folder / "old")


@pytest.fixture
def console(
    built: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Console]:
    """The command line of a home on SQLite."""
    home, folder, mask = tmp_path / "home", tmp_path / "folder", os.umask(0o077)
    home.mkdir()
    folder.mkdir()
    shutil.copy(str(built.world.store.engine.url.database), home / "almoner.db")
    shutil.copy(built.key_file, home / "log.key")
    house = copied(built, f"sqlite:///{home / 'almoner.db'}", tmp_path / "old")
    for number, identity in enumerate((*house.world.outsiders, Identity.fresh())):
        (folder / f"{number}.txt").write_text(f"# an outsider\n{identity.secret}\n")
    monkeypatch.delenv("ALMONER_DATABASE_URL", raising=False)
    yield Console(house, home, folder, monkeypatch, capsys)
    house.world.store.engine.dispose()
    os.umask(mask)
