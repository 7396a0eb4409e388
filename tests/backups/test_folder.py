"""Names that say nothing but a day; a rotation that touches nothing but its own; one backup at a time."""

from __future__ import annotations

import re
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.backups.folder import BackupNames, free_names, held, older_sealed
from ledger.backups.head import Half
from ledger.errors import Refusal
from tests.backups.kept import House, known

DAY = date(2026, 1, 5)


def test_a_name_says_the_day_and_nothing_else(house_once: House) -> None:
    """Not whose it is, what it is, or which program made it; only its owner reads it."""
    made = house_once.back_up()
    for path, letter in ((made.ledger, "a"), (made.sealed, "b")):
        assert path.name == f"archive-{letter}-2026-01-05.age"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_backup_of_a_day_has_a_number(house_once: House) -> None:
    """It replaces nothing, whichever of the two files is there."""
    first = house_once.back_up()
    second = house_once.back_up()
    assert second.ledger.name == "archive-a-2026-01-05-2.age"
    first.ledger.unlink()
    second.sealed.unlink()
    assert free_names(house_once.folder, DAY) == BackupNames(DAY, 3)


def test_only_so_many_files_of_sealed_records_are_kept(house_once: House) -> None:
    """The oldest go; every ledger's file stays, and so does whatever is not a backup's."""
    for name in ("archive-b-2026-01-01.age.bak", "archive-b-today.age", "b-2026-01-01.age", "archive-c-2026-01-01.age"):
        (house_once.folder / name).write_bytes(b"something else")
    others = {path.name for path in house_once.folder.iterdir()}
    made = []
    for _ in range(4):
        made.append(house_once.back_up(keep=2))
        house_once.world.clock.move(timedelta(days=1))
    kept = {path.name for path in house_once.folder.iterdir()}
    assert kept == others | {one.ledger.name for one in made} | {one.sealed.name for one in made[-2:]}
    assert [one.removed for one in made] == [0, 0, 1, 1]


def test_without_being_asked_nothing_is_removed(house_once: House) -> None:
    """But it is told how many stand there."""
    made = [house_once.back_up() for _ in range(3)]
    assert [one.older for one in made] == [0, 1, 2]
    assert len(list(house_once.folder.iterdir())) == 6


def test_the_newest_is_kept_whatever_its_day(house_once: House) -> None:
    """A clock that was wrong: files of a day to come do not push out the one that was just made."""
    future = house_once.folder / "archive-b-2099-01-01.age"
    future.write_bytes(b"from a wrong clock")
    made = house_once.back_up(keep=1)
    assert made.sealed.exists()
    assert not future.exists()


def test_at_least_one_is_kept(house_once: House) -> None:
    """None is no number of files to keep."""
    for number in (0, -3):
        with pytest.raises(Refusal, match="At least one"):
            house_once.back_up(keep=number)
    assert list(house_once.folder.iterdir()) == []


def test_days_and_numbers_are_ordered_as_numbers(tmp_path: Path) -> None:
    """The tenth of a day is younger than the ninth."""
    names = [BackupNames(DAY, number).of(Half.SEALED) for number in range(1, 12)]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in older_sealed(tmp_path, names[-1], 3)] == names[-4::-1]


def test_one_backup_is_written_into_a_folder_at_a_time(tmp_path: Path) -> None:
    """The second is refused; afterwards the folder is free again."""
    with held(tmp_path), pytest.raises(Refusal, match="Another backup"), held(tmp_path):
        raise AssertionError("both write")
    with held(tmp_path):
        assert tmp_path.is_dir()


def test_what_was_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    """Of its own names only."""
    for name in (
        "archive-a-2026-01-05.age.part",
        "archive-b-2026-01-05-2.age.part",
        "thesis.part",
        "archive-b.age.part",
    ):
        (tmp_path / name).write_bytes(b"half")
    with held(tmp_path):
        assert {path.name for path in tmp_path.iterdir()} == {"thesis.part", "archive-b.age.part"}


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A disk that is not mounted would be written onto the one below."""
    with pytest.raises(Refusal, match="no folder"), held(tmp_path / "usb"):
        raise AssertionError("it was made")
    assert not (tmp_path / "usb").exists()


def test_somebody_erased_leaves_the_folder_with_the_rotation(house_once: House) -> None:
    """After as many backups as are kept, no file holds them any more."""
    from tests.backups.kept import erase, values_in

    gone = known(house_once.world)
    house_once.back_up(keep=2)
    erase(house_once.world, gone)
    for _ in range(2):
        house_once.back_up(keep=2)
    sealed = [path for path in house_once.folder.iterdir() if re.match("archive-b", path.name)]
    assert len(sealed) == 2
    assert all(gone not in values_in(path, house_once.world.outsiders[0]) for path in sealed)
