"""Rates from files, the lines of an exchange, manual entries: read and reckoned strictly."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.books.rules.events import check_lines
from ledger.books.rules.lines import Place, Shown
from ledger.errors import Refusal
from ledger.treasury.rules.digital import digital_from, money_of
from ledger.treasury.rules.exchanging import exchange_lines
from ledger.treasury.rules.manual import Typed, check_typed, in_base_lines
from ledger.treasury.rules.rate_file import RateFile, read_rates, typed_rates, written

TODAY = date(2026, 3, 31)
FUND = uuid4()


def read(text: str) -> RateFile:
    """Read a file of the tests."""
    return read_rates(text.encode(), TODAY, "EUR")


def test_rates_are_read_from_commas_and_semicolons_and_any_order_of_columns() -> None:
    """What a spreadsheet writes in several countries, with a byte order mark or without."""
    comma = read("currency,rate,source,day\nKES,0.0067,ECB,2026-03-31\nusd,0.92,ECB euro rates,2026-03-30\n")
    other = read("\ufeffDay;Source;Code;Rate\n2026-03-31;ECB;KES;0.0067\n\n2026-03-30;ECB euro rates;USD;0.92\n")
    assert comma.quoted == other.quoted
    assert (comma.faults, other.faults) == ([], [])
    assert typed_rates(written(comma.quoted), TODAY, "EUR").quoted == comma.quoted


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("KES,1e3,ECB,2026-03-31", "number above nothing"),
        ("KES,0,ECB,2026-03-31", "number above nothing"),
        ("KES,007,ECB,2026-03-31", "number above nothing"),
        ("KES,0.0067,ECB,31.3.2026", "Write the day as"),
        ("KES,0.0067,ECB,2026-04-01", "future"),
        ("XQX,0.0067,ECB,2026-03-31", "not a currency"),
        ("EUR,1,ECB,2026-03-31", "has no rate"),
        ("KES,0.0067,,2026-03-31", "Name the source"),
        ("KES,0.0067", "Write the day as"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_where(row: str, words: str) -> None:
    """By its number and currency; the good rows are read as well."""
    found = read(f"currency,rate,source,day\nUSD,0.92,ECB,2026-03-31\n{row}\n")
    assert [one.currency for one in found.quoted] == ["USD"]
    assert len(found.faults) == 1
    assert (found.faults[0].row, found.faults[0].code) == (3, row[:3])
    assert words in str(found.faults[0].why)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "lacks currency, rate, source, day"),
        (b"currency,rate,day\nKES,1,2026-03-31\n", "lacks source"),
        (b"currency,rate,source,day\n", "no rate in this file"),
        (b"currency,rate,source,day\nKES,\xff,ECB,2026-03-31\n", "no CSV file in UTF-8"),
        (b'currency,rate,source,day\n"KES,1\n', "no CSV file"),
        (b"x" * 1_000_001, "too large"),
    ],
)
def test_what_is_no_list_of_rates_is_refused(content: bytes, words: str) -> None:
    """In one sentence."""
    with pytest.raises(Refusal, match=words):
        read_rates(content, TODAY, "EUR")


SIDES = st.integers(1, 10**12)


@given(SIDES, SIDES, SIDES, st.sampled_from(["EUR", "KES", "USD"]), st.sampled_from(["EUR", "KES", "USD"]))
def test_an_exchange_balances_whatever_it_cost(sold: int, cost: int, bought: int, here: str, there: str) -> None:
    """In each currency and in base, by way of conversion, which is worth nothing after it."""
    cost, bought = (sold if here == "EUR" else cost), (sold if here == there else bought)
    left = Shown(uuid4(), TODAY, "a", here, -sold).of_cash(FUND, -sold, -cost)
    came = Shown(uuid4(), TODAY, "b", there, bought).of_cash(FUND, bought, 0)
    lines = exchange_lines(left, came, "EUR")
    check_lines("exchange", [(Place(FUND, line.currency or "EUR"), line) for line in lines])
    worth = next(line.base for line in lines if line.holder == "b")
    assert worth == (bought if there == "EUR" else cost)
    assert sum(line.base for line in lines if line.account == "5700") == cost - worth


@given(st.lists(SIDES, min_size=1, max_size=5), st.lists(SIDES, min_size=1, max_size=5), st.integers(0, 10**12))
def test_a_manual_entry_is_worth_the_same_on_both_sides(debits: list[int], credit: list[int], worth: int) -> None:
    """Shared by largest remainder, to the unit."""
    missing = sum(debits) - sum(credit)
    lines = [Typed("5300", one) for one in debits] + [Typed("5100", -one) for one in credit]
    if missing:
        lines.append(Typed("4050", -missing))
    assert check_typed(lines) == sum(line.minor for line in lines if line.minor > 0)
    bases = in_base_lines(lines, worth)
    assert sum(bases) == 0
    assert sum(base for base in bases if base > 0) == worth


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "at least one debit"),
        ([Typed("5100", 5)], "at least one debit"),
        ([Typed("5100", 5), Typed("5300", -4)], "not the same"),
        ([Typed("5100", 5), Typed("1000", -5)], "documents of its own"),
        ([Typed("9100", 5), Typed("5300", -5)], "documents of its own"),
        ([Typed("5100", 5), Typed("5300", -5), Typed("5200", 0)], "none of nothing"),
        ([Typed("5100", 12), *[Typed("5300", -1)] * 12], "at most 12"),
    ],
)
def test_a_manual_entry_that_cannot_be_posted_is_refused(lines: list[Typed], words: str) -> None:
    """One side, different sides, cash and what follows documents, too many lines."""
    with pytest.raises(Refusal, match=words):
        check_typed(lines)


@pytest.mark.parametrize(
    ("amount", "rate", "currency", "minor"),
    [
        ("0.0125", "60000", "EUR", 75_000),
        ("3", "0.005", "EUR", 2),
        ("1", "1234.5", "JPY", 1234),
        ("2.5", "1", "TND", 2500),
    ],
)
def test_a_digital_gift_is_worth_what_it_was_sold_for(amount: str, rate: str, currency: str, minor: int) -> None:
    """Rounded once, a half to the even number, in the digits of the money."""
    assert money_of(digital_from("BTC", "bitcoin", amount, "a" * 64, rate, "exchange"), currency) == minor


@pytest.mark.parametrize(
    ("place", "typed"),
    [(0, "btc"), (1, "Main Net"), (2, "0"), (2, "1e3"), (2, "01"), (3, "short"), (3, "with space in it here")],
)
def test_a_digital_gift_is_read_strictly(place: int, typed: str) -> None:
    """Each field says what is wrong with it."""
    cells = ["BTC", "bitcoin", "0.5", "a" * 64, "60000", "exchange"]
    cells[place] = typed
    with pytest.raises(Refusal):
        digital_from(*cells)
