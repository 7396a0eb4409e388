"""Two outsiders: together they could open every lock, alone nothing; what was exchanged is told by the drill."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, text, update

from ledger.actor import SYSTEM
from ledger.errors import Refusal
from ledger.keys import age
from ledger.keys.age import Identity
from ledger.keys.sealing import SealingKey
from ledger.log.models import LogEntry
from ledger.vault.actions.recovery import name_outsiders
from ledger.vault.actions.renew import renew_lock
from ledger.vault.models import EnvelopeHalf, Lock, RecoveryHalf
from ledger.vault.queries.drill import Tried, drill
from ledger.vault.queries.recovery import outsiders
from ledger.vault.rules.compartments import CONTACT, HINTS, PROGRAMME, ROLES
from ledger.vault.rules.recovery import HalfPlace, check_outsiders, joined
from tests.builders import ORIGIN, OUTSIDERS, World, register
from tests.vault.sealed import meddle, verbs

STRANGER = Identity.fresh()


def tried(world: World, *identities: Identity) -> dict[str, Tried]:
    """What a drill says, lock by lock."""
    with world.store.reading() as session:
        return {one.lock: one for one in drill(session, ORIGIN, identities or world.outsiders)}


def failing(world: World) -> set[str]:
    """The locks that a drill finds not to hold."""
    return {name for name, one in tried(world).items() if not one.holds}


def half_of(world: World, name: str, place: int) -> bytes:
    """A sealed half as it is stored."""
    with world.store.reading() as session:
        query = select(RecoveryHalf.sealed).where(RecoveryHalf.lock == name, RecoveryHalf.place == place)
        return session.scalars(query).one()


def put(name: str, place: int, sealed: bytes) -> Callable[[Connection], object]:
    """What somebody who writes to the database does with a half."""
    change = update(RecoveryHalf).where(RecoveryHalf.lock == name, RecoveryHalf.place == place)
    return lambda connection: connection.execute(change.values(sealed=sealed))


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_half_says_nothing_and_both_say_all(first: bytes, secret: bytes) -> None:
    """Whatever the secret is, each half can be any half: exclusive or with a random one."""
    second = joined(first, secret)
    assert joined(first, second) == secret
    assert joined(second, first) == secret


@pytest.mark.parametrize(
    "recipients",
    [[], [0], [0, 0], [0, 1, 0]],
    ids=["none", "one", "the same twice", "three"],
)
def test_two_different_outsiders_are_named(recipients: list[int]) -> None:
    """Neither fewer nor the same one twice, however it is written."""
    with pytest.raises(Refusal, match="two different"):
        check_outsiders([OUTSIDERS[one].recipient for one in recipients])
    with pytest.raises(Refusal):
        check_outsiders([OUTSIDERS[0].recipient, OUTSIDERS[0].recipient.upper()])


def test_the_founding_names_them_and_splits_every_lock(world: World) -> None:
    """In the log, in the founding's unit of work; two halves a lock, of its present epoch."""
    with world.store.reading() as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.verb == "recovery.set")).one()
        assert json.loads(entry.bytes)["data"] == {"recipients": [one.recipient for one in world.outsiders]}
        assert entry.work == session.get_one(LogEntry, 0).work
        halves = session.scalars(select(RecoveryHalf)).all()
    assert {(one.lock, one.epoch, one.place) for one in halves} == {
        (name, 1, place) for name in ROLES for place in (0, 1)
    }


def test_both_outsiders_open_every_lock(world: World) -> None:
    """Whichever is named first; before anything is sealed, and with a real record after."""
    first, second = world.outsiders
    before = tried(world, second, first)
    assert all(one.holds for one in before.values())
    assert "nothing is sealed" in before[CONTACT].sentence
    register(world)
    after = tried(world)
    assert all(one.holds and "opens a record" in one.sentence for one in after.values())


def test_a_drill_shows_nothing_secret_and_writes_nothing(world: World) -> None:
    """Neither a key nor a half nor a word of a record; the log does not grow."""
    register(world)
    last = verbs(world, 1)
    said = repr(tried(world))
    assert not any(len(word) > 24 for word in said.replace("'", " ").split())
    assert verbs(world, 1) == last


@pytest.mark.parametrize("who", [(0,), (0, 0), (1,), (0, 2), (2, 1)], ids=str)
def test_one_outsider_alone_opens_nothing(world: World, who: tuple[int, ...]) -> None:
    """Nor twice the same, nor together with a stranger."""
    everyone = (*world.outsiders, STRANGER)
    because = "one alone opens nothing" if len(set(who)) == 1 else "not the identities of the two outsiders"
    with pytest.raises(Refusal, match=because):
        tried(world, *(everyone[one] for one in who))


def test_a_half_says_where_it_belongs(world: World) -> None:
    """Of which house, which lock by id and name, which epoch and which outsider it is, and nothing else."""
    with world.store.work(world.actors["amina"]) as work:
        renew_lock(work, world.signers["amina"], CONTACT)
    with world.store.reading() as session:
        lock = session.get_one(Lock, CONTACT).id
    for place, outsider in enumerate(world.outsiders):
        said = json.loads(age.unseal(outsider, half_of(world, CONTACT, place)))
        half = said.pop("half")
        assert len(bytes.fromhex(half)) == 32
        assert said == {
            "v": 1, "organisation": ORIGIN, "lock": str(lock), "name": CONTACT, "epoch": 2, "place": place,
        }  # fmt: skip


def test_a_half_alone_is_not_the_key(world: World) -> None:
    """What one outsider can unseal fits no lock; the exclusive or of both does."""
    with world.store.reading() as session:
        lock = session.get_one(Lock, PROGRAMME)
    halves = []
    for place, outsider in enumerate(world.outsiders):
        said = json.loads(age.unseal(outsider, half_of(world, PROGRAMME, place)))
        halves.append(bytes.fromhex(said["half"]))
        assert SealingKey.from_secret(halves[-1]).public != lock.public
        with pytest.raises(Refusal):
            age.unseal(world.outsiders[1 - place], half_of(world, PROGRAMME, place))
    assert SealingKey.from_secret(joined(*halves)).public == lock.public


def test_a_renewal_makes_new_halves_and_deletes_the_old(world: World) -> None:
    """Only the present epoch can be recovered; the drill holds before and after."""
    register(world)
    old = half_of(world, CONTACT, 0)
    for name, holder in ((CONTACT, "amina"), (HINTS, "bao")):
        with world.store.work(world.actors[holder]) as work:
            renew_lock(work, world.signers[holder], name)
    assert half_of(world, CONTACT, 0) != old
    with world.store.reading() as session:
        epochs = session.execute(select(RecoveryHalf.lock, RecoveryHalf.epoch)).all()
    assert {epoch for name, epoch in epochs if name in {CONTACT, HINTS}} == {2}
    assert len(epochs) == 2 * len(ROLES)
    assert failing(world) == set()


def test_a_recipient_that_was_exchanged_in_the_database_gets_no_half(world: World) -> None:
    """Somebody who writes to the database adds an entry that names themselves: the founding's word counts."""
    with world.store.work(SYSTEM) as work:
        name_outsiders(work, [world.outsiders[0].recipient, STRANGER.recipient])
    with world.store.work(world.actors["amina"]) as work:
        assert outsiders(work.session) == tuple(one.recipient for one in world.outsiders)
        renew_lock(work, world.signers["amina"], CONTACT)
    with pytest.raises(Refusal):
        age.unseal(STRANGER, half_of(world, CONTACT, 1))
    assert failing(world) == set()


def test_the_drill_tells_a_half_for_another_recipient(world: World) -> None:
    """The half that a stranger could open, made just as it should be."""
    with world.store.reading() as session:
        lock = session.get_one(Lock, CONTACT)
    where = HalfPlace(ORIGIN, lock.id, CONTACT, 1, 1)
    meddle(world, put(CONTACT, 1, age.seal(STRANGER.recipient, where.statement(bytes(32)))))
    assert failing(world) == {CONTACT}
    assert "does not open" in tried(world)[CONTACT].sentence


def test_the_drill_tells_a_half_that_somebody_made(world: World) -> None:
    """Sealed to the right outsider, with the right words, of another key."""
    with world.store.reading() as session:
        lock = session.get_one(Lock, CONTACT)
    where = HalfPlace(ORIGIN, lock.id, CONTACT, 1, 1)
    meddle(world, put(CONTACT, 1, age.seal(world.outsiders[1].recipient, where.statement(bytes(32)))))
    assert failing(world) == {CONTACT}
    assert "not the key" in tried(world)[CONTACT].sentence


def test_the_drill_tells_halves_that_changed_places(world: World) -> None:
    """Between two locks, for the same outsider."""
    contact, programme = half_of(world, CONTACT, 0), half_of(world, PROGRAMME, 0)
    meddle(world, put(CONTACT, 0, programme))
    meddle(world, put(PROGRAMME, 0, contact))
    assert failing(world) == {CONTACT, PROGRAMME}
    assert "belongs to another" in tried(world)[CONTACT].sentence


@pytest.mark.parametrize(
    "words", [{"epoch": 2}, {"place": 0}, {"name": HINTS}, {"organisation": "other.example/x"}], ids=str
)
def test_the_drill_tells_a_half_of_another_place(world: World, words: dict[str, object]) -> None:
    """Of another epoch, another outsider, another lock or another house; each word of it counts."""
    right, said = half_of(world, CONTACT, 1), json.loads(age.unseal(world.outsiders[1], half_of(world, CONTACT, 1)))
    moved = json.dumps({**said, **words}).encode()
    meddle(world, put(CONTACT, 1, age.seal(world.outsiders[1].recipient, moved)))
    assert "belongs to another" in tried(world)[CONTACT].sentence
    meddle(world, put(CONTACT, 1, right))
    assert failing(world) == set()


def test_the_drill_tells_a_half_that_is_gone_or_damaged(world: World) -> None:
    """A row that was deleted, a byte that was changed."""
    meddle(world, lambda connection: connection.execute(text("DELETE FROM recovery_half WHERE lock = 'hints'")))
    meddle(world, put(CONTACT, 0, half_of(world, CONTACT, 0)[:-1] + b"?"))
    assert failing(world) == {HINTS, CONTACT}


def test_the_drill_tells_a_lock_that_was_exchanged(world: World) -> None:
    """The public key that everything new is sealed to is somebody else's."""
    change = update(Lock).where(Lock.name == PROGRAMME).values(public=SealingKey.fresh().public)
    meddle(world, lambda connection: connection.execute(change))
    assert failing(world) == {PROGRAMME}
    assert "exchanged" in tried(world)[PROGRAMME].sentence


def test_the_drill_tells_a_record_that_does_not_open(world: World) -> None:
    """The key is right, but what should open with it was exchanged."""
    register(world)
    change = update(EnvelopeHalf).where(EnvelopeHalf.lock == PROGRAMME).values(sealed=b"\x01" + bytes(80))
    meddle(world, lambda connection: connection.execute(change))
    assert failing(world) == {PROGRAMME}
    assert "does not open" in tried(world)[PROGRAMME].sentence
