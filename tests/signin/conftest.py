"""A founded house for each test, once on each engine, and a browser at its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.conftest import app, browser
from tests.web.house import House, build_house

__all__ = ["app", "browser"]


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """A real organisation."""
    built = build_house(database_url, tmp_path, demo=False)
    yield built
    built.store.engine.dispose()
