"""An office for the tests of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, close, open_office


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """A house with its pages, once on each engine."""
    built = open_office(database_url, tmp_path)
    yield built
    close(built)
