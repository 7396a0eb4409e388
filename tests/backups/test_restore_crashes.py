"""A restore that fails or dies at any step: nothing half is ever served, and the next restore ends well."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

import app
from ledger import work
from ledger.backups import filling, restoring
from ledger.backups.making import Made
from ledger.backups.restoring import restore
from ledger.commands.opening import open_store
from ledger.commands.outcome import Failure
from ledger.keys.logkey import create_log_key
from ledger.log.models import LogEntry
from ledger.protect.install import differences
from ledger.settings import Settings
from tests.backups.faults import Broken, Form, Step, die, fail, killed_in
from tests.backups.kept import House, files_of, nothing_left
from tests.builders import ORIGIN

Standing = tuple[House, Made]

BEFORE = [
    Step(restoring, "set_mark"),
    Step(restoring, "_place_log_key"),
    Step(filling, "lay_out_within"),
    Step(filling, "put_aside"),
    Step(filling, "load", 1),
    Step(filling, "erased_in"),
    Step(filling, "load", 2),
    Step(filling, "migrate_within"),
    Step(filling, "install"),
    Step(filling, "check_log"),
    Step(filling, "check_records"),
    Step(filling, "begin_afresh"),
    Step(restoring, "fill"),
]
COMMIT, CLEAR = Step(work, "_commit"), Step(restoring, "clear_mark")
STORED = [(COMMIT, Form.STORED), (CLEAR, Form.NOT_STORED), (CLEAR, Form.STORED)]
NOT_STORED = [*((step, form) for step in BEFORE for form in Form), (COMMIT, Form.NOT_STORED)]
ON_POSTGRESQL = [(BEFORE[2], Form.STORED), (BEFORE[6], Form.STORED), (BEFORE[8], Form.STORED), NOT_STORED[-1]]


def attempt(standing: Standing, place: Settings) -> bool:
    """Restore; False where an earlier attempt was finished."""
    house, made = standing
    return restore(place, files_of(house, made), house.key_file, house.world.clock) is not None


def refuses_to_start(place: Settings) -> bool:
    """Whether neither a command nor the pages start on a home."""
    for start in (open_store, app.create_app):
        try:
            start(place)
        except (Failure, RuntimeError, SQLAlchemyError):
            continue
        return False
    return True


def is_whole(standing: Standing, place: Settings) -> None:
    """The home starts, its log ends with one entry of one restore, its database refuses what it must."""
    house, made = standing
    assert not place.restore_mark.exists()
    assert place.log_key.read_bytes() == house.key_file.read_bytes()
    store = open_store(place)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(LogEntry)) == made.size + 1
        last = session.scalars(select(LogEntry.verb).order_by(LogEntry.seq.desc()).limit(1)).one()
        assert last == "backup.restored"
        assert differences(session.connection()) == []
    store.engine.dispose()
    app.create_app(place).extensions["store"].engine.dispose()


def broken(standing: Standing, place: Settings, step: Step, form: Form) -> None:
    """Restore, and let a step fail."""
    with pytest.MonkeyPatch.context() as patch:
        step.breaks(patch, form, fail)
        with pytest.raises(Broken):
            attempt(standing, place)


def killed(standing: Standing, place: Settings, step: Step, form: Form) -> None:
    """Restore in another process, and let it be killed at a step."""

    def act() -> None:
        with pytest.MonkeyPatch.context() as patch:
            step.breaks(patch, form, die)
            attempt(standing, place)

    assert killed_in(act)


@pytest.mark.parametrize(("step", "form"), NOT_STORED, ids=str)
def test_a_step_that_fails_before_the_end_leaves_nothing(
    standing: Standing, prepared: Settings, step: Step, form: Form
) -> None:
    """No home, no row."""
    broken(standing, prepared, step, form)
    assert nothing_left(prepared)
    assert refuses_to_start(prepared)


def test_nor_does_it_leave_a_file(standing: Standing, empty_sqlite: Settings) -> None:
    """Where there was no database before, there is none after."""
    broken(standing, empty_sqlite, BEFORE[8], Form.STORED)
    assert nothing_left(empty_sqlite)


@pytest.mark.parametrize(("step", "form"), ON_POSTGRESQL, ids=str)
def test_nor_does_it_on_postgresql(standing: Standing, empty_postgres: Settings, step: Step, form: Form) -> None:
    """The tables come to be with their rows, or not at all; then it is restored."""
    broken(standing, empty_postgres, step, form)
    assert nothing_left(empty_postgres)
    assert attempt(standing, empty_postgres)
    is_whole(standing, empty_postgres)


@pytest.mark.parametrize(("step", "form"), STORED, ids=str)
def test_a_step_that_fails_at_the_end_is_finished_by_the_next(
    standing: Standing, empty: Settings, step: Step, form: Form
) -> None:
    """All was stored, whatever the command said; until the next one nothing starts, and nothing is stored twice."""
    broken(standing, empty, step, form)
    if (step, form) != (CLEAR, Form.STORED):
        assert refuses_to_start(empty)
        assert not attempt(standing, empty)
    is_whole(standing, empty)


@pytest.mark.parametrize(("step", "form"), [(BEFORE[0], Form.NOT_STORED), *ON_POSTGRESQL, *STORED[:2]], ids=str)
def test_after_a_sudden_end_nothing_starts_until_it_is_restored(
    standing: Standing, empty: Settings, step: Step, form: Form
) -> None:
    """Killed at a step, on each engine: the mark stands, or nothing does; the next restore ends well."""
    killed(standing, empty, step, form)
    assert refuses_to_start(empty)
    assert attempt(standing, empty) is ((step, form) not in STORED)
    is_whole(standing, empty)


def test_a_mark_of_another_restore_does_not_make_a_full_database_an_empty_one(
    standing: Standing, house_once: House, tmp_path: Path
) -> None:
    """A home with a mark, before the database of somebody else: nothing of it is touched."""
    place = Settings(tmp_path / "home", house_once.world.store.engine.url.render_as_string(hide_password=False))
    place.home.mkdir()
    place.restore_mark.write_text("00000000-0000-4000-8000-000000000000\n")
    with house_once.world.store.reading() as session:
        before = session.scalar(select(func.count()).select_from(LogEntry))
    with pytest.raises(Exception, match="not empty"):
        attempt(standing, place)
    with house_once.world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(LogEntry)) == before


def test_a_log_key_that_a_killed_attempt_has_left_is_not_believed(
    standing: Standing, prepared: Settings, tmp_path: Path
) -> None:
    """It was placed before the log was there to compare it with: the next attempt begins without it."""
    house, made = standing
    create_log_key(tmp_path / "other.key", ORIGIN)

    def act() -> None:
        with pytest.MonkeyPatch.context() as patch:
            BEFORE[1].breaks(patch, Form.STORED, die)
            restore(prepared, files_of(house, made), tmp_path / "other.key", house.world.clock)

    assert killed_in(act)
    assert prepared.log_key.exists()
    assert restore(prepared, files_of(house, made), None, house.world.clock)
    assert not prepared.log_key.exists()


def test_a_mark_that_cannot_be_read_is_told(standing: Standing, empty_sqlite: Settings) -> None:
    """And nothing starts."""
    empty_sqlite.home.mkdir(parents=True)
    empty_sqlite.restore_mark.write_text("?")
    assert refuses_to_start(empty_sqlite)
    with pytest.raises(Exception, match="is not readable"):
        attempt(standing, empty_sqlite)
