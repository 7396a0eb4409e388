"""Those who come to the pages from outside, and forms of a page that stands open already."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.office import Clerk, Office
from tests.web.browsing import form_on


def stranger(office: Office) -> Clerk:
    """A fresh browser in which nobody has signed in."""
    return Clerk(office, "", office.app.test_client())


def go_on(clerk: Clerk, page: str, action: str, **fields: Any) -> TestResponse:
    """Send a form of a page that stands open already."""
    hidden, where = form_on(page, action)
    return clerk.press(where, {**hidden, **fields})
