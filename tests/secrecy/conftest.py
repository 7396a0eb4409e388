"""What is temporary goes where it can be searched."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder into which everything temporary goes, so that it can be searched."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder
