"""The workbook: live formulas that carry their values, text that stays text, sheets that go on."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from audit.__main__ import main as verify
from ledger.actor import SYSTEM
from ledger.exports import workbook as exported
from ledger.exports.bundle import write_bundle
from ledger.funds.actions import FundTerms, open_fund, record_donor
from ledger.keys.logkey import LogKey
from tests.builders import FIRST, LAST, World, approved, give

SUM = re.compile(r"'([^']+)'!([A-Z])2:")


def workbook_of(world: World) -> bytes:
    """Make the workbook as the ledger stands."""
    with world.store.reading() as session:
        return b"".join(exported.workbook(session, 0))


def recalculated(book: Any, formula: str) -> int:
    """Add up what a SUM or a SUMIF names, as a spreadsheet program would."""
    ranges = SUM.findall(formula)
    if formula.startswith("=SUMIF("):
        (sheet, where), (_, column) = ranges
        wanted = formula.split('"')[1]
        pairs = zip(book[sheet][where][1:], book[sheet][column][1:], strict=True)
        return sum(cell.value for beside, cell in pairs if beside.value == wanted)
    return sum(cell.value for sheet, column in ranges for cell in book[sheet][column][1:])


def test_every_formula_carries_the_value_that_a_recalculation_gives(lived: World) -> None:
    """And the difference beside it is nothing."""
    content = workbook_of(lived)
    live, stored = load_workbook(io.BytesIO(content)), load_workbook(io.BytesIO(content), data_only=True)
    ties = [row for row in live["Contents"].iter_rows(min_row=2) if str(row[3].value).startswith("=SUM")]
    assert [row[0].value for row in ties] == [
        "Trial balance",
        "Awards",
        "Loans",
        "Disbursements",
        "Entries",
        "Trial balance, EUR only",
    ]
    for row in ties:
        place = row[0].row
        due = [cell.value for cell in stored["Contents"][place]][1:5]
        assert recalculated(live, row[3].value) == due[2] == due[1]
        assert row[4].value == f"=C{place}-D{place}"
        assert due[3] == 0
    values = {row[0]: row[1:3] for row in stored["Contents"].iter_rows(values_only=True)}
    assert values["Awards"] == (3, 160_001)
    assert values["Trial balance, EUR only"] == (7, 0)


def test_the_trial_balance_has_exact_decimals_beside_its_minor_units(lived: World) -> None:
    """Up to the largest amounts there are, where a float would be a cent off."""
    give(lived, 9_000_000_000_000_001)
    rows = list(load_workbook(io.BytesIO(workbook_of(lived)))["Trial balance"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 7
    assert (-9_000_000_001_000_001, "-90000000010000.01") in [(row[5], row[7]) for row in rows]
    for row in rows:
        assert Decimal(row[7]) == Decimal(row[5]) / 100
        assert Decimal(row[8]) == Decimal(row[6]) / 100


def test_a_full_sheet_goes_on_in_a_second_one(
    lived_once: World, key: LogKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under the same head; the totals add up all of them, and the verifier agrees."""
    monkeypatch.setattr(exported, "MOST_ROWS", 8)
    for _ in range(4):
        approved(lived_once, 10_000)
    write_bundle(lived_once.store, key, SYSTEM, tmp_path / "b.zip")
    assert verify(["verify", str(tmp_path / "b.zip")]) == 0, capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        book = load_workbook(io.BytesIO(bundle.read("data/workbook.xlsx")))
    assert [name for name in book.sheetnames if name.startswith("Entries")][:3] == ["Entries", "Entries 2", "Entries 3"]
    assert [cell.value for cell in book["Entries 2"][1]] == exported.ENTRIES
    assert book["Entries"].max_row == book["Entries 2"].max_row == 8
    assert book["Entries 2"]["A2"].value is not None
    tie = next(row for row in book["Contents"].iter_rows(values_only=True) if row[0] == "Awards")
    assert recalculated(book, tie[3]) == tie[2]


@pytest.mark.parametrize("planted", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A1", "#REF!"])
def test_text_that_looks_like_a_formula_stays_text(lived_once: World, planted: str) -> None:
    """Codes come from files too; nothing in them is ever calculated."""
    with lived_once.store.work(lived_once.actors["amina"]) as work:
        donor = record_donor(work, planted, planted)
        open_fund(work, FundTerms(planted, planted, "EUR", FIRST, LAST, (), donor))
    funds = load_workbook(io.BytesIO(workbook_of(lived_once)))["Funds"]
    found = next(cell for cell in funds["B"] if cell.value == planted)
    assert found.data_type == "s"


def test_control_characters_and_turned_text_are_cleaned(lived_once: World) -> None:
    """They would break the file, or show a code backwards."""
    with lived_once.store.work(lived_once.actors["amina"]) as work:
        open_fund(work, FundTerms("A\u202eB\u2066C\x07D\x1bE\ufffe\u061c\x85", "Odd", "EUR", FIRST, LAST))
    funds = load_workbook(io.BytesIO(workbook_of(lived_once)))["Funds"]
    assert "ABCDE" in [cell.value for cell in funds["B"]]
