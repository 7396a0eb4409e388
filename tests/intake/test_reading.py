"""Files of past awards as people really have them: read strictly, refused by row and field, nothing guessed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ledger.intake.rules.reading import CannotRead, read_awards
from ledger.intake.rules.records import Reading

TODAY = date(2026, 11, 24)
REAL = Path(__file__).parents[2].parent / "shared" / "data" / "real"
TITLES = ["Identifier", "Title", "Amount Awarded", "Currency", "Award Date", "Recipient Org:Identifier", "Recipient Org:Name", "Funding Org:Identifier"]  # fmt: skip
NAME = "Xenophila Quarantotti"


def row(**other: Any) -> list[Any]:
    """A row that can be taken, with some cells changed."""
    cells = {
        "Identifier": "360G-x-1", "Title": NAME, "Amount Awarded": "1250.50", "Currency": "GBP", "Award Date": "2019-03-31",
        "Recipient Org:Identifier": "GB-CHC-1", "Recipient Org:Name": NAME, "Funding Org:Identifier": "GB-CHC-9",
    }  # fmt: skip
    cells.update({name.replace("_", " "): value for name, value in other.items()})
    return [cells[title] for title in TITLES]


def as_csv(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as a workbook whose first sheet is something else and whose headings stand lower."""
    book = Workbook()
    book.active.append(["Read me"])
    sheet = book.create_sheet("grants")
    sheet.append(["Our grants"])
    for line in rows:
        sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one(cells: list[Any]) -> Reading:
    """Read a file of one row."""
    return read_awards(as_csv([TITLES, cells]), TODAY)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("Amount Awarded", "0", "amount_nothing"),
        ("Amount Awarded", "-5", "amount_nothing"),
        ("Amount Awarded", "12.345", "amount_digits"),
        ("Amount Awarded", "lots", "amount_unreadable"),
        ("Amount Awarded", "1e5", "amount_unreadable"),
        ("Amount Awarded", "", "missing"),
        ("Currency", "XYZ", "currency_unknown"),
        ("Currency", "", "missing"),
        ("Award Date", "2019-02-30", "date_unreadable"),
        ("Award Date", "soon", "date_unreadable"),
        ("Award Date", "43555", "date_unreadable"),
        ("Award Date", "03/04/2019", "date_ambiguous"),
        ("Award Date", "2027-01-01", "date_future"),
        ("Award Date", "1066-10-14", "date_past"),
        ("Award Date", "", "missing"),
        ("Recipient Org:Identifier", "", "no_identifier"),
        ("Funding Org:Identifier", "", "missing"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_by_field(cell: str, value: str, code: str) -> None:
    """With the row as the spreadsheet counts it, and a reason that says what to do."""
    reading = one(row(**{cell.replace(" ", "_"): value}))
    assert [(r.row, r.field, r.code) for r in reading.refused] == [(2, cell, code)]
    assert reading.refused[0].reason.endswith((".", ". "))
    assert not reading.taken


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("1250.50", 125_050),
        ("£1,250.50", 125_050),
        ("1.250,50", 125_050),
        ("1250,5", 125_050),
        ("1 250", 125_000),
        ("GBP 7", 700),
    ],
)
def test_amounts_are_read_as_people_write_them(written: str, minor: int) -> None:
    """With a sign, grouped, with a comma."""
    assert [r.minor for r in one(row(Amount_Awarded=written)).taken] == [minor]


@pytest.mark.parametrize(
    "written", ["2019-03-31", "2019-03-31T00:00:00+00:00", "31/03/2019", "31.03.2019", "31 March 2019", "03/31/2019"]
)
def test_dates_are_read_where_they_mean_one_thing(written: str) -> None:
    """A part above twelve says which is the day."""
    assert [r.date for r in one(row(Award_Date=written)).taken] == [date(2019, 3, 31)]


def test_one_date_proves_the_order_for_all_and_two_prove_nothing() -> None:
    """Day first throughout; or both ways, and then what is ambiguous is refused."""
    first = [row(Award_Date="03/04/2019"), row(Identifier="2", Award_Date="31/03/2019")]
    assert [r.date for r in read_awards(as_csv([TITLES, *first]), TODAY).taken] == [date(2019, 4, 3), date(2019, 3, 31)]
    both = [*first, row(Identifier="3", Award_Date="03/31/2019")]
    assert [r.code for r in read_awards(as_csv([TITLES, *both]), TODAY).refused] == ["date_ambiguous"]


def test_two_dates_that_disagree_are_refused() -> None:
    """Two columns of award dates, and an end before its beginning."""
    titles = [*TITLES, "Award Date", "Planned Dates:Start Date", "Planned Dates:End Date"]
    rows = [[*row(), "2019-04-01", "", ""], [*row(Identifier="2"), "", "2019-05-01", "2019-04-01"]]
    reading = read_awards(as_csv([titles, *rows]), TODAY)
    assert [(r.row, r.field, r.code) for r in reading.refused] == [
        (2, "Award Date", "dates_disagree"),
        (3, "Planned Dates:End Date", "dates_disagree"),
    ]


def test_a_repeated_identifier_and_several_recipients_are_refused() -> None:
    """The second of two; and one row for two people."""
    titles = [*TITLES, "Recipient Ind:Identifier"]
    reading = read_awards(as_csv([titles, [*row(), ""], [*row(), ""], [*row(Identifier="3"), "IND-1"]]), TODAY)
    assert [(r.row, r.code) for r in reading.refused] == [(3, "repeated"), (4, "several")]


def test_names_never_leave_the_file() -> None:
    """Neither in what is taken nor in a reason, wherever in the row they stand."""
    for title in TITLES:
        reading = one(row(**{title.replace(" ", "_"): NAME}))
        said = [repr(r) for r in reading.refused] + [repr((r.purpose, r.kind, r.currency)) for r in reading.taken]
        assert not any("Xenophila" in text for text in said), title


@pytest.mark.parametrize(
    "make",
    [
        as_csv,
        lambda rows: as_csv(rows, ";"),
        lambda rows: as_csv(rows, "\t", "utf-16"),
        lambda rows: b"\xef\xbb\xbf" + as_csv(rows),
        lambda rows: as_csv(rows, ",", "cp1252"),
        as_xlsx,
    ],
)
def test_the_same_rows_read_the_same_from_any_kind_of_file(make: Any) -> None:
    """Delimiters, encodings, a workbook; the kind is known by content."""
    rows = [row(Title="Café"), row(Identifier="2", Currency="EUR", Award_Date="2018-01-02")]
    reading = read_awards(make([TITLES, *rows]), TODAY)
    assert reading.totals() == {"EUR": 125_050, "GBP": 125_050}
    assert (reading.rows, reading.recipients(), reading.refused) == (2, 1, ())


def test_a_workbooks_own_numbers_and_dates_are_read() -> None:
    """Floats by their shortest form, noise of a computed one repaired, dates as dates."""
    rows = [
        row(Amount_Awarded=3239.34, Award_Date=datetime(2019, 3, 31, 0, 0)),  # noqa: DTZ001 - a cell has no zone
        row(Identifier="2", Amount_Awarded=0.1 + 0.2, Award_Date=43555),
    ]
    assert [(r.minor, r.date) for r in read_awards(as_xlsx([TITLES, *rows]), TODAY).taken] == [
        (323_934, date(2019, 3, 31)),
        (30, date(2019, 3, 31)),
    ]


def bomb() -> bytes:
    """A small zip that unpacks to much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"   ", b"{", b"[]", b'{"grants": 5}', b'{"grants": [], "grants": []}', b'{"grants": [NaN]}', b"\x00\x01\x02",
        b"PK\x03\x04nothing", b"a,b\n1,2\n", b"[" * 100_000, as_csv([["Amount Awarded", "Currency"], ["1", "GBP"]]), bomb(),
    ],
)  # fmt: skip
def test_what_is_no_file_of_awards_is_refused_as_a_whole(content: bytes) -> None:
    """In one sentence, without a traceback."""
    with pytest.raises(CannotRead):
        read_awards(content, TODAY)


def test_odd_grants_in_json_are_refused_one_by_one() -> None:
    """A grant that is no object, lists where values should be, several funders."""
    good = {
        "id": "1", "amountAwarded": 10, "currency": "GBP", "awardDate": "2019-01-02T00:00:00+00:00",
        "fundingOrganization": [{"id": "F"}], "recipientIndividual": {"id": "R", "name": NAME},
    }  # fmt: skip
    grants = [
        good,
        7,
        {**good, "id": "3", "amountAwarded": [1]},
        {**good, "id": "4", "fundingOrganization": [{"id": "F"}, {"id": "G"}]},
    ]
    reading = read_awards(json.dumps({"grants": grants}).encode(), TODAY)
    assert len(reading.taken) == 1
    assert reading.refused_rows() == {2, 3, 4}


@pytest.mark.parametrize(
    ("name", "rows", "refused", "funders"),
    [("several-funders-grants", 154, {87}, 41), ("power-to-change-grants", 870, {110, 150, 338, 469, 621}, 1)],
)
def test_real_files_go_through(name: str, rows: int, refused: set[int], funders: int) -> None:
    """All but the rows that nobody could take."""
    path = REAL / f"{name}.360giving.json"
    if not path.exists():
        pytest.skip("../shared/data/real is not there")
    reading = read_awards(path.read_bytes(), TODAY)
    assert (reading.rows, reading.refused_rows(), len(reading.funders())) == (rows, refused, funders)


CELLS = st.fixed_dictionaries(
    {
        "Amount Awarded": st.integers(1, 10**10).map(lambda m: f"{m // 100}.{m % 100:02}"),
        "Currency": st.sampled_from(["GBP", "EUR", "USD"]),
        "Award Date": st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(str),
        "Recipient Org:Identifier": st.sampled_from(["A", "B", "C"]),
    }
)


@given(st.lists(CELLS, min_size=1, max_size=12))
def test_every_good_table_is_taken_whole_from_csv_and_workbook(table: list[dict[str, str]]) -> None:
    """Nothing is lost, nothing is added."""
    rows = [
        row(Identifier=str(n), **{k.replace(" ", "_"): v for k, v in cells.items()}) for n, cells in enumerate(table)
    ]
    readings = [read_awards(make([TITLES, *rows]), TODAY) for make in (as_csv, as_xlsx)]
    values = [[(r.minor, r.currency, r.date, r.recipient_key) for r in reading.taken] for reading in readings]
    assert values[0] == values[1]
    assert len(values[0]) == len(table)
