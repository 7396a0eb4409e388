"""Erasing a person: nothing of them is left in the files, and the ledger stays whole."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.beneficiaries.actions.consent import record_consent
from ledger.errors import NotFound, Refusal
from ledger.vault.actions.erase import propose_erasure
from ledger.vault.actions.hinting import keep_hints
from ledger.vault.models import Envelope, EnvelopeHalf, Hint, Tombstone, Unscrubbed
from ledger.vault.rules.compartments import Compartment
from tests.builders import World, paid, propose, sign
from tests.vault.sealed import asked, consented, shown, somebody


def proposed(world: World, pseudonym: str, who: str = "deniz") -> UUID:
    """Let a custodian propose the erasure."""
    with world.store.work(world.actors[who]) as work:
        return propose_erasure(work, pseudonym, "asked").id


def traces(world: World, pseudonym: str) -> list[bytes]:
    """Everything stored about somebody, in pieces that could be searched for."""
    with world.store.reading() as session:
        bodies = list(session.scalars(select(Envelope.body).where(Envelope.pseudonym == pseudonym)))
        halves = list(session.scalars(select(EnvelopeHalf.sealed).where(EnvelopeHalf.pseudonym == pseudonym)))
        hints = list(session.scalars(select(Hint.value).where(Hint.pseudonym == pseudonym)))
    return [blob[at : at + 24] for blob in [*bodies, *halves, *hints] for at in range(0, len(blob) - 23, 24)]


def files_of(world: World) -> bytes:
    """All bytes of the database's files."""
    path = Path(str(world.store.engine.url.database))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))


def full(world: World) -> str:
    """Somebody with every kind of row."""
    who = somebody(world, {Compartment.ATTACHMENT: b"a scanned letter" * 400})
    with world.store.work(world.actors["amina"]) as work:
        keep_hints(work, world.signers["amina"], who, [f"document|KE|{who}"])
        record_consent(work, who, "2026-1", "support", work.at.date())
    opening = asked(world, "amina", who)
    consented(world, "deniz", opening)
    shown(world, "amina", opening)
    return who


def test_an_erased_person_leaves_no_byte(world: World) -> None:
    """Envelopes, halves, hints: neither a row nor, on SQLite, a byte in file and write-ahead log."""
    who, other = full(world), full(world)
    pieces = traces(world, who)
    assert len(pieces) > 300
    sign(world, "carla", proposed(world, who))
    assert traces(world, who) == []
    assert traces(world, other)
    with world.store.reading() as session:
        assert session.get(Tombstone, who) is not None
        assert session.scalars(select(Unscrubbed)).all() == []
    if world.store.engine.dialect.name == "sqlite":
        content = files_of(world)
        assert [piece for piece in pieces if piece in content] == []
        assert all(piece in content for piece in traces(world, other)[:5])


def test_it_takes_another_signature(world: World) -> None:
    """The custodian alone erases nothing."""
    who = somebody(world)
    proposal = proposed(world, who)
    with pytest.raises(Refusal):
        sign(world, "deniz", proposal)
    assert traces(world, who)


@pytest.mark.parametrize("name", ["amina", "carla", "farah", "hana", "ilse"])
def test_only_custodians_propose_it(world: World, name: str) -> None:
    """Nobody else."""
    who = somebody(world)
    with pytest.raises(NotFound):
        proposed(world, who, name)


def test_who_is_still_to_be_paid_is_not_erased(world: World) -> None:
    """First the award ends."""
    award, proposal = propose(world, 1000)
    from tests.builders import award_of

    who = award_of(world, award).beneficiary
    with pytest.raises(Refusal, match="still runs"):
        proposed(world, who)
    sign(world, "carla", proposal)
    sign(world, "deniz", proposal)
    paid(world)
    sign(world, "carla", proposed(world, who))
    assert traces(world, who) == []


def test_nothing_is_recorded_about_the_erased(world: World) -> None:
    """Their pseudonym stays, and stays empty."""
    who = somebody(world)
    sign(world, "carla", proposed(world, who))
    with pytest.raises(Refusal, match="erased"):
        somebody_again(world, who)
    with pytest.raises(Refusal):
        proposed(world, who)


def somebody_again(world: World, who: str) -> None:
    """Record details about somebody known."""
    from ledger.beneficiaries.actions.details import record_details

    with world.store.work(world.actors["amina"]) as work:
        record_details(work, world.signers["amina"], who, Compartment.CONTACT, b"{}")
