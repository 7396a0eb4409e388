"""The workbook: figures held to the log, whether the sheet is written plainly or not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.facts import Facts
from audit.plainsheet import NotPlain, plain_rows
from audit.spreadsheet import Workbook, column_of
from audit.trouble import Unreadable
from audit.workbook import FILE, HEADS, counts_of, totals_of
from tests.audit import bundles
from tests.audit.finding import Damage, added, find, report_on, without
from tests.audit.replay.replaying import replay
from tests.audit.sheets import balances, workbook

FACTS = Facts(replay(bundles.story()).state, dict(bundles.NAMES))
TOTALS = totals_of(FACTS)
BALANCES = balances(FACTS)


def changed(**sheets: list[list[Any]]) -> Damage:
    """Return a damage that writes other rows into sheets."""
    return added(FILE, workbook(FACTS, **sheets))


def rewritten(change: Callable[[str, bytes], bytes]) -> Damage:
    """Return a damage that changes members of the workbook."""

    def damage(files: bundles.Files) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(files[FILE])) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, change(name, old.read(name)))
        files[FILE] = out.getvalue()

    return damage


def as_others_write(name: str, content: bytes) -> bytes:
    """Write a sheet in another, equally good way: attributes and a comment that ours do not have."""
    if name.startswith("xl/worksheets/"):
        content = content.replace(b"<row r=", b'<row spans="1:9" r=').replace(b"<sheetData>", b"<!-- x --><sheetData>")
    return content


def with_entities(name: str, content: bytes) -> bytes:
    """Let every sheet declare a document type."""
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet '
    return content.replace(b"<worksheet ", bomb) if name.startswith("xl/worksheets/") else content


SAID = [[name, one.rows, one.minor, one.minor, 0] for name, one in TOTALS.items()]
COUNTED = [[name, rows] for name, rows in counts_of(FACTS).items()]
CONTENTS = [["What"], *SAID[1:], ["Entries", TOTALS["Entries"].rows, 0, 0, 1], *COUNTED]
DAMAGES: dict[str, tuple[Damage, str]] = {
    "balance": (changed(Trial_balance=[list(HEADS), [*BALANCES[0][:-1], 1], *BALANCES[1:]]), "the trial balance"),
    "awards": (changed(Awards=[["award", "minor"], ["x", 1]]), "sheet 'Awards' has 1 rows over 1"),
    "payments": (changed(Disbursements=[["minor"]]), "sheet 'Disbursements' has 0 rows"),
    "entries": (changed(Entries=[["Minor"], [5]]), "sheet 'Entries' has 1 rows over 5"),
    "entries, continued": (changed(Entries_2=[["Minor"], [5]]), "sheet 'Entries' has"),
    "contents": (changed(Contents=CONTENTS), "'Contents' tells other totals of 'Entries'"),
    "contents, count": (changed(Contents=[["What"], *SAID, *COUNTED[:-1], ["Openings", 1]]), "totals of 'Openings'"),
    "contents, silent": (changed(Contents=[["What"], *SAID, *COUNTED[:-1]]), "tells nothing of 'Openings'"),
    "openings": (changed(Openings=[["opening"], ["x"]]), "sheet 'Openings' has 1 rows, the log"),
    "funds": (changed(Funds=[["fund"]]), "sheet 'Funds' has 0 rows, the log"),
    "no column": (changed(Awards=[["award"], ["x"]]), "not in list"),
    "words for figures": (changed(Awards=[["minor"], ["many"]]), "invalid literal"),
    "no zip": (added(FILE, b"PK"), "no workbook"),
    "no workbook": (added(FILE, bundles.zipped({"a": b"b"})), "no workbook"),
    "entities": (rewritten(with_entities), "declares a document type"),
    "cut off": (rewritten(lambda name, content: content[:-400] if "sheet2" in name else content), "cannot be read"),
    "missing": (without(FILE), "is missing"),
}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_change_in_the_workbook_is_found(tmp_path: Path, name: str) -> None:
    """Under the rule of the workbook, in words that name the sheet."""
    damage, words = DAMAGES[name]
    assert words in find(tmp_path, damage, "workbook")


def test_a_sheet_that_another_program_saved_reads_the_same() -> None:
    """What is not plain goes through a real parser, and gives the same rows."""
    files = bundles.sound()
    before = Workbook(files[FILE])
    rewritten(as_others_write)(files)
    after = Workbook(files[FILE])
    for sheet in before.sheets:
        assert [row for row in after.rows(sheet) if row] == [row for row in before.rows(sheet) if row]


def test_a_lost_sheet_is_found(tmp_path: Path) -> None:
    """Every sheet that the format names must be there."""
    damage = rewritten(lambda _, content: content.replace(b'name="Findings"', b'name="Notes"'))
    assert find(tmp_path, damage, "workbook") == "it has no sheet 'Findings'"


def test_shared_texts_are_read() -> None:
    """Other programs keep texts apart from the cells."""
    sheet = b'<worksheet xmlns="x"><sheetData><row r="1"><c r="B1" t="s"><v>1</v></c></row></sheetData></worksheet>'
    files = {
        "xl/workbook.xml": b'<workbook xmlns:r="y"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": b'<R><Relationship Id="r1" Target="/xl/worksheets/a.xml"/></R>',
        "xl/sharedStrings.xml": b"<sst><si><t>no</t></si><si><t>y</t><t>es</t></si></sst>",
        "xl/worksheets/a.xml": sheet,
    }
    assert list(Workbook(bundles.zipped(files)).rows("A")) == [["", "yes"]]
    files["xl/sharedStrings.xml"] = b"<sst></sst>"
    with pytest.raises(Unreadable):
        list(Workbook(bundles.zipped(files)).rows("A"))


@pytest.mark.parametrize("cell", [b'<c r="XFD1"><v>1</v></c>', b'<c r="A1" t="s"><v>x</v></c>', b"<c><v>1</c>"])
def test_a_sheet_that_would_harm_is_unreadable(cell: bytes) -> None:
    """A cell far outside the table would make every row sixteen thousand cells wide."""
    damage = rewritten(
        lambda name, content: content.replace(b"</row>", cell + b"</row>", 1) if "sheet1.xml" in name else content
    )
    files = bundles.sound()
    damage(files)
    with pytest.raises(Unreadable):
        list(Workbook(files[FILE]).rows("Contents"))


@pytest.mark.parametrize(
    "sheet",
    [
        b"",
        b"<worksheet ><sheetData>",
        b'<?xml version="1.0" encoding="cp037"?><worksheet ><sheetData></sheetData>',
        b"<worksheet ><!-- --><sheetData></sheetData>",
        b'<worksheet ><sheetData><row r="1"><c r="A1"><v>&amp;</v></c></row></sheetData>',
        b'<worksheet ><sheetData><row r="1"><![CDATA[<c r="A1"><v>1</v></c>]]></row></sheetData>',
        "<worksheet ><sheetData></sheetData>".encode("utf-16"),
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(sheet: bytes) -> None:
    """The quick way never guesses."""
    with pytest.raises(NotPlain):
        list(plain_rows(iter([sheet])))


def test_a_plain_sheet_is_read_over_any_boundary() -> None:
    """Wherever a piece ends, the rows are the same."""
    rows = b"".join(b'<row r="%d"><c r="A%d" t="n"><v>%d</v></c></row>' % (n, n, n) for n in range(1, 30))
    head, tail = b"<worksheet ><a/><b c='d'/><sheetData>", b"</sheetData></worksheet>"
    sheet = head + rows + tail
    for size in (50, 64, 97, 1000):
        pieces = [sheet[start : start + size] for start in range(0, len(sheet), size)]
        assert list(plain_rows(iter(pieces))) == [[str(n)] for n in range(1, 30)]


def test_columns_count_in_letters() -> None:
    """After Z comes AA."""
    assert [column_of(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16_383]


def test_a_swapped_row_of_the_trial_balance_is_no_fault(tmp_path: Path) -> None:
    """Sheets may be sorted by their reader; only what they say counts."""
    files = bundles.sound()
    changed(Trial_balance=[list(HEADS), *reversed(BALANCES)])(files)
    assert report_on(tmp_path, files).holds
