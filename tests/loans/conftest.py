"""A world in SQLite alone, for what is the same on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builders import World, build_world


@pytest.fixture
def little(sqlite_url: str) -> Iterator[World]:
    """A founded organisation in SQLite."""
    built = build_world(sqlite_url)
    yield built
    built.store.engine.dispose()
