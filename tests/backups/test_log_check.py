"""What is not what the log's bytes say is refused, even where whoever changed it could sign the file."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from audit.merkle import leaf_hash
from ledger.backups.making import Made
from ledger.backups.restoring import restore
from ledger.errors import Refusal
from ledger.settings import Settings
from tests.backups.forging import Row, remade, resigned, with_head, with_rows
from tests.backups.kept import House, files_of, nothing_left, restored

Standing = tuple[House, Made]
Rows = list[Row]


def refused(standing: Standing, empty: Settings, because: str, table: str, change: Callable[[Rows], Rows]) -> None:
    """Change the rows of a table, sign the file anew with the log's own key: refused, and nothing is left."""
    house, made = standing
    forged = remade(made.ledger, house, lambda members: resigned(with_rows(members, table, change), house.key))
    with pytest.raises(Refusal, match=because):
        restore(empty, files_of(house, made, ledger=forged), house.key_file, house.world.clock)
    assert nothing_left(empty)


def in_row(place: int, **words: Any) -> Callable[[Rows], Rows]:
    """The rows with other words in one of them."""
    return lambda rows: [*rows[:place], {**rows[place], **words}, *rows[place + 1 :]]


def rewritten(row: Row) -> Row:
    """An entry that says something else, with the hash of what it says."""
    said = json.loads(base64.b64decode(row["bytes"]))
    content = json.dumps({**said, "salt": "0" * 32}, separators=(",", ":"), sort_keys=True).encode()
    return {
        **row,
        "bytes": base64.b64encode(content).decode(),
        "leaf_hash": base64.b64encode(leaf_hash(content)).decode(),
    }


def zeros(count: int) -> str:
    """So many bytes, as a file holds them."""
    return base64.b64encode(bytes(count)).decode()


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (in_row(40, leaf_hash=zeros(32)), "Entry 40 of the log is not what its hash says"),
        (in_row(40, verb="award.cancelled"), "columns of entry 40"),
        (in_row(40, actor="system"), "columns of entry 40"),
        (in_row(40, at="2025-01-01T00:00:00Z"), "columns of entry 40"),
        (in_row(40, work="00000000-0000-4000-8000-000000000000"), "columns of entry 40"),
        (lambda rows: [*rows[:40], *rows[41:]], "Entry 40 of the log is missing"),
        (lambda rows: rows[:-1], "not the one that its head names"),
        (lambda rows: [*rows[:40], rewritten(rows[40]), *rows[41:]], "tile of the log"),
        (lambda rows: [*rows[:-1], rewritten(rows[-1])], "not the one that its head names"),
    ],
    ids=["hash", "verb", "actor", "time", "work", "gap", "end", "rewritten", "rewritten at the end"],
)
def test_a_log_that_was_changed_is_refused(
    standing: Standing, prepared: Settings, change: Callable[[Rows], Rows], because: str
) -> None:
    """Every column of an entry counts, its place, and the tree over all of them."""
    refused(standing, prepared, because, "log_entry", change)


@pytest.mark.parametrize(
    ("table", "change", "because"),
    [
        ("log_subject", lambda rows: rows[1:], "index of what"),
        ("log_subject", in_row(0, subject="B-0000-0000-0"), "index of what"),
        ("log_subject", lambda rows: [*rows, {"subject": "nobody", "seq": 3}], "index of what"),
        ("log_tile", lambda rows: rows[1:], "tile of the log"),
        ("log_tile", in_row(0, root=zeros(32)), "tile of the log"),
        ("log_tile", in_row(0, hashes=zeros(32 * 256)), "tile of the log"),
        ("log_tile", lambda rows: [*rows, {**rows[0], "number": 7}], "tiles that do not belong"),
        ("checkpoint", in_row(0, root=zeros(32)), "does not continue the head signed at"),
        ("checkpoint", in_row(0, size=9_999), "does not continue the head signed at"),
        ("organisation", in_row(0, origin="other.example/books"), "not the one that its log was founded with"),
        ("organisation", in_row(0, base_currency="USD"), "not the one that its log was founded with"),
        ("organisation", in_row(0, log_key="other"), "not the one that its log was founded with"),
        ("organisation", in_row(0, demo=True), "not the one that its log was founded with"),
        ("organisation", lambda _rows: [], "not the one that its log was founded with"),
    ],
    ids=[
        "a line less", "another line", "a line more", "a tile less", "another tile root", "other hashes", "a tile more",
        "another head", "a head to come", "another name", "another currency", "another key", "a demo", "none",
    ],
)  # fmt: skip
def test_what_repeats_the_log_has_to_agree_with_it(
    standing: Standing, prepared: Settings, table: str, change: Callable[[Rows], Rows], because: str
) -> None:
    """The index, the tiles, the heads that were signed, and the organisation."""
    refused(standing, prepared, because, table, change)


@pytest.mark.parametrize("words", [{"root": "00" * 32}, {"size": 3}, {"origin": "other.example/books"}], ids=str)
def test_a_head_that_names_another_log_is_refused(
    standing: Standing, prepared: Settings, words: dict[str, object]
) -> None:
    """Another root, another size, another name."""
    house, made = standing
    forged = remade(made.ledger, house, lambda members: resigned(with_head(members, **words), house.key))
    with pytest.raises(Refusal, match=r"its head names|founded with"):
        restore(prepared, files_of(house, made, ledger=forged, sealed=None), None, house.world.clock)
    assert nothing_left(prepared)


@pytest.mark.parametrize(
    "change",
    [
        in_row(0, body=zeros(1200)),
        in_row(0, pseudonym="B-0000-0000-0"),
        in_row(0, version=77),
        in_row(0, sha256="0" * 64),
        lambda rows: [*rows, {**rows[0], "id": "00000000-0000-4000-8000-000000000000", "version": 77}],
    ],
    ids=["body", "whose", "version", "hash", "one more"],
)
def test_a_sealed_record_that_was_exchanged_is_counted(
    standing: Standing, prepared: Settings, change: Callable[[Rows], Rows]
) -> None:
    """It came from the old database like that: it is told, and it will not open; all else is restored."""
    house, made = standing
    forged = remade(made.sealed, house, lambda members: resigned(with_rows(members, "envelope", change), house.key))
    filled = restored(house, files_of(house, made, sealed=forged), prepared)
    assert filled.records.exchanged == 1
    assert filled.records.whole > 8
