"""A founded house for each test, and a browser at its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.web.browsing import Browser
from tests.web.house import House, application, build_house


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """A real organisation, on the engine that is quick: what these tests look at is the same on both."""
    built = build_house(sqlite_url, tmp_path, demo=False)
    yield built
    built.store.engine.dispose()


@pytest.fixture
def app(house: House) -> Flask:
    """Its pages."""
    return application(house)


@pytest.fixture
def browser(app: Flask, house: House) -> Browser:
    """A browser that knows nobody."""
    return Browser(app, house)
