"""What tests of backups need: a house with something of everything, its backups, and the way back from them."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.checkpoint import SignedCheckpoint
from ledger.awards.models import AwardKind
from ledger.backups.filling import Files, Filled
from ledger.backups.head import is_backed_up
from ledger.backups.making import Made, make_backup
from ledger.backups.mark import Standing, standing_of
from ledger.backups.restoring import restore
from ledger.backups.unpacking import opened
from ledger.base import Base
from ledger.keys.age import Identity
from ledger.keys.logkey import LogKey, create_log_key
from ledger.settings import Settings
from ledger.vault.actions.erase import propose_erasure
from ledger.vault.actions.hinting import keep_hints
from ledger.vault.rules.compartments import Compartment
from ledger.work import Store
from tests.builders import ORIGIN, World, approved, build_world, paid, propose, sign
from tests.founded import standing_before
from tests.vault.sealed import asked, consented, shown, somebody

NAME, PHONE, ACCOUNT = "Mirembe Okonjo-Vasquez", "+254700123456", "GB29NWBK60161331926819"
IDENTITY = f'{{"full_name":"{NAME}"}}'.encode()


@dataclass
class House:
    """A world with its log key, the folder of its backups, and somebody of whom everything is sealed."""

    world: World
    key: LogKey
    key_file: Path
    folder: Path
    who: str

    def back_up(self, keep: int | None = None) -> Made:
        """Make a backup."""
        return make_backup(self.world.store, self.key, self.folder, keep)


def build(url: str, folder: Path) -> House:
    """Build a house in which something of everything happened."""
    (folder / "kept").mkdir(parents=True)
    key_file = folder / "log.key"
    key = create_log_key(key_file, ORIGIN)
    world = build_world(url, log_key=key.verifier_key)
    approved(world, 50_000)
    approved(world, 90_001, 3, AwardKind.STIPEND)
    paid(world)
    _, proposal = propose(world, 20_000)
    sign(world, "carla", proposal)
    house = House(world, key, key_file, folder / "kept", known(world))
    world.store.engine.dispose()
    return house


def copied(house: House, url: str, folder: Path) -> House:
    """The same house before a copy of its database, with a folder and a clock of its own."""
    (folder / "kept").mkdir(parents=True)
    key_file = shutil.copy(house.key_file, folder / "log.key")
    world = standing_before(house.world, url)
    return House(world, house.key, key_file, folder / "kept", house.who)


def known(world: World) -> str:
    """Somebody with every kind of row, and with names that can be searched for."""
    contents = {
        Compartment.IDENTITY: IDENTITY,
        Compartment.CONTACT: f'{{"phones":["{PHONE}"]}}'.encode(),
        Compartment.PAYMENT: f'{{"account":"{ACCOUNT}","method":"bank"}}'.encode(),
        Compartment.ATTACHMENT: NAME.encode() * 300,
    }
    who = somebody(world, contents)
    with world.store.work(world.actors["amina"]) as work:
        keep_hints(work, world.signers["amina"], who, [f"document|KE|{who}"])
        work.record("hint.checked", [], count=0, hits=0)
    opening = asked(world, "amina", who)
    consented(world, "deniz", opening)
    shown(world, "amina", opening)
    return who


def erase(world: World, who: str) -> None:
    """Let two people erase somebody."""
    with world.store.work(world.actors["deniz"]) as work:
        proposal = propose_erasure(work, who, "asked").id
    sign(world, "carla", proposal)


def home_for(url: str, folder: Path) -> Settings:
    """The settings of an empty home; for SQLite the database is in it, and is not there yet."""
    home = folder / "home"
    return Settings(home, url or f"sqlite:///{home / 'almoner.db'}")


def files_of(house: House, made: Made, **other: Any) -> Files:
    """What a restore of a backup takes, with the head of the log as it is signed now."""
    return dataclasses.replace(Files(made.ledger, made.sealed, house.world.outsiders[0], None), **other)


def restored(house: House, files: Files, settings: Settings) -> Filled:
    """Restore with the log key, and say what came back."""
    filled = restore(settings, files, house.key_file, house.world.clock)
    assert filled is not None
    return filled


@contextmanager
def opened_world(house: House, settings: Settings) -> Iterator[World]:
    """The same people before the restored ledger."""
    world = standing_before(house.world, settings.database_url, house.world.clock)
    try:
        yield world
    finally:
        world.store.engine.dispose()


def rows_of(store: Store, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Every row of every table that a backup holds."""
    with store.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(table.select())), key=repr)
            for table in Base.metadata.sorted_tables
            if is_backed_up(table) and table.name not in without
        }


def values_in(path: Path, identity: Identity) -> list[Any]:
    """Every value that somebody with an identity reads in a file."""
    with opened(path, identity) as file:
        return [
            value
            for shape in file.head.shapes
            for rows in file.rows_of(shape)
            for row in rows
            for value in row.values()
        ]


def checkpoint_of(note: str) -> SignedCheckpoint:
    """A signed head as an outsider keeps it."""
    return SignedCheckpoint.parse(note.encode())


def nothing_left(settings: Settings) -> bool:
    """Whether a place is as if nothing had been tried: no home, no row."""
    return not settings.home.exists() and standing_of(settings.database_url, None) is Standing.EMPTY
