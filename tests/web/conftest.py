"""A founded house for each test, copied from one empty ledger that the migrations built."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.web.browsing import Browser
from tests.web.house import House, application, build_house, lay_template


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger in a file, built by the migrations."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    lay_template(path)
    return path


@pytest.fixture
def house(empty_ledger: Path, tmp_path: Path) -> House:
    """A real organisation."""
    return build_house(empty_ledger, tmp_path, demo=False)


@pytest.fixture
def app(house: House) -> Flask:
    """Its pages."""
    return application(house)


@pytest.fixture
def browser(app: Flask, house: House) -> Browser:
    """A browser that knows nobody."""
    return Browser(app, house)
