"""Nothing in a bundle names a person or an organisation that the log does not name (H9)."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.exports.bundle import write_bundle
from ledger.funds.actions import FundTerms, open_fund, record_donor
from ledger.keys.logkey import LogKey
from tests.builders import FIRST, LAST, World, give

PLANTED = "Ysolwyn Quorvex"


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file in a zip, and in the zips inside it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            inner = archive.read(name)
            yield name, inner
            if zipfile.is_zipfile(io.BytesIO(inner)):
                yield from unpacked(inner)


def test_planted_names_are_nowhere_in_a_bundle(lived: World, key: LogKey, tmp_path: Path) -> None:
    """Names of staff, of a donor and of a fund stand in the database only; their codes stand in the bundle."""
    with lived.store.work(lived.actors["amina"]) as work:
        donor = record_donor(work, "PLANTEDDONOR", PLANTED)
        open_fund(work, FundTerms("PLANTEDFUND", f"{PLANTED} fund", "EUR", FIRST, LAST, (), donor))
    give(lived, 100)
    write_bundle(lived.store, key, lived.actors["ilse"], tmp_path / "b.zip")
    files = dict(unpacked((tmp_path / "b.zip").read_bytes()))
    assert any(b"PLANTEDFUND" in content for content in files.values())
    assert "xl/worksheets/sheet2.xml" in files, "zips inside are searched too"
    staff = "|".join(name.title() for name in lived.people)
    names = re.compile(rf"Ysolwyn|Quorvex|A donor|A fund|\b(?:{staff})\b".encode())
    found = [name for name, content in files.items() if not name.startswith("audit/") and names.search(content)]
    assert not found


def test_what_is_spooled_is_for_its_owner_only_and_goes_away(
    lived_once: World, key: LogKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A private folder while the bundle grows, nothing afterwards: also where making it fails."""
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spool))

    def look(_step: str) -> None:
        (folder,) = spool.glob("bundle-*")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    def fail(step: str) -> None:
        if step == "zip":
            raise OSError(28, "no space left")

    write_bundle(lived_once.store, key, lived_once.actors["ilse"], tmp_path / "b.zip", look)
    assert not list(spool.iterdir())
    with pytest.raises(OSError, match="no space"):
        write_bundle(lived_once.store, key, lived_once.actors["ilse"], tmp_path / "c.zip", fail)
    assert not list(spool.iterdir())
    assert not (tmp_path / "c.zip").exists()
