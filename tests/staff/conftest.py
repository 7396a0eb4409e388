"""The whole application over a founded organisation, once on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from app import create_app
from ledger.actor import SYSTEM
from ledger.keys.logkey import create_log_key
from ledger.settings import Settings
from ledger.signin.models import Account
from tests.builders import ORIGIN, World, build_world
from tests.pages import faults
from tests.staff.enrolling import code_now
from tests.web.browsing import Browser, form_on


@dataclass
class Person(Browser):
    """A browser in which every page that is opened is looked over."""

    def get(self, url: str, **more: Any) -> TestResponse:
        """Open a page."""
        answer = super().get(url, **more)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert faults(answer) == [], url
        return answer

    def send(self, url: str, action: str | None = None, **fields: Any) -> TestResponse:
        """Open a page and send its form; what comes back is looked over as well."""
        answer = super().send(url, action, **fields)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert faults(answer) == [], url
        return answer

    def go_on(self, page: str, action: str, **fields: Any) -> TestResponse:
        """Send a form of a page that stands open already."""
        hidden, where = form_on(page, action)
        answer = self.post(where, **hidden, **fields)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert faults(answer) == [], where
        return answer


@dataclass
class Site:
    """The application, with browsers of its people."""

    app: Flask
    world: World

    def person(self, name: str) -> Person:
        """A fresh browser in which somebody has signed in."""
        browser = self.stranger()
        self.world.clock.move(timedelta(minutes=1))
        answer = browser.send("/sign-in", "/sign-in", name=name, **self.proof(name))
        assert answer.status_code == 303, answer.text
        return browser

    def stranger(self) -> Person:
        """A fresh browser."""
        return Person(self.app, self.world)  # type: ignore[arg-type] # what a browser needs of a house, a world has

    def proof(self, name: str) -> dict[str, str]:
        """Passphrase and a code that was not used yet."""
        self.world.clock.move(timedelta(minutes=1))
        account = self.world.people[name]
        return {"passphrase": account.passphrase, "code": code_now(self.world, account.seed)}


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A founded house and all of its pages."""
    settings = Settings(home=tmp_path, database_url=database_url, plain_http=True)
    key = create_log_key(settings.log_key, ORIGIN)
    world = build_world(database_url, log_key=key.verifier_key)
    with world.store.work(SYSTEM) as work:
        work.session.execute(update(Account).values(must_change=False))
        work.record("signin.failures_counted", [], count=0, since="2026-01-05T09:00:00Z")
    app = create_app(settings, world.clock)
    yield Site(app, world)
    app.extensions["store"].engine.dispose()
    world.store.engine.dispose()
