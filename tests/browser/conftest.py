"""A served house and a real browser with script off."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import update
from werkzeug.serving import make_server

from app import create_app
from ledger.actor import SYSTEM
from ledger.funds.actions import name_donor_reader
from ledger.funds.models import Donor
from ledger.keys import onetime
from ledger.settings import Settings
from ledger.signin.models import Account
from tests.builders import World

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Served:
    """A house behind an address."""

    world: World
    address: str
    used: dict[str, int] = field(default_factory=dict)

    def code(self, name: str) -> str:
        """The next code of a person; the clock goes on as far as that needs."""
        counter = onetime.counter_at(self.world.clock.now())
        if counter <= self.used.get(name, 0):
            self.world.clock.move(timedelta(seconds=onetime.STEP))
            counter = onetime.counter_at(self.world.clock.now())
        self.used[name] = counter
        return onetime.code_of(self.world.people[name].seed, counter)

    def sign_in(self, page: Page, name: str) -> None:
        """Sign in as a person would."""
        page.goto(f"{self.address}/sign-in")
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Passphrase").fill(self.world.people[name].passphrase)
        page.get_by_label("One-time code").fill(self.code(name))
        page.get_by_role("button", name="Sign in").click()

    def step_up(self, page: Page, name: str) -> None:
        """Fill passphrase and code again."""
        page.get_by_label("Passphrase").fill(self.world.people[name].passphrase)
        page.get_by_label("One-time code").fill(self.code(name))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not here")
        pytest.skip("Chromium is not here: the browser tests were NOT run")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def served(little: World, log_key_file: Path, tmp_path: Path) -> Iterator[Served]:
    """A house served on the loopback address."""
    world = little
    settings = Settings(home=tmp_path, database_url=str(world.store.engine.url), plain_http=True)
    shutil.copy(log_key_file, settings.log_key)
    with world.store.work(SYSTEM) as work:
        name_donor_reader(work, work.session.get_one(Donor, world.donor), world.people["jonas"].person_id)
        work.session.execute(update(Account).values(must_change=False))
    app = create_app(settings, world.clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Served(world, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["store"].engine.dispose()
