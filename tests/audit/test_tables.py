"""Tables: a row that is changed, lost, added or moved is found in every one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.facts import Facts, amount
from audit.journal_rows import gl_detail, trial_balance
from audit.story_rows import decisions, disbursements, instalments, loans
from audit.tables import CHART, LOG, TABLES
from tests.audit import bundles
from tests.audit.finding import added, find, swap, without
from tests.audit.replay.histories import uid
from tests.audit.replay.replaying import replay
from tests.audit.replay.story import tell

FILES = [columns.file for columns, _ in TABLES] + [LOG.file]
FACTS = Facts(replay(tell().entries).state, dict(bundles.NAMES))


def lines_of(files: bundles.Files, name: str) -> list[bytes]:
    """Return the lines of a table, its header first."""
    return files[name].splitlines(keepends=True)


@pytest.mark.parametrize("name", FILES)
def test_a_lost_row_gives_one_finding(tmp_path: Path, name: str) -> None:
    """The rows after it are not blamed."""

    def damage(files: bundles.Files) -> None:
        lines = lines_of(files, name)
        files[name] = b"".join(lines[:1] + lines[2:])

    assert find(tmp_path, damage, "tables").count("lacks the row") == 1


@pytest.mark.parametrize("name", FILES)
def test_an_added_row_gives_one_finding(tmp_path: Path, name: str) -> None:
    """A row that does not follow from the log is told by its key."""

    def damage(files: bundles.Files) -> None:
        lines = lines_of(files, name)
        invented = b",".join(b"9" * (place + 1) for place in range(lines[0].count(b",") + 1)) + b"\n"
        files[name] = b"".join([*lines[:2], invented, *lines[2:]])

    assert "has a row of 9" in find(tmp_path, damage, "tables")


@pytest.mark.parametrize("name", FILES)
def test_a_changed_cell_is_told_by_its_column(tmp_path: Path, name: str) -> None:
    """The last cell of the first row is another."""

    def damage(files: bundles.Files) -> None:
        lines = lines_of(files, name)
        lines[1] = lines[1].rstrip(b"\n") + b"7\n"
        files[name] = b"".join(lines)

    message = find(tmp_path, damage, "tables")
    if name != FILES[3]:  # a key that changes is another row
        column = bundles.sound()[name].splitlines()[0].decode().split(",")[-1]
        assert f"has {column} " in message
    assert "\n" not in message or "lacks the row" in message


@pytest.mark.parametrize("name", [name for name in FILES if bundles.sound()[name].count(b"\n") > 2])
def test_rows_out_of_order_are_found(tmp_path: Path, name: str) -> None:
    """Tables are sorted by their first columns."""

    def damage(files: bundles.Files) -> None:
        lines = lines_of(files, name)
        files[name] = b"".join([lines[0], lines[2], lines[1], *lines[3:]])

    assert "not in order" in find(tmp_path, damage, "tables")


@pytest.mark.parametrize("name", [*FILES, CHART])
def test_a_missing_or_headless_table_is_found(tmp_path: Path, name: str) -> None:
    """A table that is not there cannot agree, nor one with other columns."""
    assert "is missing" in find(tmp_path, without(name), "tables")
    assert "header" in find(tmp_path, swap(name, b",", b";"), "tables")


def test_a_table_that_nobody_knows_is_found(tmp_path: Path) -> None:
    """What is not compared must not lie beside what is."""
    assert "is no table" in find(tmp_path, added("data/tables/more.csv", b"a\n1\n"), "tables")


def test_a_table_that_is_all_different_gives_few_findings(tmp_path: Path) -> None:
    """The verifier gives up on it instead of filling the memory."""
    lines = [b"seq,at,work,actor,verb,leaf_hash\n"] + [b"%d,a,b,c,d,e\n" % place for place in range(9_000, 11_000)]
    message = find(tmp_path, added(LOG.file, b"".join(lines)), "tables")
    assert message == "tables/log.csv: it differs from the log nearly everywhere"


@pytest.mark.parametrize("line", [b'"1000\n', b"1000,Cash,liability\n", b"1000,Cash\n", b"1000,Cash,asset\n" * 2])
def test_a_chart_that_cannot_be_is_found(tmp_path: Path, line: bytes) -> None:
    """Each account stands once, with the kind its number tells."""
    find(tmp_path, swap(CHART, b"1000,Cash,asset\n", line), "tables")


def test_bytes_that_are_no_text_are_found(tmp_path: Path) -> None:
    """A table in another encoding is damaged, not a traceback."""
    assert "damaged" in find(tmp_path, swap(LOG.file, b"organisation", b"\xff\xfe"), "tables")


def test_an_endless_line_is_found(tmp_path: Path) -> None:
    """A table must not be able to fill the memory with one line."""
    assert "far too long" in find(tmp_path, added(LOG.file, b"seq" * 1_000_000), "tables")


def test_a_posting_is_written_as_accountants_read_it() -> None:
    """The first line of the journal, cell by cell (section 8 of the log format)."""
    fay, fund, gift = uid("Fay"), "F1", uid("gift 1")
    assert next(gl_detail(FACTS)) == (
        f"1,1,2026-01-05,2026,1,2026-01-05,09:05:00,{fay},,contribution,contribution,{fund},1000,Cash,asset,D,"
        f"100000.00,EUR,100000.00,EUR,10000000,10000000,BANK-1,contribution,{gift},1,10000000,10000000,,,"
        f"{FACTS.state.entries[0].seq}\n"
    )


def test_a_payment_names_who_first_approved_its_award() -> None:
    """Of the revision that stands; a gift was approved by nobody."""
    assert FACTS.approver_of("disbursement", uid("payment g1 1 1")) == uid("Ada")
    assert FACTS.approver_of("award", uid("award n1")) == ""
    assert FACTS.approver_of("contribution", uid("gift 1")) == ""


def test_the_trial_balance_is_sorted_by_account_and_fund_code() -> None:
    """Cash first, with what the story leaves in it."""
    assert next(trial_balance(FACTS)) == "1000,F1,EUR,BANK-1,9918278,9918278\n"


def test_other_tables_are_written_as_the_format_says() -> None:
    """Nothing for null, the place in the log last."""
    assert f"{uid('award s1')},3,2026-01-12,20000,cancelled\n" in set(instalments(FACTS))
    paid = f"{uid('payment g1 1 1')},P-g1-1-1,{uid('award g1')},1,{uid('r1')},30000,EUR,returned,,2026-01-05,,1,1,,0\n"
    assert paid in set(disbursements(FACTS))
    assert sum(1 for _ in decisions(FACTS)) == 101
    lent = f"{uid('award l2')},EUR,1000,0,1000,0,50,0,written_off,false,0\n"
    assert lent in set(loans(FACTS))


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(125_050, "EUR", "1250.50"), (-5, "EUR", "-0.05"), (7, "JPY", "7"), (1_001, "KWD", "1.001"), (0, "EUR", "0.00")],
)
def test_amounts_are_exact_decimals(minor: int, currency: str, text: str) -> None:
    """As many digits as the currency has, and no float on the way."""
    assert amount(minor, currency) == text
