"""A stolen home with the power off gives no name; one insider with it gives none that takes two."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.base import Base
from ledger.vault.models import Envelope, LockMember
from ledger.vault.rules.contexts import member_info
from tests.builders import World, approved
from tests.secrecy.thief import Loot, in_clear, read_as_insider, read_with_keys_found, steal
from tests.vault.sealed import asked, consented, somebody


@pytest.fixture
def loot(world: World, tmp_path: Path) -> Iterator[Loot]:
    """An award approved, one asked for, an identity asked for and consented to: and then everything is taken."""
    approved(world, 1000)
    who = somebody(world)
    consented(world, "deniz", asked(world, "amina", who))
    with world.store.reading() as session:
        yield steal(session, tmp_path)


def test_no_value_in_the_files_opens_anything(loot: Loot) -> None:
    """Database and disk together: every 32 bytes found are tried as a key, every passphrase that people take."""
    assert len(loot.keys) > 100
    assert read_with_keys_found(loot) == {}


def test_the_thief_would_notice_a_key_that_lies_about(loot: Loot, world: World) -> None:
    """The search is real: with somebody's key, or a lock's, among the loot it finds what that key opens."""
    amina = world.signers["amina"]
    held = loot.session.scalars(select(LockMember).where(LockMember.person_id == amina.person_id)).all()
    loot.keys.add(amina.keys.reading.private_bytes_raw())
    assert read_with_keys_found(loot) == {"copy of a lock": len(held)}
    first = next(copy for copy in held if copy.lock == "contact")
    loot.keys.add(amina.open(first.sealed or b"", member_info(loot.origin, "contact", first.epoch, amina.person_id)))
    assert read_with_keys_found(loot)["half"] == _sealed(loot.session, "contact")


def test_no_seed_of_one_time_codes_lies_about(loot: Loot, world: World) -> None:
    """Neither as it is, nor as an authenticator writes it."""
    seeds = [person.seed for person in world.people.values()]
    written = [seed.hex() for seed in seeds] + [base64.b32encode(seed).decode().rstrip("=") for seed in seeds]
    values = [
        value for table in Base.metadata.sorted_tables for row in loot.session.execute(table.select()) for value in row
    ]
    raw = b"|".join(bytes(value) for value in values if isinstance(value, bytes | memoryview))
    words = "|".join(str(value) for value in values if not isinstance(value, bytes | memoryview))
    assert bytes(world.people["amina"].signer.keys.reading.public_key().public_bytes_raw()) in raw
    assert [seed for seed in seeds if seed in raw] == []
    assert [seed for seed in written if seed in words] == []


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("carla", {}),
        ("deniz", {}),
        ("hana", {}),
        ("ilse", {}),
        ("jonas", {}),
        # An officer reads contacts alone, by design; amina was consented to one identity, and could look at it once.
        ("amina", {"contact": 2, "identity": 1}),
        ("bao", {"contact": 2}),
        # Finance reads the payee of the one award that two have approved, and of no other.
        ("farah", {"payment": 1}),
        ("goran", {"payment": 1}),
    ],
)
def test_one_person_alone_reads_only_what_was_meant_for_them(
    loot: Loot, world: World, name: str, readable: dict[str, int]
) -> None:
    """Their own keys, the whole database, and no page that could stop them."""
    assert _sealed(loot.session, "identity") == 2
    assert _sealed(loot.session, "payment") == 2
    assert read_as_insider(loot, world.signers[name]) == readable


def test_what_is_in_clear_says_nothing_of_a_person(loot: Loot) -> None:
    """Columns that hold text in the tables kept apart: codes, pseudonyms, days."""
    told = "\n".join(in_clear(loot))
    for table in Base.metadata.sorted_tables:
        if table.info.get("vault"):
            texts = {c.name for c in table.columns if getattr(c.type, "length", None) and c.type.python_type is str}
            assert texts <= {
                "pseudonym", "compartment", "sha256", "lock", "reason", "stage", "version", "scope", "code",
                "salt", "country", "gender", "age", "field_of_work", "threat", "channel", "paid_to",
            }, table.name  # fmt: skip
    assert "envelope (" in told


def _sealed(session: Session, compartment: str) -> int:
    return len(session.scalars(select(Envelope).where(Envelope.compartment == compartment)).all())
