"""An office whose every output is kept, to be searched."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, close, open_office


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder into which everything temporary goes, so that it can be searched."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def office(database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, spool: Path) -> Iterator[Office]:
    """A house with its pages, once on each engine, every logger heard."""
    caplog.set_level(logging.INFO)
    built = open_office(database_url, tmp_path)
    yield built
    close(built)
