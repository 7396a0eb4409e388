"""Tables of sealed things: they say what the vault holds, and the verifier sees where that is not what the log says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from audit.__main__ import main as verify
from ledger.actor import SYSTEM
from ledger.exports import sealed_rows
from ledger.exports.bundle import write_bundle
from ledger.keys.logkey import LogKey
from ledger.vault.actions.access import grant_again, leave, propose_access
from ledger.vault.actions.renew import renew_lock
from ledger.vault.rules.compartments import CONTACT, HINTS
from tests.builders import World, sign
from tests.vault.sealed import meddle


def rows_of(world: World, rows: Callable[[Session, int], Any], size: int = 10**6) -> list[list[Any]]:
    """The rows of a table as the ledger stands."""
    with world.store.reading() as session:
        return [list(map(str, row)) for row in rows(session, size)]


def holders(world: World, name: str) -> dict[str, int]:
    """Who holds a lock, and the place in the log that says so."""
    people = {str(actor.id): person for person, actor in world.actors.items()}
    return {people[row[3]]: int(row[4]) for row in rows_of(world, sealed_rows.locks) if row[1] == name}


def place_of_last(world: World, verb: str) -> int:
    """The place of the last entry of a verb."""
    with world.store.reading() as session:
        found = session.scalar(text("SELECT max(seq) FROM log_entry WHERE verb = :verb"), {"verb": verb})
    return int(found)


def test_holders_of_a_lock_are_told_with_the_entry_that_gave_their_copy(world: World) -> None:
    """Set, renewed, left, granted again, joined."""
    first = holders(world, CONTACT)
    assert set(first) == {"amina", "bao"}
    with world.store.work(world.actors["amina"]) as work:
        renew_lock(work, world.signers["amina"], CONTACT)
    renewed = place_of_last(world, "lock.renewed")
    assert holders(world, CONTACT) == {"amina": renewed, "bao": renewed}
    with world.store.work(world.actors["hana"]) as work:
        leave(work, CONTACT, world.actors["bao"].id, "suspended")
    assert holders(world, CONTACT) == {"amina": renewed}
    with world.store.work(world.actors["amina"]) as work:
        grant_again(work, world.signers["amina"], CONTACT, world.actors["bao"].id)
    assert holders(world, CONTACT) == {"amina": renewed, "bao": place_of_last(world, "lock.regranted")}
    with world.store.work(world.actors["hana"]) as work:
        leave(work, HINTS, world.actors["bao"].id, "role_ended")
    with world.store.work(world.actors["amina"]) as work:
        proposal = propose_access(work, world.signers["amina"], HINTS, world.actors["bao"].id).id
    assert set(holders(world, HINTS)) == {"amina"}, "proposed is not held"
    sign(world, "carla", proposal)
    assert holders(world, HINTS)["bao"] == place_of_last(world, "lock.joined")


def test_openings_are_told_with_all_that_came_of_them(lived: World) -> None:
    """The wish, the consent, the end; contacts and payees too, and what is about somebody erased since."""
    rows = rows_of(lived, sealed_rows.openings)
    assert rows == sorted(rows)
    stages = sorted((row[2], row[10]) for row in rows)
    assert stages == [
        ("contact", "shown"),
        ("contact", "shown"),
        ("identity", "consented"),
        ("identity", "refused"),
        ("identity", "shown"),
        ("identity", "shown"),
        ("payment", "asked"),
        ("payment", "shown"),
    ]
    (payees,) = [row for row in rows if row[1] == "None"]
    assert (payees[1], payees[3], payees[4]) == ("None", "None", str(lived.actors["farah"].id))
    shown = [row for row in rows if (row[2], row[10]) == ("identity", "shown")]
    assert {row[8] for row in shown} == {str(lived.actors["deniz"].id)}


def test_envelopes_are_told_by_the_hash_of_what_is_stored(lived: World) -> None:
    """None of somebody erased."""
    rows = rows_of(lived, sealed_rows.envelopes)
    assert rows == sorted(rows)
    with lived.store.reading() as session:
        stored = {row[0]: row[1] for row in session.execute(text("SELECT sha256, version FROM envelope"))}
        erased = session.scalar(text("SELECT pseudonym FROM tombstone"))
    assert {row[7]: int(row[3]) for row in rows} == stored
    assert erased not in {row[1] for row in rows}


def another_body(connection: Connection) -> None:
    """Change one byte of a sealed body."""
    ident, body = connection.execute(text("SELECT id, body FROM envelope LIMIT 1")).one()
    changed = bytes([body[0] ^ 1]) + bytes(body[1:])
    connection.execute(text("UPDATE envelope SET body = :body WHERE id = :id"), {"body": changed, "id": ident})


def other_hands(connection: Connection) -> None:
    """Let somebody's own account look like a provider's."""
    connection.execute(text("UPDATE envelope SET paid_to = 'provider' WHERE compartment = 'payment'"))


def a_lost_envelope(connection: Connection) -> None:
    """Delete an envelope and what hangs on it."""
    ident = connection.scalar(text("SELECT id FROM envelope WHERE compartment = 'attachment' LIMIT 1"))
    for table in ("envelope_half", "opening", "passed_half"):
        connection.execute(text(f"DELETE FROM {table} WHERE envelope_id = :id"), {"id": ident})
    connection.execute(text("DELETE FROM envelope WHERE id = :id"), {"id": ident})


def a_holder_more(connection: Connection) -> None:
    """Let somebody hold a lock whom the log does not know as a holder."""
    taken = connection.execute(text("SELECT person_id, epoch FROM lock_member WHERE lock = 'payment.finance'")).first()
    assert taken is not None
    new = "INSERT INTO lock_member (lock, person_id, stage, epoch, sealed) VALUES ('contact', :who, 'held', :epoch, :x)"
    connection.execute(text(new), {"who": taken[0], "epoch": taken[1], "x": b"x"})


def a_longer_role(connection: Connection) -> None:
    """Let roles hold longer than the log says."""
    connection.execute(text("UPDATE role_grant SET until = '2099-12-31' WHERE role = 'officer'"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (another_body, "tables/envelopes.csv: the row of"),
        (other_hands, "has paid_to 'provider' instead of 'beneficiary'"),
        (a_lost_envelope, "tables/envelopes.csv: it lacks the row of"),
        (a_holder_more, "tables/locks.csv: it has a row of"),
        (a_longer_role, "officer 2026-01-01 has until '2099-12-31' instead of '2027-12-31'"),
    ],
)
def test_what_was_exchanged_in_the_database_is_found_in_its_bundle(
    lived: World,
    key: LogKey,
    tmp_path: Path,
    change: Callable[[Connection], None],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whoever writes to the database round the product is told of by the next bundle."""
    meddle(lived, change)
    write_bundle(lived.store, key, SYSTEM, tmp_path / "b.zip")
    assert verify(["verify", str(tmp_path / "b.zip")]) == 1
    assert words in capsys.readouterr().out
