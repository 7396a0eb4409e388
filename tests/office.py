"""The whole application over a world of tests, and people who work at its pages: each page they open is checked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from app import create_app
from ledger.actor import SYSTEM
from ledger.keys import onetime
from ledger.settings import Settings
from ledger.signin.models import Account
from tests.builders import World
from tests.pages import faults
from tests.web.browsing import form_on


@dataclass
class Office:
    """A house with its pages."""

    world: World
    app: Flask
    home: Path
    used: dict[str, int] = field(default_factory=dict)

    def proof(self, name: str) -> dict[str, str]:
        """Passphrase and the next code of a person; the clock goes on as far as that needs."""
        counter = onetime.counter_at(self.world.clock.now())
        if counter <= self.used.get(name, 0):
            self.world.clock.move(timedelta(seconds=onetime.STEP))
            counter = onetime.counter_at(self.world.clock.now())
        self.used[name] = counter
        account = self.world.people[name]
        return {"passphrase": account.passphrase, "code": onetime.code_of(account.seed, counter)}

    def enter(self, name: str) -> Clerk:
        """Let somebody sign in."""
        clerk = Clerk(self, name, self.app.test_client())
        answer = clerk.send("/sign-in", "/sign-in", name=name, **self.proof(name))
        assert answer.status_code == 303, answer.text
        return clerk


@dataclass
class Clerk:
    """Somebody at their browser."""

    office: Office
    name: str
    client: FlaskClient

    def get(self, url: str) -> TestResponse:
        """Open a page, which must be in order."""
        answer = self.client.get(url)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert faults(answer) == [], (url, faults(answer))
        return answer

    def send(self, url: str, action: str | None = None, **fields: Any) -> TestResponse:
        """Open a page and send its form (the one with an action that begins so) with these fields."""
        page = self.get(url)
        assert page.status_code == 200, (url, page.status_code)
        hidden, where = form_on(page.text, action)
        return self.press(where, {**hidden, **fields})

    def press(self, where: str, fields: dict[str, Any]) -> TestResponse:
        """Send fields as they are."""
        kind = "multipart/form-data" if any(isinstance(value, tuple) for value in fields.values()) else None
        answer = self.client.post(where, data=fields, content_type=kind)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert faults(answer) == [], where
        return answer

    def sign(self, url: str, action: str | None = None, **fields: Any) -> TestResponse:
        """Send a form that asks for passphrase and code again."""
        return self.send(url, action or url, **fields, **self.office.proof(self.name))


def open_office(world: World, key_file: Path, home: Path) -> Office:
    """Serve a world from a home with a copy of its log's key; everybody has changed their first passphrase."""
    address = world.store.engine.url.render_as_string(hide_password=False)
    settings = Settings(home=home, database_url=address, plain_http=True)
    shutil.copy(key_file, settings.log_key)
    with world.store.work(SYSTEM) as work:
        work.session.execute(update(Account).values(must_change=False))
        work.record("signin.failures_counted", [], count=0, since="2026-01-05T09:00:00Z")
    return Office(world, create_app(settings, world.clock), home)


def close(office: Office) -> None:
    """Let go of the database."""
    office.app.extensions["store"].engine.dispose()


SHAPE = re.compile(r"[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}-.|[0-9a-f-]{36}|[0-9]+")


def crawl(clerk: Clerk, *ways_left_out: str) -> Iterator[tuple[str, TestResponse]]:
    """Follow the links that somebody finds, one of each shape; every list also as a file, in one order only."""
    left_out = ("sort=", "size=", "page=", *ways_left_out)
    shapes: set[str] = set()
    todo = ["/"]
    while todo:
        url = todo.pop()
        answer = clerk.client.get(url)
        yield url, answer
        if answer.status_code in {302, 303}:
            todo.append(answer.headers["Location"])
        if answer.mimetype != "text/html":
            continue
        for link in re.findall(r'href="(/[^"#]*)"', answer.text):
            onward = link.replace("&amp;", "&")
            shape = SHAPE.sub("#", onward)
            same = any(way in onward for way in left_out)
            if shape not in shapes and not same and not onward.startswith(("/static/", "/today")):
                shapes.add(shape)
                todo.append(onward)
