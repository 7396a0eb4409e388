"""A restore that is rehearsed, from each engine to each: afterwards everything works as before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from audit.__main__ import main as audit
from ledger.actor import Role
from ledger.backups.filling import Filled
from ledger.books.queries import available
from ledger.checkpoints import sign_checkpoint
from ledger.exports.bundle import write_bundle
from ledger.keys import onetime
from ledger.keys.passphrase import Lane
from ledger.log.models import LogEntry, UnitOfWork
from ledger.log.tiles import root_at
from ledger.protect.install import differences
from ledger.settings import Settings
from ledger.signin.actions.prove import NotProved, Proof, prove
from ledger.signin.queries import account_named
from ledger.vault.actions.contact import open_contact
from ledger.vault.actions.renew import renew_lock
from ledger.vault.queries.drill import drill
from ledger.vault.queries.trust import said_in
from ledger.vault.rules.compartments import CONTACT
from ledger.work import AlreadyDone
from tests.backups.kept import (
    IDENTITY,
    PHONE,
    House,
    checkpoint_of,
    files_of,
    opened_world,
    restored,
    rows_of,
)
from tests.builders import ORIGIN, World, approved, paid, sign
from tests.staff.enrolling import NURI, enrolled, proposed
from tests.vault.sealed import asked, consented, shown, verbs


def rehearse(house: House, empty: Settings) -> Filled:
    """Sign a head, let work go on, back up, restore with that head."""
    note = sign_checkpoint(house.world.store, house.key).note
    approved(house.world, 7000)
    return restored(house, files_of(house, house.back_up(), checkpoint=checkpoint_of(note)), empty)


def code(world: World, who: str) -> str:
    """The one-time code of somebody now."""
    return onetime.code_of(world.people[who].seed, onetime.counter_at(world.clock.now()))


def proved(world: World, who: str, typed: str) -> None:
    """Sign in as far as what proves who one is."""
    with world.store.reading() as session:
        account = account_named(session, who)
    assert account is not None
    prove(world.store, account, Proof(world.people[who].passphrase, typed), Lane(1, 1))


def test_every_row_comes_back(house: House, empty: Settings) -> None:
    """Every table but sessions and counters, row by row, on whichever engine; the log goes on by one entry."""
    filled = rehearse(house, empty)
    before = rows_of(house.world.store)
    grown = ("log_entry", "log_subject")
    with opened_world(house, empty) as world:
        after = rows_of(world.store)
        with world.store.reading() as session:
            last = session.scalars(select(LogEntry).order_by(LogEntry.seq.desc()).limit(1)).one()
            assert (last.verb, last.actor, last.seq) == ("backup.restored", "system", filled.head.size)
            assert said_in(last) == {"size": filled.head.size, "erased": 0}
            assert root_at(session, filled.head.size).hex() == filled.head.root
    assert {name: rows for name, rows in before.items() if name not in grown} == {
        name: rows for name, rows in after.items() if name not in grown
    }
    assert set(before["log_entry"]) < set(after["log_entry"])
    assert len(after["log_entry"]) == len(before["log_entry"]) + 1
    assert after["log_subject"] == before["log_subject"]
    assert (filled.records.missing, filled.records.exchanged, filled.records.outdated) == (0, 0, 0)
    assert filled.records.whole == len(before["envelope"]) > 8


def test_the_books_and_the_work_go_on(house: House, empty: Settings) -> None:
    """What is available is what was, awards are approved and paid, and the database refuses what it must."""
    rehearse(house, empty)
    with house.world.store.reading() as session:
        before = available(session, house.world.fund, "EUR")
    with opened_world(house, empty) as world:
        with world.store.reading() as session:
            assert available(session, world.fund, "EUR") == before
            assert differences(session.connection()) == []
        approved(world, 12_000)
        paid(world)
        with world.store.reading() as session:
            assert available(session, world.fund, "EUR") == before - 12_000


def test_what_was_sealed_opens_for_whom_it_did(house: House, empty: Settings) -> None:
    """An identity for two people, a contact for one, everything for both outsiders; locks are renewed."""
    rehearse(house, empty)
    with opened_world(house, empty) as world:
        opening = asked(world, "amina", house.who)
        consented(world, "deniz", opening)
        assert shown(world, "amina", opening) == IDENTITY
        with world.store.work(world.actors["bao"]) as work:
            renew_lock(work, world.signers["bao"], CONTACT)
        with world.store.work(world.actors["bao"]) as work:
            assert PHONE.encode() in open_contact(work, world.signers["bao"], house.who, "safety")
        with world.store.reading() as session:
            assert all(one.holds for one in drill(session, ORIGIN, world.outsiders))


def test_people_sign_in_as_before_with_a_code_of_afterwards(house: House, empty: Settings) -> None:
    """A code that somebody has seen before the restore is not taken after it."""
    rehearse(house, empty)
    with opened_world(house, empty) as world:
        seen = code(world, "amina")
        with pytest.raises(NotProved):
            proved(world, "amina", seen)
        world.clock.move(timedelta(seconds=30))
        proved(world, "amina", code(world, "amina"))
        with pytest.raises(NotProved):
            proved(world, "amina", code(world, "amina"))


def test_a_request_that_was_done_before_is_not_done_again(house: House, empty: Settings) -> None:
    """What was carried out before the backup stays carried out (H13)."""
    with house.world.store.reading() as session:
        done = {one.id for one in session.scalars(select(UnitOfWork))}
    rehearse(house, empty)
    with opened_world(house, empty) as world:
        with world.store.reading() as session:
            assert done < {one.id for one in session.scalars(select(UnitOfWork))}
        with pytest.raises(AlreadyDone), world.store.work(world.actors["amina"], done.pop()):
            raise AssertionError("it was begun again")


def test_whoever_waits_to_be_appointed_is_appointed_afterwards(house: House, empty: Settings) -> None:
    """The keys that they made come back as well; no alarm is raised about them."""
    proposal = proposed(house.world, enrolled(house.world), Role.OFFICER)
    rehearse(house, empty)
    with opened_world(house, empty) as world:
        sign(world, "carla", proposal)
        with world.store.reading() as session:
            assert account_named(session, NURI.sign_in_name) is not None
        assert "alarm.raised" not in verbs(world, 20)


def test_a_bundle_of_the_restored_ledger_is_whole(house: House, empty: Settings, tmp_path: Path) -> None:
    """The verifier replays it, and it continues the head that was signed before."""
    note = tmp_path / "head"
    note.write_text(sign_checkpoint(house.world.store, house.key).note)
    restored(house, files_of(house, house.back_up()), empty)
    with opened_world(house, empty) as world:
        write_bundle(world.store, house.key, world.actors["ilse"], tmp_path / "bundle.zip")
        assert verbs(world, 2) == ["backup.restored", "bundle.made"]
    assert audit(["verify", str(tmp_path / "bundle.zip"), "--since", str(note)]) == 0


def test_a_restored_ledger_is_backed_up_and_restored_again(house_once: House, tmp_path: Path) -> None:
    """A backup of a backup is one."""
    place = [Settings(tmp_path / name, f"sqlite:///{tmp_path / name / 'almoner.db'}") for name in ("second", "third")]
    restored(house_once, files_of(house_once, house_once.back_up()), place[0])
    with opened_world(house_once, place[0]) as world:
        again = replace(house_once, world=world)
        filled = restored(again, files_of(again, again.back_up()), place[1])
        before = rows_of(world.store)
    with opened_world(house_once, place[1]) as world:
        assert rows_of(world.store, without=("log_entry",)) == {k: v for k, v in before.items() if k != "log_entry"}
        assert verbs(world, 3) == ["backup.restored", "backup.made", "backup.restored"]
    assert filled.head.size == len(before["log_entry"])
