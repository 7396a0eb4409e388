"""A lock-down: raised by one, lifted by two, and read from the log alone."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text

from ledger.actor import SYSTEM, Actor, Role
from ledger.database import writers_of
from ledger.errors import LockedDown, Refusal
from ledger.keys import sshsig
from ledger.keys.personal import PersonalKeys, Unlocked
from ledger.keys.session import token_hash
from ledger.log.standing import lockdown_in_force
from ledger.signin.actions import prove as proving
from ledger.signin.actions.account import renew_recovery_codes
from ledger.signin.actions.lockdown import raise_lockdown, sign_lift
from ledger.signin.actions.prove import Proof
from ledger.signin.models import SignInSession
from tests.log.told import data_of, newest_verbs, specified, told
from tests.web.house import House


def locked(house: House, name: str = "amina") -> None:
    """Let somebody lock down."""
    with house.store.work(house.actor(name)) as work:
        raise_lockdown(work)


def lift(house: House, name: str, signer: Unlocked | None = None) -> bool:
    """Let somebody sign that it is lifted."""
    with house.store.work(house.actor(name)) as work:
        return sign_lift(work, signer or house.people[name].signer)


def lasts(house: House) -> bool:
    """Whether a lock-down is in force."""
    with house.store.reading() as session:
        return lockdown_in_force(session) is not None


def test_one_raises_it_and_every_session_ends(house: House) -> None:
    """At the next request of anybody; the entry is what the format says."""
    begun = [house.door.sign_in(name, house.proof(name), None, None) for name in ("amina", "carla")]
    locked(house)
    assert lasts(house)
    assert [house.door.session_of(one.token) for one in begun] == [None, None]
    with house.store.reading() as session:
        assert session.scalars(select(SignInSession)).all() == []
    (said,) = data_of(house.store, "lockdown.raised")
    assert set(said) == {"lockdown"}
    assert specified("lockdown.raised", {"lockdown"})


def test_nobody_signs_in_or_unlocks(house: House) -> None:
    """Not even with the right details; nothing is checked, no code is spent."""
    locked(house)
    with pytest.raises(LockedDown):
        house.door.sign_in("carla", house.proof("carla"), None, None)
    with pytest.raises(LockedDown):
        house.door.unlock(house.actor("carla").id, house.proof("carla"))
    lift(house, "carla")
    lift(house, "deniz")
    assert house.door.sign_in("carla", house.proof("carla"), None, None)


def test_a_person_changes_nothing_and_the_installation_goes_on(house: House) -> None:
    """Every unit of work of a person is undone; backups and the like are written."""
    locked(house)
    for name in house.people:
        with pytest.raises(LockedDown), house.store.work(house.actor(name)) as work:
            renew_recovery_codes(work)
    assert data_of(house.store, "account.recovery_codes_renewed") == []
    with house.store.work(SYSTEM) as work:
        work.record("backup.made", [], size=1)


def test_a_request_that_was_under_way_changes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase was being checked when the lock-down came: no session begins, also none for after it."""
    checked = proving.stretch

    def interrupted(*words: object) -> object:
        locked(house)
        return checked(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(proving, "stretch", interrupted)
    with pytest.raises(LockedDown):
        house.door.sign_in("carla", house.proof("carla"), None, None)
    with house.store.reading() as session:
        assert session.scalars(select(SignInSession)).all() == []


def test_a_unit_of_work_that_stood_at_the_writers_lock_is_refused(house: House) -> None:
    """It waited while the lock-down was written; what it would have changed stays as it was."""
    waits = threading.Event()

    def act() -> None:
        waits.set()
        with house.store.work(house.actor("carla")) as work:
            renew_recovery_codes(work)

    with ThreadPoolExecutor(1) as pool:
        with house.store.work(house.actor("amina")) as work:
            late = pool.submit(act)
            waits.wait()
            time.sleep(0.2)
            assert not late.done()
            raise_lockdown(work)
        with pytest.raises(LockedDown):
            late.result(timeout=30)
    assert data_of(house.store, "account.recovery_codes_renewed") == []


def test_two_different_people_lift_it(house: House) -> None:
    """The first signature changes nothing yet, and the same person again does not count."""
    locked(house)
    assert lift(house, "carla") is False
    with pytest.raises(Refusal, match="signed this already"):
        lift(house, "carla")
    assert lasts(house)
    assert lift(house, "hana") is True
    assert not lasts(house)
    assert newest_verbs(house.store, 3) == ["lockdown.lift_signed", "lockdown.lift_signed", "lockdown.lifted"]
    assert specified("lockdown.lift_signed", {"lockdown", "bytes", "signature"})
    assert specified("lockdown.lifted", {"lockdown"})
    last = told(house.store, "lockdown.lift_signed", "lockdown.lifted")[-2:]
    assert len({entry["work"] for entry in last}) == 1


def test_a_lift_is_a_signature_that_openssh_can_check(house: House) -> None:
    """Over canonical bytes that name the lock-down and the person, in a namespace of its own."""
    locked(house)
    lift(house, "carla")
    (raised,), (said,) = data_of(house.store, "lockdown.raised"), data_of(house.store, "lockdown.lift_signed")
    signed = json.loads(said["bytes"])
    assert set(signed) == {"v", "organisation", "lockdown", "person", "key", "at", "nonce"}
    assert (signed["lockdown"], signed["person"]) == (raised["lockdown"], str(house.actor("carla").id))
    public = house.people["carla"].signer.keys.signing_public
    sshsig.verify(public, said["bytes"].encode(), said["signature"], sshsig.LIFT)
    with pytest.raises(sshsig.BadSignature):
        sshsig.verify(public, said["bytes"].encode(), said["signature"], sshsig.DECISION)


@pytest.mark.parametrize("name", ["amina", "farah", "ilse"])
def test_who_holds_none_of_the_three_roles_does_not_lift(house: House, name: str) -> None:
    """Officer, finance and auditor can raise it and not lift it."""
    locked(house, name)
    with pytest.raises(Refusal, match="approver, a custodian or a steward"):
        lift(house, name)


def test_a_role_that_is_over_does_not_lift(house: House) -> None:
    """The day of the signature decides."""
    locked(house)
    house.clock.move(timedelta(days=365))
    with pytest.raises(Refusal, match="approver, a custodian or a steward"):
        lift(house, "carla")


def test_a_strange_key_does_not_lift(house: House) -> None:
    """Neither somebody else's nor one that was put into the database."""
    locked(house)
    for signer in (house.people["deniz"].signer, Unlocked(house.actor("carla").id, PersonalKeys.fresh())):
        with pytest.raises(Refusal, match="not the one that the log has registered"):
            lift(house, "carla", signer)


def test_there_is_one_lock_down_at_a_time(house: House) -> None:
    """Neither a person nor the installation raises a second one; after the lift there can be another."""
    locked(house)
    for actor in (house.actor("carla"), SYSTEM):
        with pytest.raises(Refusal), house.store.work(actor) as work:
            raise_lockdown(work)
    lift(house, "carla")
    lift(house, "deniz")
    with pytest.raises(Refusal, match="open again already"):
        lift(house, "hana")
    locked(house, "carla")
    assert lasts(house)
    assert lift(house, "deniz") is False


def test_signatures_of_an_earlier_lock_down_do_not_count(house: House) -> None:
    """Two new ones are needed each time."""
    for _ in range(2):
        locked(house)
        assert lift(house, "carla") is False
        assert lift(house, "deniz") is True


@pytest.mark.parametrize("statement", ["DELETE FROM unit_of_work", "DELETE FROM signin_failure"])
def test_no_row_that_can_be_deleted_ends_it(house: House, statement: str) -> None:
    """It stands on the log, whose rows cannot be changed."""
    locked(house)
    with writers_of(house.store.engine).connect() as connection:
        connection.info["changed"] = set()
        connection.execute(text(statement))
        connection.commit()
        connection.info.pop("changed")
    assert lasts(house)


def test_a_session_that_was_planted_is_dead(house: House) -> None:
    """Whoever writes one into the database opens nothing with it for as long as the lock-down lasts."""
    locked(house)
    now, person = house.clock.now(), house.actor("amina").id
    with house.store.housekeeping() as session:
        row = {"token_hash": token_hash("planted"), "id": uuid4(), "person_id": person, "started": now, "seen": now}
        session.execute(insert(SignInSession), [{**row, "boot": house.door.boot.identity}])
    assert house.door.session_of("planted") is None


def test_a_lost_device_does_not_keep_anybody_from_lifting(house: House) -> None:
    """A recovery code proves them as well, and is spent by that."""
    locked(house)
    carla = house.people["carla"]
    proved = house.door.recognise("carla", Proof(carla.passphrase, carla.recovery_codes[0]), None)
    assert lift(house, "carla", proved.unlocked) is False
    assert newest_verbs(house.store, 2) == ["account.recovery_code_used", "lockdown.lift_signed"]


def test_the_roles_of_whoever_lifts_are_those_on_the_log(house: House) -> None:
    """A role that the program was made to believe in does not lift."""
    locked(house)
    forged = Actor(house.actor("amina").id, frozenset({Role.STEWARD}))
    with pytest.raises(Refusal, match="approver, a custodian"), house.store.work(forged) as work:
        sign_lift(work, house.people["amina"].signer)
