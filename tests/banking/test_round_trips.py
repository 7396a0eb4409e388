"""Any statement, written as a bank writes it, is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.banking import camt053, mt940
from ledger.banking.checking import check
from ledger.banking.statement import Statement, StatementLine
from ledger.reference import reference_from
from tests.banking.written import IBAN, camt_of, mt940_of, stream

DAYS = st.dates(date(2001, 1, 2), date(2060, 12, 30))
CODES = st.integers(10**11, 10**12 - 1).map(str)
REFERENCES = st.builds(reference_from, st.sampled_from("BADG"), st.integers(0, 2**40 - 1))
AMOUNTS = st.integers(-(10**11), 10**11).filter(bool)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """A statement in a currency of no, two or three digits, with balances of either sign."""
    first = draw(DAYS)
    last = first + timedelta(draw(st.integers(0, 40)))
    opening, count = draw(st.integers(-(10**11), 10**11)), draw(st.integers(0, 8))
    lines = tuple(
        StatementLine(
            number,
            first + (last - first) * draw(st.sampled_from([0, 1])),
            draw(AMOUNTS),
            tuple(dict.fromkeys(draw(st.lists(CODES | REFERENCES, max_size=2)))),
            f"R{number}",
        )
        for number in range(1, count + 1)
    )
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    closing = opening + sum(one.minor for one in lines)
    return Statement(IBAN, currency, draw(st.integers(1, 99_999)), 1, first, last, opening, closing, lines)


def bare(one: Statement) -> Statement:
    """Without the lines of the file and what the bank calls a movement; codes stand before references."""
    lines = (replace(line, at=0, kind="other", tokens=tuple(sorted(line.tokens))) for line in one.lines)
    return replace(one, lines=tuple(lines))


@settings(max_examples=60, deadline=None)
@given(statements())
def test_camt053_is_read_as_it_was_written(one: Statement) -> None:
    """Every amount, day, code and balance."""
    found = camt053.read(stream(camt_of(one)))
    check(found, one.account, one.currency)
    assert [bare(each) for each in found] == [bare(one)]


@settings(max_examples=60, deadline=None)
@given(statements())
def test_mt940_is_read_as_it_was_written(one: Statement) -> None:
    """Also over the end of a year, where a day of booking has no year of its own."""
    found = mt940.read(stream(mt940_of(one)))
    check(found, one.account, one.currency)
    assert [bare(each) for each in found] == [bare(one)]
