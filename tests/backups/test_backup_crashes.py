"""A backup that fails or dies at any step: whatever stands under a final name is whole."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from ledger import work
from ledger.backups import folder, making
from ledger.backups.unpacking import opened
from ledger.database import open_engine
from ledger.work import Store, watch
from tests.backups.faults import Broken, Form, Step, die, fail, killed_in
from tests.backups.kept import House
from tests.builders import ORIGIN

STEPS = [
    Step(making, "held"),
    Step(work, "_commit"),
    Step(making, "free_names"),
    Step(making, "packed", 1),
    Step(making, "write_half", 1),
    Step(folder, "seal_stream", 2),
    Step(making, "write_half", 2),
    Step(making, "give_name", 1),
    Step(folder, "keep_names", 1),
    Step(making, "give_name", 2),
    Step(making, "older_sealed", 1),
]
DEATHS = [STEPS[5], STEPS[6], STEPS[7], STEPS[8], STEPS[9]]


def all_whole(house: House) -> list[str]:
    """Read every file under a final name to its end, and return their names."""
    found = sorted(path for path in house.folder.iterdir() if path.suffix == ".age")
    for path in found:
        with opened(path, house.world.outsiders[1]) as file:
            for shape in file.head.shapes:
                for _rows in file.rows_of(shape):
                    """To the end."""
            file.check(house.key.verifier_key)
    return [path.name for path in found]


def half_written(house: House) -> list[Path]:
    """What stands beside final names."""
    return [path for path in house.folder.iterdir() if path.suffix != ".age"]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_step_that_fails_leaves_nothing_half(
    house_once: House, monkeypatch: pytest.MonkeyPatch, step: Step, form: Form
) -> None:
    """No half file, neither under a final name nor beside one, and the next backup is made."""
    before = all_whole(house_once)
    with monkeypatch.context() as patch:
        step.breaks(patch, form, fail)
        with pytest.raises(Broken):
            house_once.back_up(keep=9)
    assert half_written(house_once) == []
    left = all_whole(house_once)
    assert len(left) in {len(before), len(before) + 1, len(before) + 2}
    made = house_once.back_up(keep=9)
    assert {made.ledger.name, made.sealed.name} <= set(all_whole(house_once))
    assert made.ledger.name not in left
    assert made.sealed.name not in left


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("step", DEATHS, ids=str)
def test_a_sudden_end_leaves_nothing_half_under_a_name(house_once: House, step: Step, form: Form) -> None:
    """Killed at a step: what has a name is whole, and the next backup clears the rest away."""
    url = house_once.world.store.engine.url.render_as_string(hide_password=False)

    def act() -> None:
        with pytest.MonkeyPatch.context() as patch:
            step.breaks(patch, form, die)
            engine = open_engine(url)
            watch(engine)
            making.make_backup(Store(engine, house_once.world.clock, ORIGIN), house_once.key, house_once.folder, None)

    assert killed_in(act)
    named = all_whole(house_once)
    assert len(named) == {"give_name 2": {Form.NOT_STORED: 1, Form.STORED: 2}, "give_name 1": {Form.STORED: 1}}.get(
        str(step), {}
    ).get(form, 1 if step.name == "keep_names" else 0)
    made = house_once.back_up()
    assert half_written(house_once) == []
    assert set(all_whole(house_once)) == {*named, made.ledger.name, made.sealed.name}


def test_a_full_disk_is_told_as_such(house_once: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system says it, and nothing is left."""

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        house_once.back_up()
    assert list(house_once.folder.iterdir()) == []


def test_a_backup_is_on_the_log_before_it_is_made(house_once: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it then fails; it names how far the log had come."""
    from tests.vault.sealed import verbs

    Step(making, "write_half").breaks(monkeypatch, Form.NOT_STORED, fail)
    with pytest.raises(Broken):
        house_once.back_up()
    assert verbs(house_once.world, 1) == ["backup.made"]


def test_the_log_key_must_be_the_one_of_the_log(house_once: House, tmp_path: Path) -> None:
    """A file that is signed with another could never be restored: it is not made, and nothing is logged."""
    from ledger.errors import Refusal
    from ledger.keys.logkey import create_log_key
    from tests.vault.sealed import verbs

    before = verbs(house_once.world, 1)
    other = dataclasses.replace(house_once, key=create_log_key(tmp_path / "other.key", ORIGIN))
    with pytest.raises(Refusal, match="not the one that this log was founded with"):
        other.back_up()
    assert verbs(house_once.world, 1) == before
    assert list(house_once.folder.iterdir()) == []
