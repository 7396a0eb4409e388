"""A process is killed at every step of an opening, a renewal, an erasure: nothing half done, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, Verdict
from ledger.approvals.queries import content_of
from ledger.errors import Refusal
from ledger.log.models import LogEntry
from ledger.vault.actions import openings
from ledger.vault.actions.renew import renew_lock
from ledger.vault.actions.traces import clear_traces
from ledger.vault.models import Envelope, EnvelopeHalf, Lock, LockMember, Opening, OpeningStage, Tombstone, Unscrubbed
from ledger.vault.rules.compartments import PROGRAMME, Compartment
from ledger.work import AlreadyDone, Store
from tests.builders import World, register
from tests.together.dying import die
from tests.vault.sealed import asked, consented, shown, somebody
from tests.vault.test_erasure import files_of, full, proposed, traces

SECRET = b'{"full_name":"Somebody else","v":1}'


def logged(world: World, verb: str) -> int:
    """How often something is on the log."""
    with world.store.reading() as session:
        return session.scalar(select(func.count()).where(LogEntry.verb == verb)) or 0


def every_step(world: World, act: Callable[[Store, Callable[[bytes], None]], None], check: Callable[..., None]) -> int:
    """Kill the act before each of its statements in turn, checking after each, until it lives; return how many."""
    for step in range(1, 400):
        lived, said = die(world, act, step)
        check(lived=lived, said=said)
        if lived:
            return step
    raise AssertionError("it never lives to the end")


def test_a_reading_killed_at_any_step_is_on_the_log_before_it_is_seen(world: World) -> None:
    """Whatever was seen is written down; what was not written down can still be looked at, once."""
    who = somebody(world, {Compartment.IDENTITY: SECRET})
    opening = asked(world, "amina", who)
    consented(world, "deniz", opening)

    def act(store: Store, say: Callable[[bytes], None]) -> None:
        with store.work(world.actors["amina"]) as work:
            content = openings.show(work, world.signers["amina"], work.session.get_one(Opening, opening))
        say(content)

    def check(*, lived: bool, said: bytes) -> None:
        assert bool(said) <= bool(logged(world, "opening.shown"))
        with world.store.reading() as session:
            stage = session.get_one(Opening, opening).stage
        assert (stage is OpeningStage.SHOWN) == bool(logged(world, "opening.shown"))
        assert not lived or said == SECRET

    assert every_step(world, act, check) > 4
    assert logged(world, "opening.shown") == 1
    with pytest.raises(Refusal):
        shown(world, "amina", opening)


def test_a_consent_killed_at_any_step_is_given_whole_or_not_at_all(world: World) -> None:
    """No half is passed that the log does not know."""
    opening = asked(world, "amina", register(world))

    def act(store: Store, _say: Callable[[bytes], None]) -> None:
        with store.work(world.actors["deniz"]) as work:
            openings.consent(work, world.signers["deniz"], work.session.get_one(Opening, opening))

    def check(*, lived: bool, said: bytes) -> None:
        with world.store.reading() as session:
            passed = session.get_one(Opening, opening).passed is not None
        assert passed == bool(logged(world, "opening.consented")) == lived
        assert said == b""

    every_step(world, act, check)
    assert shown(world, "amina", opening)


def test_a_renewal_killed_at_any_step_leaves_one_whole_epoch(world: World) -> None:
    """Every half is sealed to the lock's present key, every holder has a copy of it, and records open."""
    people = [somebody(world, {Compartment.IDENTITY: SECRET}) for _ in range(3)]

    def act(store: Store, _say: Callable[[bytes], None]) -> None:
        with store.work(world.actors["bao"]) as work:
            renew_lock(work, world.signers["bao"], PROGRAMME)

    def check(*, lived: bool, said: bytes) -> None:
        with world.store.reading() as session:
            epoch = session.get_one(Lock, PROGRAMME).epoch
            halves = session.scalars(select(EnvelopeHalf.epoch).where(EnvelopeHalf.lock == PROGRAMME))
            copies = session.scalars(select(LockMember.epoch).where(LockMember.lock == PROGRAMME))
            assert {*halves, *copies} == {epoch}
        assert epoch == 1 + logged(world, "lock.renewed") == 1 + lived
        assert said == b""

    assert every_step(world, act, check) > 8
    for who in people:
        opening = asked(world, "amina", who)
        consented(world, "deniz", opening)
        assert shown(world, "amina", opening) == SECRET


def test_an_erasure_killed_at_any_step_is_whole_and_its_traces_are_cleared_later(world: World) -> None:
    """All or nothing in the tables; what may be left in the files is remembered until it is overwritten."""
    who = full(world)
    pieces, proposal = traces(world, who), proposed(world, who)

    def act(store: Store, _say: Callable[[bytes], None]) -> None:
        with store.work(world.actors["carla"]) as work:
            found = work.session.get_one(Proposal, proposal)
            decide(work, found, Verdict.APPROVE, world.signers["carla"], content_of(work.session, found).sha256)

    def check(*, lived: bool, said: bytes) -> None:
        with world.store.reading() as session:
            left = session.scalar(select(func.count()).where(Envelope.pseudonym == who)) or 0
            gone = session.get(Tombstone, who) is not None
            remembered = session.get(Unscrubbed, who) is not None
        assert gone == (left == 0) == bool(logged(world, "beneficiary.erased"))
        assert not gone or lived or remembered
        assert said == b""

    lived, step = False, 0
    while not lived and not logged(world, "beneficiary.erased"):
        step += 1
        lived, said = die(world, act, step)
        check(lived=lived, said=said)
    assert step > 10
    clear_traces(world.store)
    with world.store.reading() as session:
        assert session.get(Unscrubbed, who) is None
    if world.store.engine.dialect.name == "sqlite":
        content = files_of(world)
        assert not [piece for piece in pieces if piece in content]


def test_traces_left_by_a_kill_after_the_erasure_are_cleared(world: World) -> None:
    """The process dies between the commit and the overwriting: the next start sees to it."""
    who = full(world)
    pieces, proposal = traces(world, who), proposed(world, who)

    def act(store: Store, _say: Callable[[bytes], None]) -> None:
        with store._writing(world.actors["carla"], None) as work:
            found = work.session.get_one(Proposal, proposal)
            decide(work, found, Verdict.APPROVE, world.signers["carla"], content_of(work.session, found).sha256)
        # Here the product would overwrite the traces, and here it dies instead.

    assert die(world, act, 10_000)[0]
    with world.store.reading() as session:
        assert session.get(Unscrubbed, who) is not None
    assert clear_traces(world.store)
    with world.store.reading() as session:
        assert session.get(Unscrubbed, who) is None
    if world.store.engine.dialect.name == "sqlite":
        content = files_of(world)
        assert not [piece for piece in pieces if piece in content]


def test_what_failed_but_was_stored_is_done_once(world: World) -> None:
    """The answer is lost after the commit; the same request again leads to the same place and does nothing."""
    opening = asked(world, "amina", register(world))
    request = uuid4()

    def act(ident: UUID) -> None:
        with world.store.work(world.actors["deniz"], ident) as work:
            openings.consent(work, world.signers["deniz"], work.session.get_one(Opening, opening))
            work.location = "/here"

    act(request)
    with pytest.raises(AlreadyDone) as again:
        act(request)
    assert again.value.location == "/here"
    assert logged(world, "opening.consented") == 1
