"""The fixtures of the pages' own tests serve here too."""

from tests.web.conftest import app, browser, empty_ledger, house

__all__ = ["app", "browser", "empty_ledger", "house"]
