"""Building the demo: found the organisation a year ago, play the year, leave things waiting on every desk."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event

from ledger.actor import SYSTEM, Actor, Role
from ledger.clock import SetClock
from ledger.database import migrate, open_engine
from ledger.demo.cast import DONORS, FUNDS, PARTS, READERS
from ledger.demo.chance import Chance
from ledger.demo.diary import Diary
from ledger.demo.ending import leave_work_on_every_desk
from ledger.demo.listed import listed, write_list
from ledger.demo.stage import Player, Stage
from ledger.demo.year import Year
from ledger.funds.actions import FundTerms, name_donor_reader, open_fund, record_donor
from ledger.funds.queries import donor_by_code
from ledger.keys.age import Identity
from ledger.keys.logkey import create_log_key
from ledger.keys.passphrase import WEAK
from ledger.settings import Settings
from ledger.signin.actions.register import Newcomer
from ledger.staff.actions.found import Foundation, far, found
from ledger.vault.actions.lay_out import lay_out_vault
from ledger.work import Store, watch

NAME = "Lantern Relief"
ORIGIN = "lantern.example/books"
YEAR = timedelta(days=365)


def build(settings: Settings, *, seed: int, awards: int) -> None:
    """Build a demo in an empty home; half a demo is removed again, at the latest before the next one is built."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.demo_mark.touch(mode=0o600)
    try:
        _build(settings, seed, awards)
    except BaseException:
        clear(settings)
        raise
    settings.demo_mark.unlink()


def is_half(settings: Settings) -> bool:
    """Whether a demo was begun here and not built to its end: its list of people stands, which no real home has."""
    return settings.demo_mark.exists() and settings.demo_people.exists()


def clear(settings: Settings) -> None:
    """Remove half a demo. Its list of people goes last: without it nothing here is taken for a demo's."""
    for path in (settings.log_key, *settings.demo_outsiders):
        path.unlink(missing_ok=True)
    if settings.database_url == f"sqlite:///{settings.home / 'almoner.db'}":
        for path in settings.home.glob("almoner.db*"):
            path.unlink()
    settings.demo_people.unlink(missing_ok=True)
    settings.demo_mark.unlink(missing_ok=True)


def _build(settings: Settings, seed: int, awards: int) -> None:
    migrate(settings.database_url)
    engine = open_engine(settings.database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_waiting_for_the_disk)
    watch(engine)
    end = datetime.now(UTC).replace(microsecond=0)
    first = end.date() - YEAR
    clock = SetClock(datetime.combine(first, time(7), UTC))
    store = Store(engine, clock, ORIGIN)
    key = create_log_key(settings.log_key, ORIGIN)
    people = [Newcomer(part.name, part.sign_in_name, part.roles, first, far(end.date(), 1)) for part in PARTS]
    with store.work(SYSTEM) as work:
        foundation = Foundation(NAME, ORIGIN, "EUR", key.verifier_key, demo=True)
        accounts = found(work, foundation, people, WEAK)
        roles = {account.person_id: part.roles for account, part in zip(accounts, PARTS, strict=True)}
        lay_out_vault(work, roles, _make_outsiders(settings))
    lines = [listed(account) for account in accounts]
    write_list(settings, lines)
    players = {
        account.sign_in_name: Player(account.name, _actor(account.person_id, newcomer), account.signer)
        for account, newcomer in zip(accounts, people, strict=True)
    }
    stage = Stage(store, clock, Chance.seeded(seed), players, end, lines)
    year = Year(stage, _open_funds(stage, end.date()), awards, Diary(stage, []))
    year.play(first, end.date())
    leave_work_on_every_desk(year)
    write_list(settings, stage.listed)
    engine.dispose()


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """Half a demo is thrown away in any case, so nothing of it has to survive a power cut."""
    connection.execute("PRAGMA synchronous = OFF")


def _actor(person: UUID, newcomer: Newcomer) -> Actor:
    return Actor(person, frozenset(newcomer.roles))


def _open_funds(stage: Stage, end: date) -> dict[str, UUID]:
    officer = stage.holding(Role.OFFICER)[0]
    for code, name in DONORS.items():
        with stage.act(officer) as work:
            record_donor(work, code, name)
    for code, reader in READERS.items():
        with stage.store.work(SYSTEM) as work:
            name_donor_reader(work, donor_by_code(work.session, code), stage.players[reader].actor.id)
    funds = {}
    for gift in FUNDS:
        with stage.act(officer) as work:
            donor = donor_by_code(work.session, gift.donor)
            opens, closes = stage.today, end + YEAR
            terms = FundTerms(gift.code, gift.name, "EUR", opens, closes, gift.purposes, donor)
            funds[gift.code] = open_fund(work, terms).id
    return funds


def _make_outsiders(settings: Settings) -> list[str]:
    """Invent the two outsiders as well; a real installation never has their identities."""
    made = [Identity.fresh() for _ in settings.demo_outsiders]
    for path, identity in zip(settings.demo_outsiders, made, strict=True):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"# public key: {identity.recipient}\n{identity.secret}\n")
    return [identity.recipient for identity in made]
