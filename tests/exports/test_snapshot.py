"""A bundle describes one moment, whatever is written while it is made."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from audit.__main__ import main as verify
from ledger.actor import SYSTEM
from ledger.checkpoints import sign_checkpoint
from ledger.errors import NotFound, Refusal
from ledger.exports import snapshot
from ledger.exports.bundle import write_bundle
from ledger.exports.snapshot import signed_moment
from ledger.keys.logkey import LogKey
from ledger.log.entries import head_of
from ledger.log.models import Checkpoint
from ledger.work import Store
from tests.builders import DETAILS, World, give, register


class Intruder:
    """Signs as usual, and lets somebody write right after, so many times."""

    def __init__(self, world: World, times: int) -> None:
        self.world, self.left = world, times

    def __call__(self, store: Store, key: LogKey) -> Checkpoint:
        """Sign, then write."""
        head = sign_checkpoint(store, key)
        if self.left:
            self.left -= 1
            give(self.world, 777)
        return head


def test_what_is_written_between_signing_and_reading_is_signed_too(
    lived: World, key: LogKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables never tell more than the log under the head: the bundle verifies, and holds both gifts."""
    monkeypatch.setattr(snapshot, "sign_checkpoint", Intruder(lived, 2))
    receipt = write_bundle(lived.store, key, SYSTEM, tmp_path / "b.zip")
    assert verify(["verify", str(tmp_path / "b.zip")]) == 0, capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        assert bundle.read("data/tables/contributions.csv").count(b",777,") == 2
        assert bundle.read("data/tables/log.csv").count(b"\n") == receipt.size + 1


def test_what_is_written_while_a_bundle_is_made_is_not_in_it(
    lived: World, key: LogKey, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every part reads the one moment, though somebody writes before each of them."""
    steps: list[str] = []

    def write_meanwhile(step: str) -> None:
        steps.append(step)
        register(lived)

    receipt = write_bundle(lived.store, key, SYSTEM, tmp_path / "b.zip", write_meanwhile)
    assert steps[0] == "log"
    assert steps[-1] == "zip"
    assert verify(["verify", str(tmp_path / "b.zip")]) == 0, capsys.readouterr().out
    with lived.store.reading() as session:
        registered = 1 + len(DETAILS)
        assert head_of(session).size == receipt.size + registered * len(steps)


def test_a_moment_that_cannot_be_caught_is_refused(
    lived_once: World, key: LogKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather no bundle than one whose parts disagree."""
    monkeypatch.setattr(snapshot, "sign_checkpoint", Intruder(lived_once, snapshot.TRIES))
    with pytest.raises(Refusal, match="too busily"), signed_moment(lived_once.store, key):
        pytest.fail("there was no such moment")


def test_a_file_that_stands_already_is_not_logged_as_a_bundle(lived_once: World, key: LogKey, tmp_path: Path) -> None:
    """Failed and not stored: neither the file nor the log changes."""
    (tmp_path / "b.zip").write_bytes(b"older")
    with lived_once.store.reading() as session:
        before = head_of(session)
    with pytest.raises(FileExistsError):
        write_bundle(lived_once.store, key, SYSTEM, tmp_path / "b.zip")
    with lived_once.store.reading() as session:
        assert head_of(session) == before
    assert (tmp_path / "b.zip").read_bytes() == b"older"


@pytest.mark.parametrize("who", ["amina", "carla", "farah", "hana", "jonas"])
def test_nobody_but_an_auditor_makes_a_bundle(lived_once: World, key: LogKey, tmp_path: Path, who: str) -> None:
    """H11: the log would call it a finding."""
    with pytest.raises(NotFound):
        write_bundle(lived_once.store, key, lived_once.actors[who], tmp_path / "b.zip")
    write_bundle(lived_once.store, key, lived_once.actors["ilse"], tmp_path / "b.zip")
    assert verify(["verify", str(tmp_path / "b.zip")]) == 0
