"""Lists as files: exactly what is shown, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Response
from openpyxl import load_workbook

from ledger.actor import Role
from ledger.web.download import csv_response, xlsx_response

HEAD = ["Reference", "Amount", "Day", "Role"]
ROW = ["A-1", (-125_050, "EUR"), date(2026, 1, 5), Role.OFFICER]


def test_an_amount_is_two_cells_under_two_headings() -> None:
    """Exact decimals and their currency; a negative amount is a number, not a formula."""
    response = csv_response("awards", HEAD, [ROW])
    assert response.get_data(as_text=True) == "Reference,Amount,,Day,Role\nA-1,-1250.50,EUR,2026-01-05,officer\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="awards.csv"'
    assert csv_response("awards", HEAD, []).get_data(as_text=True) == "Reference,Amount,Day,Role\n"
    moment = csv_response("log", ["When"], [[datetime(2026, 1, 5, 9, tzinfo=UTC)]])
    assert moment.get_data(as_text=True) == "When\n2026-01-05T09:00:00Z\n"


@pytest.mark.parametrize(
    "planted", ["=1+1", "+49-30", "+1+1", "-1-1", "--1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/c calc'!A1"]
)
def test_what_a_spreadsheet_would_run_is_quoted(planted: str) -> None:
    """In CSV behind an apostrophe, in a workbook as text."""
    (_, (cell,)) = csv.reader(io.StringIO(csv_response("x", ["Code"], [[planted]]).get_data(as_text=True), newline=""))
    assert cell == f"'{planted}"
    sheet = load_workbook(io.BytesIO(xlsx_response("x", ["Code"], [[planted]]).data)).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).strip() == planted.strip()


@pytest.mark.parametrize("number", ["-1", "-1.5", "-1250.50", "0", "+254712345678", "+49 30 1234"])
def test_a_number_stays_a_number(number: str) -> None:
    """An apostrophe before it would keep a spreadsheet from adding it up, and a provider from finding a telephone."""
    response = csv_response("x", ["Minor"], [[number]])
    assert response.get_data(as_text=True) == f"Minor\n{number}\n"
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(("answer", "most"), [(csv_response, 1_000_000), (xlsx_response, 3_000_000)])
def test_a_list_of_any_length_takes_no_more_memory(answer: Callable[..., Response], most: int) -> None:
    """Sixteen megabytes of rows are never in memory together, neither while they are written nor while they are sent."""
    rows = ([f"{number}", "x" * 4_000] for number in range(4_000))
    tracemalloc.start()
    try:
        sent = answer("log", ["Number", "Text"], rows)
        length = sum(map(len, sent.response))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert length == int(sent.headers["Content-Length"])
    assert peak < most


def test_nothing_stays_behind_of_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of one that was sent, nor of one that broke while it was written."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    files = _open_files(tmp_path)
    sent = csv_response("log", ["Number"], [["1"]])
    assert _open_files(tmp_path) == files + 1
    sent.close()
    with pytest.raises(ZeroDivisionError):
        csv_response("log", ["Number"], ([1 // (1 - number)] for number in range(2)))
    assert _open_files(tmp_path) == files
    assert not list(tmp_path.iterdir())


def _open_files(folder: Path) -> int:
    links = list(Path("/proc/self/fd").iterdir())
    return sum(link.is_symlink() and str(link.readlink()).startswith(str(folder)) for link in links)
