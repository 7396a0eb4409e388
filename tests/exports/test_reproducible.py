"""The same ledger under the same head gives the same bytes, on another day and in another place too."""

from __future__ import annotations

import hashlib
import os
import time
import zipfile
from pathlib import Path

import pytest

from ledger.exports.bundle import pack
from ledger.exports.snapshot import signed_moment
from ledger.keys.logkey import LogKey
from tests.builders import World


def test_two_bundles_of_one_moment_are_the_same_file(
    lived: World, key: LogKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second later, under another umask, in another time zone, in another folder for temporary files."""
    (tmp_path / "elsewhere").mkdir()
    with signed_moment(lived.store, key) as (session, head):
        first = pack(session, key, head, 3, tmp_path / "a.zip")
        monkeypatch.setenv("TZ", "Pacific/Kiritimati")
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
        time.tzset()
        time.sleep(1.1)
        before = os.umask(0o077)
        try:
            second = pack(session, key, head, 3, tmp_path / "b.zip")
        finally:
            os.umask(before)
            monkeypatch.undo()
            time.tzset()
    assert first == second
    assert first.sha256 == hashlib.sha256((tmp_path / "a.zip").read_bytes()).hexdigest()
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert (tmp_path / "a.zip").stat().st_mode & 0o777 == 0o600


def test_members_are_sorted_dated_and_deflated(lived_once: World, key: LogKey, tmp_path: Path) -> None:
    """As section 7 of the log format has them: relative names in plain ASCII, 1980-01-01, nothing else about a machine."""
    with signed_moment(lived_once.store, key) as (session, head):
        pack(session, key, head, 0, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        members = bundle.infolist()
    assert [one.filename for one in members] == sorted(one.filename for one in members)
    assert {one.date_time for one in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {one.compress_type for one in members} == {zipfile.ZIP_DEFLATED}
    assert {(one.create_system, one.external_attr, one.extra, one.comment) for one in members} == {
        (3, 0o644 << 16, b"", b"")
    }
    assert all(one.filename.isascii() and ".." not in one.filename.split("/") for one in members)
    assert not any(one.filename.startswith("data/proofs/") for one in members)
