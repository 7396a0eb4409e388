"""Two processes or one: the result is the same, whatever becomes of the other one."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from audit import aside, verify
from audit.aside import Aside, can_split
from audit.trouble import CannotRead
from tests.audit import bundles

HERE = os.getpid()


def anywhere() -> tuple[int, str]:
    """Say which process did the work; more bytes than a pipe takes at once."""
    return os.getpid(), "x" * 1_000_000


def only_here() -> int:
    """Do the work, but not in another process."""
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return 7


def raising() -> int:
    """Fail, in whichever process."""
    raise CannotRead("nothing")


@pytest.fixture(params=[True, False], ids=["two processes", "one process"])
def split(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Work with and without a second process."""
    wanted: bool = request.param
    if wanted and not hasattr(os, "fork"):
        pytest.skip("processes cannot be split here")
    monkeypatch.setattr(aside, "can_split", lambda: wanted)
    return wanted


@pytest.mark.filterwarnings("ignore:This process")
def test_work_is_done_beside_or_here(split: bool) -> None:
    """And its result comes back whole."""
    with Aside(anywhere) as beside:
        process, text = beside.result()
    assert (process != HERE) is split
    assert len(text) == 1_000_000


@pytest.mark.filterwarnings("ignore:This process")
@pytest.mark.usefixtures("split")
def test_a_process_that_dies_does_not_lose_the_result() -> None:
    """Then the work is done here."""
    with Aside(only_here) as beside:
        assert beside.result() == 7
    with pytest.raises(CannotRead), Aside(raising) as beside:
        beside.result()


@pytest.mark.filterwarnings("ignore:This process")
@pytest.mark.usefixtures("split")
def test_nothing_is_left_when_nobody_asks() -> None:
    """The other process ends with the block."""

    def for_ever() -> None:
        while True:
            signal.pause()

    with Aside(for_ever) as beside:
        process = beside._process
    assert not process or not exists(process)


def exists(process: int) -> bool:
    """Say whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_program_with_threads_is_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of it could wait for ever for a lock that nobody holds any more."""
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert not can_split()


def damage_nothing(_: bundles.Files) -> None:
    """Leave a bundle sound."""


def damage_much(files: bundles.Files) -> None:
    """Give a bundle findings in both halves of the work."""
    files["data/tables/log.csv"] += b"more\n"
    files["data/journal.hledger"] += b"2026-02-01 (99) gift\n"
    files["data/log/tile/0/000"] = b""


@pytest.mark.filterwarnings("ignore:This process")
@pytest.mark.usefixtures("split")
@pytest.mark.parametrize("damage", [damage_nothing, damage_much])
def test_a_report_is_the_same_from_two_processes(
    tmp_path: Path, damage: Callable[[bundles.Files], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same findings and the same counts, in the same order."""
    files = bundles.sound()
    damage(files)
    path = bundles.write_zip(tmp_path / "b.zip", files)
    one = verify.verify(path)
    monkeypatch.setattr(verify, "MANY", 1)
    two = verify.verify(path)
    assert (two.findings.kept, two.findings.checks) == (one.findings.kept, one.findings.checks)
    assert two.checkers == one.checkers
