"""The whole application over a founded organisation, once on each engine, and those who come to it from outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.office import Clerk, Office, close, open_office
from tests.web.browsing import form_on


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """A founded house and all of its pages."""
    opened = open_office(database_url, tmp_path)
    yield opened
    close(opened)


def stranger(office: Office) -> Clerk:
    """A fresh browser in which nobody has signed in."""
    return Clerk(office, "", office.app.test_client())


def go_on(clerk: Clerk, page: str, action: str, **fields: Any) -> TestResponse:
    """Send a form of a page that stands open already."""
    hidden, where = form_on(page, action)
    return clerk.press(where, {**hidden, **fields})
