"""The log has to continue the head that somebody outside has kept, or nothing is restored."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from ledger.backups.making import Made
from ledger.backups.restoring import restore
from ledger.errors import Refusal
from ledger.keys.logkey import LogKey, create_log_key
from ledger.log.tiles import root_at
from ledger.settings import Settings
from tests.backups.kept import House, build, checkpoint_of, files_of, nothing_left, restored
from tests.builders import ORIGIN

Standing = tuple[House, Made]


def head(house: House, size: int, key: LogKey | None = None, root: bytes | None = None, name: str = ORIGIN) -> str:
    """A head of the log as it was at a size, or as somebody would have liked it."""
    with house.world.store.reading() as session:
        there = root if root is not None else root_at(session, size)
    return (key or house.key).sign_note(f"{name}\n{size}\n{base64.b64encode(there).decode()}\n")


def refused(standing: Standing, empty: Settings, note: str, because: str, key_file: Path | None = None) -> None:
    """Try to restore against a head: refused, and nothing is left."""
    house, made = standing
    with pytest.raises(Refusal, match=because):
        restore(empty, files_of(house, made, checkpoint=checkpoint_of(note)), key_file, house.world.clock)
    assert nothing_left(empty)


@pytest.mark.parametrize("back", [0, 1, 255, 256, 300])
def test_every_earlier_head_is_continued(standing: Standing, prepared: Settings, back: int) -> None:
    """That of the backup itself, one entry before it, and long before."""
    house, made = standing
    note = checkpoint_of(head(house, made.size - back))
    assert restored(house, files_of(house, made, checkpoint=note), prepared).head.size == made.size


def test_a_log_that_is_shorter_than_the_head_is_refused(standing: Standing, empty: Settings) -> None:
    """An older backup, in which an erasure or a decision of later is missing."""
    note = head(standing[0], standing[1].size + 1, root=bytes(32))
    refused(standing, empty, note, rf"ends at {standing[1].size} entries, .* signed at {standing[1].size + 1}")


def test_a_log_with_another_root_is_refused(standing: Standing, empty: Settings) -> None:
    """The same length, the same key, another story."""
    refused(standing, empty, head(standing[0], standing[1].size, root=bytes(32)), "it is another")
    refused(standing, empty, head(standing[0], standing[1].size - 40, root=bytes(32)), "it is another")


def test_a_head_under_another_key_is_refused(standing: Standing, prepared: Settings, tmp_path: Path) -> None:
    """Or under this key with another name, or with another's signature besides."""
    other = create_log_key(tmp_path / "other.key", ORIGIN)
    size = standing[1].size
    refused(standing, prepared, head(standing[0], size, key=other), "not signed with the key of this log")
    renamed = LogKey("other.example/books", standing[0].key.private)
    refused(standing, prepared, head(standing[0], size, key=renamed, name=renamed.origin), "not signed with the key")
    refused(standing, prepared, head(standing[0], size, name="other.example/books"), "not signed with the key")


def test_a_changed_head_is_refused(standing: Standing, prepared: Settings) -> None:
    """Its signature is over other words."""
    size = standing[1].size
    note = head(standing[0], size).replace(f"\n{size}\n", f"\n{size - 1}\n", 1)
    refused(standing, prepared, note, "not signed with the key of this log")


def test_a_ledger_that_somebody_invented_is_refused(
    standing: Standing, prepared: Settings, sqlite_url: str, tmp_path: Path
) -> None:
    """A whole house under the same name, for the same outsiders, with a log key of its own, and a backup of it."""
    house, made = standing
    invented = build(sqlite_url, tmp_path / "invented")
    false = invented.back_up()
    invented.world.store.engine.dispose()
    note = head(house, min(made.size, false.size))
    refused((house, false), prepared, note, "not signed with the key of this log")
    with pytest.raises(Refusal, match="log key that you gave is not"):
        restore(prepared, files_of(house, false), house.key_file, house.world.clock)
    assert nothing_left(prepared)
