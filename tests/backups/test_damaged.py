"""Files that were damaged on their way: refused in one sentence, wherever the damage is."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.backups.making import Made
from ledger.backups.restoring import restore
from ledger.errors import Refusal
from ledger.keys.age import Identity
from ledger.settings import Settings
from tests.backups.kept import House, files_of, home_for, nothing_left

Standing = tuple[House, Made]
FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused(standing: Standing, template: Path, which: str, content: bytes) -> None:
    """Try to restore with one file replaced by these bytes: refused by name, and nothing is left."""
    house, made = standing
    with TemporaryDirectory() as folder:
        shutil.copy(template, f"{folder}/almoner.db")
        damaged, empty = Path(folder) / "damaged.age", home_for(f"sqlite:///{folder}/almoner.db", Path(folder))
        damaged.write_bytes(content)
        with pytest.raises(Refusal, match=r"damaged\.age: ") as refusal:
            restore(empty, files_of(house, made, **{which: damaged}), house.key_file, house.world.clock)
        assert "\n" not in str(refusal.value)
        assert nothing_left(empty)


@pytest.mark.parametrize("which", ["ledger", "sealed"])
@FEW
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_changed_bit_is_refused(
    standing: Standing, sqlite_template: Path, which: str, where: float, bit: int
) -> None:
    """Any bit, anywhere in either file."""
    content = bytearray(getattr(standing[1], which).read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    refused(standing, sqlite_template, which, bytes(content))


@pytest.mark.parametrize("which", ["ledger", "sealed"])
@FEW
@given(where=st.floats(0, 1, exclude_max=True))
def test_a_file_without_its_end_is_refused(standing: Standing, sqlite_template: Path, which: str, where: float) -> None:
    """Wherever it was cut; an empty one as well."""
    content = getattr(standing[1], which).read_bytes()
    refused(standing, sqlite_template, which, content[: int(where * len(content))])


def test_something_behind_the_end_is_refused(standing: Standing, sqlite_template: Path) -> None:
    """One byte too many."""
    refused(standing, sqlite_template, "ledger", standing[1].ledger.read_bytes() + b"\x00")


def test_a_stranger_restores_nothing(standing: Standing, empty: Settings) -> None:
    """The file says that it was not sealed to them."""
    house, made = standing
    with pytest.raises(Refusal, match="not sealed to this identity"):
        restore(empty, files_of(house, made, identity=Identity.fresh()), house.key_file, house.world.clock)
    assert nothing_left(empty)
