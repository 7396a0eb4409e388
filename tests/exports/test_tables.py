"""Tables as RFC 4180 has them: whatever a code is made of comes back out of its cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from audit.__main__ import main as verify
from ledger.actor import SYSTEM
from ledger.exports import tables
from ledger.exports.bundle import write_bundle
from ledger.exports.tables import TABLES, csv_parts
from ledger.funds.actions import FundTerms, open_fund
from ledger.keys.logkey import LogKey
from tests.builders import FIRST, LAST, World

FUNDS = next(table for table in TABLES if table.name == "funds")


def open_with_code(world: World, code: str) -> None:
    """Open a fund under a code that no form would take, as one from a file may be."""
    with world.store.work(world.actors["amina"]) as work:
        open_fund(work, FundTerms(code, "Odd", "EUR", FIRST, LAST))


@pytest.mark.parametrize("code", ['A,"B"', "A\rB", "\r=1+1", "A\nB", "A;B\tC", "صندوق", " A ", "A\u2028B"])
def test_odd_codes_come_back_as_they_were(lived_once: World, code: str) -> None:
    """A carriage return in quotes too: bare, it would end the row, and begin the next one with what follows."""
    open_with_code(lived_once, code)
    with lived_once.store.reading() as session:
        content = b"".join(csv_parts(FUNDS, session, 0)).decode()
    rows = list(csv.DictReader(io.StringIO(content, newline=""), strict=True))
    assert sorted(row["code"] for row in rows) == sorted(["FUND", code])
    assert content.count("\r") == code.count("\r"), "rows end in a newline alone"


@pytest.mark.parametrize("code", ['A,"B"', "A;B", "(A)", "صندوق", "=1+1", "GB-COH-1/GBP"])
def test_a_bundle_with_odd_codes_verifies(
    lived_once: World, key: LogKey, tmp_path: Path, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, journal and workbook write it so that the verifier reads the same."""
    open_with_code(lived_once, code)
    write_bundle(lived_once.store, key, SYSTEM, tmp_path / "b.zip")
    assert verify(["verify", str(tmp_path / "b.zip")]) == 0, capsys.readouterr().out


def test_a_table_is_streamed_in_batches(lived: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part holds at most a batch of rows, and together they are the same bytes."""
    table = next(table for table in TABLES if table.name == "gl_detail")
    with lived.store.reading() as session:
        whole = list(csv_parts(table, session, 0))
        monkeypatch.setattr(tables, "BATCH", 3)
        parts = list(csv_parts(table, session, 0))
    assert len(whole) == 1
    assert len(parts) > 3
    assert all(part.count(b"\n") <= 3 for part in parts)
    assert b"".join(parts) == whole[0]
