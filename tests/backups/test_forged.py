"""Files that somebody made or changed: refused in one sentence, and nothing of them is left behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.backups.making import Made
from ledger.backups.restoring import restore
from ledger.errors import Refusal
from ledger.keys.logkey import create_log_key
from ledger.settings import Settings
from tests.backups.forging import Member, members_of, remade, resigned, with_head, with_rows
from tests.backups.kept import House, files_of, nothing_left
from tests.builders import ORIGIN

Change = Callable[[list[Member]], list[Member]]
Standing = tuple[House, Made]


def refused(standing: Standing, empty: Settings, because: str, **files: object) -> None:
    """Try to restore these files: refused for this reason, in one sentence, and nothing is left."""
    house, made = standing
    with pytest.raises(Refusal, match=because) as refusal:
        restore(empty, files_of(house, made, **files), house.key_file, house.world.clock)
    assert "\n" not in str(refusal.value)
    assert nothing_left(empty)


def changed(standing: Standing, change: Change) -> Path:
    """The ledger's file, changed."""
    house, made = standing
    return remade(made.ledger, house, change)


def other_verifier(members: list[Member]) -> list[Member]:
    """What somebody changes who would like to sign in as another: what proves a passphrase."""
    return with_rows(members, "account", lambda rows: [{**row, "verifier": rows[0]["verifier"]} for row in rows])


def test_a_changed_row_is_refused(standing: Standing, prepared: Settings) -> None:
    """The signed sums are of other rows."""
    refused(standing, prepared, "not those that its sums name", ledger=changed(standing, other_verifier))


def test_a_row_that_somebody_else_signed_is_refused(standing: Standing, prepared: Settings, tmp_path: Path) -> None:
    """With a log key of their own, under the same name."""
    other = create_log_key(tmp_path / "other.key", ORIGIN)
    forged = changed(standing, lambda members: resigned(other_verifier(members), other))
    refused(standing, prepared, "somebody else made it", ledger=forged)


def test_a_note_without_a_signature_is_refused(standing: Standing, prepared: Settings) -> None:
    """The sums alone, with another's line, with no line."""
    house, _made = standing

    def unsigned(members: list[Member]) -> list[Member]:
        text = resigned(members, house.key)[-1][1].partition(b"\n\n")[0]
        return [*members[:-1], ("sums.note", text + b"\n")]

    refused(standing, prepared, "not signed as a backup", ledger=changed(standing, unsigned))


def test_a_checkpoint_is_no_signature_over_sums(standing: Standing, prepared: Settings) -> None:
    """Something else that the log's key has signed."""
    house, _made = standing
    note = house.key.sign_note(f"{ORIGIN}\n1\n{'A' * 43}=\n").encode()
    forged = changed(standing, lambda members: [*members[:-1], ("sums.note", note)])
    refused(standing, prepared, "not those that its sums name", ledger=forged)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (lambda members: members[:-1], "not whole"),
        (lambda members: [*members[:-2], members[-1]], "not those that its sums name"),
        (lambda members: [*members[:2], ("notes.txt", b""), *members[2:]], "no log in it"),
        (lambda members: [members[0], *members[2:4], members[1], *members[4:]], "no log in it"),
        (lambda members: [members[1], *members], "no backup"),
        (lambda members: members[1:], "no backup"),
        (lambda _members: [], "no backup"),
        (lambda members: [*members[:-1], ("sums.note", b"")], "not signed as a backup"),
        (lambda members: [members[0], (members[1][0], b"[1\n"), *members[2:]], "not written as it should be"),
        (lambda members: [members[0], (members[1][0], b"{}\n"), *members[2:]], "not written as it should be"),
        (lambda members: with_head(members, v=2), "newer version"),
        (lambda members: with_head(members, holds="everything"), "no backup"),
        (lambda members: with_head(members, tables=[["account", [["person_id", "uuid"]]]]), "not of the form"),
        (lambda members: with_head(members, tables=[["sqlite_master", []]]), "not of the form"),
        (lambda members: with_head(members, revision="9999"), "another version of the program"),
        (lambda members: with_head(members, size=1), "not those that its sums name"),
    ],
    ids=[
        "without its sums", "without a part", "with more", "in another order", "the head twice", "without a head",
        "empty", "empty sums", "a broken line", "another line", "of a newer version", "of another kind",
        "lacking columns", "of another table", "of an unknown form", "of another size",
    ],
)  # fmt: skip
def test_a_file_that_was_taken_apart_is_refused(
    standing: Standing, prepared: Settings, change: Change, because: str
) -> None:
    """Whichever piece is missing, too much, or says something else."""
    refused(standing, prepared, because, ledger=changed(standing, change))


def test_a_row_that_points_nowhere_is_refused(standing: Standing, empty: Settings) -> None:
    """On each engine, also where somebody could sign it."""
    house, _made = standing

    def elsewhere(members: list[Member]) -> list[Member]:
        return resigned(
            with_rows(members, "award", lambda rows: [{**row, "beneficiary": "B-0000-0000-0"} for row in rows]),
            house.key,
        )

    refused(standing, empty, "do not fit together", ledger=changed(standing, elsewhere))


def test_a_value_that_a_table_refuses_is_refused(standing: Standing, empty: Settings) -> None:
    """A stage that there is not: the named CHECKs stand also while a backup is loaded."""
    house, _made = standing

    def unheard(members: list[Member]) -> list[Member]:
        return resigned(with_rows(members, "award", lambda rows: [{**row, "stage": "lost"} for row in rows]), house.key)

    refused(standing, empty, "do not fit together", ledger=changed(standing, unheard))


def test_a_log_that_says_nonsense_is_refused(standing: Standing, prepared: Settings) -> None:
    """Canonical or not, an entry without its members ends in a sentence, not in a traceback."""

    def nonsense(members: list[Member]) -> list[Member]:
        return with_rows(members, "log_entry", lambda rows: [{**row, "bytes": "e30="} for row in rows])

    refused(standing, prepared, "not written as a log is", ledger=changed(standing, nonsense))


def test_files_that_were_exchanged_are_refused(standing: Standing, prepared: Settings) -> None:
    """Each is told by its own name."""
    _house, made = standing
    refused(standing, prepared, rf"{made.sealed.name}: It is the other", ledger=made.sealed, sealed=made.ledger)
    refused(standing, prepared, rf"{made.ledger.name}: It is the other", sealed=made.ledger)


def test_sealed_records_of_another_log_are_refused(standing: Standing, prepared: Settings) -> None:
    """Of another name, of another root, of another form, or younger than the ledger."""
    house, made = standing
    size = json.loads(members_of(made.sealed, house.world.outsiders[0])[0][1])["size"]
    for words, because in (
        ({"origin": "other.example/books"}, "of another log"),
        ({"root": "00" * 32}, "of another log"),
        ({"size": size - 1}, "of another log"),
        ({"size": size + 1}, "younger"),
        ({"revision": "9999"}, "of another version"),
    ):
        forged = remade(
            made.sealed, house, lambda members, words=words: resigned(with_head(members, **words), house.key)
        )  # type: ignore[misc]
        refused(standing, prepared, because, sealed=forged)


def test_sealed_records_that_do_not_say_whose_they_are_are_refused(standing: Standing, prepared: Settings) -> None:
    """Nobody could tell whether they are of somebody who was erased."""
    house, made = standing
    forged = remade(made.sealed, house, lambda members: with_head(members, tables=[["envelope", [["id", "uuid"]]]]))
    refused(standing, prepared, "does not say whose", sealed=forged)


def test_a_sealed_row_that_was_changed_is_refused(standing: Standing, prepared: Settings, tmp_path: Path) -> None:
    """By whoever has no log key, or another."""
    house, made = standing

    def fewer(members: list[Member]) -> list[Member]:
        return with_rows(members, "hint", lambda rows: rows[1:])

    refused(standing, prepared, "not those that its sums name", sealed=remade(made.sealed, house, fewer))
    other = create_log_key(tmp_path / "other.key", ORIGIN)
    forged = remade(made.sealed, house, lambda members: resigned(fewer(members), other))
    refused(standing, prepared, "somebody else made it", sealed=forged)
