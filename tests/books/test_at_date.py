"""Balances and statements at a date, against adding up every line by hand, whatever was dated back."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ledger.actor import SYSTEM
from ledger.books.account_lines import account_statement, all_account_lines
from ledger.books.actions import About, Happening, journal
from ledger.books.at_date import standing_at, sums_on
from ledger.books.rules.lines import pair
from ledger.books.rules.standing import Standing, Sums
from ledger.errors import NotFound
from ledger.reports.rules.trial_balance import sections_of, summary_of
from tests.builders import World, build_world

FIRST = date(2025, 11, 20)
ACCOUNTS = ("3000", "4000", "5100", "5800")


class Moved(NamedTuple):
    """One entry to be posted: how many days after the first, from which account to which, how much."""

    after: int
    debit: str
    credit: str
    minor: int
    currency: str

    @property
    def day(self) -> date:
        """Its accounting day."""
        return FIRST + timedelta(self.after)


ENTRIES = st.lists(
    st.builds(
        Moved,
        st.integers(0, 120),
        st.sampled_from(ACCOUNTS),
        st.sampled_from(ACCOUNTS),
        st.integers(1, 10**6),
        st.sampled_from(["EUR", "KES"]),
    ).filter(lambda one: one.debit != one.credit),
    min_size=1,
    max_size=15,
)


@pytest.fixture(scope="module")
def house(sqlite_template, tmp_path_factory) -> Iterator[World]:  # type: ignore[no-untyped-def] # noqa: ANN001
    """One house that every example posts into, each to a fund of its own."""
    path = tmp_path_factory.mktemp("at-date") / "almoner.db"
    path.write_bytes(sqlite_template.read_bytes())
    world = build_world(f"sqlite:///{path}", gift=0)
    yield world
    world.store.engine.dispose()


def post(world: World, fund: UUID, entries: list[Moved]) -> None:
    """Post entries in this order, whatever their days; a third of an amount is its worth in base."""
    with world.store.work(SYSTEM) as work, journal(work) as books:
        for one in entries:
            base = one.minor if one.currency == "EUR" else one.minor // 3 + 1
            what = Happening("manual", one.day, fund, one.currency, About("matter", uuid4()))
            books.post(what, pair(one.debit, one.credit, one.minor, base))


def by_hand(entries: list[Moved], until: date) -> dict[tuple[str, str], tuple[int, int]]:
    """Add up what is dated until a day."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in entries:
        base = one.minor if one.currency == "EUR" else one.minor // 3 + 1
        for account, sign in ((one.debit, 1), (one.credit, -1)) if one.day <= until else ():
            sums[account, one.currency][0] += sign * one.minor
            sums[account, one.currency][1] += sign * base
    return {key: (minor, base) for key, (minor, base) in sums.items()}


def found_at(world: World, fund: UUID, day: date) -> list[Standing]:
    """The balances of a fund at the end of a day."""
    with world.store.reading() as session:
        return standing_at(session, day, fund=fund)


@settings(max_examples=12, deadline=None)
@given(ENTRIES, st.integers(-3, 125))
def test_a_balance_at_a_date_is_the_sum_of_what_is_dated_until_then(
    house: World, entries: list[Moved], after: int
) -> None:
    """In the middle of a month, at its ends, before everything and after it."""
    fund, day = uuid4(), FIRST + timedelta(after)
    post(house, fund, entries)
    found = found_at(house, fund, day)
    assert {(one.account, one.currency): (one.minor, one.base) for one in found} == by_hand(entries, day)
    for section in sections_of(found):
        assert (section.totals.difference, section.totals.base_difference) == (0, 0)
    assert summary_of(found).difference == 0


@settings(max_examples=12, deadline=None)
@given(ENTRIES, st.integers(0, 60), st.integers(0, 60), st.integers(1, 4))
def test_a_statement_goes_from_opening_to_closing_page_by_page(
    house: World, entries: list[Moved], begin: int, length: int, size: int
) -> None:
    """In the order of days; every page begins with what the one before it left, and no line is lost or doubled."""
    fund, since = uuid4(), FIRST + timedelta(begin)
    until = since + timedelta(length)
    post(house, fund, entries)
    for sub in found_at(house, fund, date.max):
        with house.store.reading() as session:
            pages = [account_statement(session, sub.id, since, until, size=size)]
            while pages[-1].onward is not None:
                pages.append(account_statement(session, sub.id, since, until, after=pages[-1].onward, size=size))
            whole = list(all_account_lines(session, pages[0], until, batch=2))
            moved = sums_on(session, sub.id, since, until)
        lines = [line for page in pages for line in page.lines]
        assert lines == whole
        assert [line.mark for line in lines] == sorted({line.mark for line in lines})
        due = sorted(
            (one.day, sign * one.minor)
            for one in entries
            for account, sign in ((one.debit, 1), (one.credit, -1))
            if (account, one.currency) == (sub.account, sub.currency) and since <= one.day <= until
        )
        assert sorted((line.mark.day, line.minor) for line in lines) == due
        before, after = by_hand(entries, since - timedelta(1)), by_hand(entries, until)
        key, nothing = (sub.account, sub.currency), (0, 0)
        assert (pages[0].opening.minor, pages[0].opening.base) == before.get(key, nothing)
        assert (pages[0].closing.minor, pages[0].closing.base) == after.get(key, nothing)
        assert (moved.debit, moved.credit) == (
            sum(minor for _, minor in due if minor > 0),
            sum(-minor for _, minor in due if minor < 0),
        )
        for earlier, later in itertools.pairwise(pages):
            last = earlier.lines[-1]
            assert (later.brought.minor, later.brought.base) == (last.balance, last.base_balance)
        if lines:
            assert (lines[-1].balance, lines[-1].base_balance) == after[key]


def test_both_engines_keep_the_same_sums(world: World) -> None:
    """Entries dated back over three months, some on one day."""
    entries = [
        Moved(after, "5100", "4000", 100 + after, currency)
        for after in (70, 3, 3, 41, 0, 70, 12)
        for currency in ("EUR", "KES")
    ]
    fund = uuid4()
    post(world, fund, entries)
    for after in (-1, 0, 3, 11, 12, 41, 69, 70):
        day = FIRST + timedelta(after)
        found = {(one.account, one.currency): (one.minor, one.base) for one in found_at(world, fund, day)}
        assert found == by_hand(entries, day)


def test_postings_of_another_day_are_not_sealed(world: World) -> None:
    """What the sums are kept by is the entry's day: a posting cannot say another."""
    post(world, uuid4(), [Moved(1, "5100", "4000", 5, "EUR")])
    with pytest.raises(IntegrityError, match="entry_of_another_day"), world.store.work(SYSTEM) as work:
        opened = journal(work)
        with opened as books:
            what = Happening("manual", FIRST, uuid4(), "EUR", About("matter", uuid4()))
            books.post(what, pair("5100", "4000", 7, 7))
            books.postings[0]["date"] = FIRST + timedelta(1)


def test_a_statement_of_no_account_is_not_there(house: World) -> None:
    """And nothing was ever posted before the first day."""
    with house.store.reading() as session:
        with pytest.raises(NotFound):
            account_statement(session, uuid4(), FIRST, FIRST)
        assert sums_on(session, uuid4(), date.min, date.max) == Sums()
        assert session.scalar(text("SELECT COUNT(*) FROM sub_account_month WHERE month < '1900-01'")) == 0
