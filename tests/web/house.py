"""A small founded organisation with people in every role, and the application's frame round it without its slices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Blueprint, Flask, render_template_string
from sqlalchemy import update

from ledger.actor import SYSTEM, Actor, Role
from ledger.base import Base
from ledger.clock import SetClock
from ledger.database import open_engine
from ledger.keys import onetime
from ledger.keys.passphrase import WEAK
from ledger.keys.session import BootSecret
from ledger.organisation import Organisation
from ledger.settings import Settings
from ledger.signin.actions.prove import Proof
from ledger.signin.actions.register import NewAccount, Newcomer
from ledger.signin.actions.sessions import Door
from ledger.signin.gate import install_gate
from ledger.signin.models import Account
from ledger.signin.views import bp as signin
from ledger.staff.actions.found import Foundation, found
from ledger.web.access import EVERYONE, guarded
from ledger.web.application import frame_for, open_pages
from ledger.web.frame import bp as frame
from ledger.work import Store, watch

ROOT = Path(__file__).resolve().parents[2]
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
CAST = {
    "amina": (Role.OFFICER,),
    "carla": (Role.APPROVER,),
    "deniz": (Role.APPROVER,),
    "farah": (Role.FINANCE,),
    "goran": (Role.FINANCE,),
    "hana": (Role.STEWARD,),
    "ilse": (Role.AUDITOR,),
}


@dataclass
class House:
    """The store with a clock that tests move, the door, and everybody's first secrets."""

    store: Store
    clock: SetClock
    door: Door
    people: dict[str, NewAccount]
    home: Path

    def code(self, name: str, ahead: int = 0) -> str:
        """The one-time code of a person now, or so many steps ahead."""
        return onetime.code_of(self.people[name].seed, onetime.counter_at(self.clock.now()) + ahead)

    def proof(self, name: str, ahead: int = 0) -> Proof:
        """The right passphrase and code."""
        return Proof(self.people[name].passphrase, self.code(name, ahead))

    def actor(self, name: str) -> Actor:
        """A person with their roles."""
        return Actor(self.people[name].person_id, frozenset(CAST[name]))


def build_house(url: str, home: Path, *, demo: bool) -> House:
    """Found an organisation in an empty ledger."""
    engine = open_engine(url)
    watch(engine)
    clock = SetClock(MORNING)
    store = Store(engine, clock, "house.example/books")
    people = [Newcomer(name.title(), name, roles, FIRST, LAST) for name, roles in CAST.items()]
    with store.work(SYSTEM) as work:
        what = Foundation("Lantern Relief", "house.example/books", "EUR", "key", demo=demo)
        accounts = found(work, what, people, WEAK)
    return House(store, clock, Door(store, BootSecret()), {a.sign_in_name: a for a in accounts}, home)


def everything_in(house: House) -> bytes:
    """All that the database holds: its files, or where there are none its rows."""
    house.store.engine.dispose()
    if files := list(house.home.glob("almoner.db*")):
        return b"".join(path.read_bytes() for path in files)
    with house.store.reading() as session:
        values = [v for table in Base.metadata.sorted_tables for row in session.execute(table.select()) for v in row]
    return b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values)


def settle(house: House) -> None:
    """Let everybody have changed their first passphrase."""
    with house.store.work(SYSTEM) as work:
        work.session.execute(update(Account).values(must_change=False))
        work.record("signin.failures_counted", [], count=0, since="2026-03-02T09:00:00Z")


def application(house: House, *more: Blueprint, plain_http: bool = True) -> Flask:
    """The frame and the pages of signing in, with a desk that says nothing, and further pages."""
    app = Flask("almoner", template_folder=str(ROOT / "templates"), static_folder=str(house.home))
    settings = Settings(house.home, str(house.store.engine.url), plain_http)
    with house.store.reading() as session:
        organisation = session.get_one(Organisation, 1)
    frame_for(app, settings, house.store, organisation, house.door.boot.derive("form tokens"))
    install_gate(app, settings, house.door)
    open_pages(app, [frame, signin, _desk(), *more])
    return app


def _desk() -> Blueprint:
    bp = Blueprint("desk", __name__)

    @bp.get("/")
    @guarded(*EVERYONE)
    def index() -> str:
        return render_template_string(
            '{% extends "base.html" %}{% block title %}Desk{% endblock %}{% block content %}At the desk{% endblock %}'
        )

    return bp
