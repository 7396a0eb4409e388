"""Reading the log: filters, pages, stories, and bounds in time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import event

from audit.merkle import leaf_hash
from ledger.errors import NotFound
from ledger.log.entries import head_of
from ledger.log.queries import (
    LogFilter,
    entries_between,
    entries_where,
    entry_at,
    parsed,
    places_between,
    story_of,
)
from tests.builders import MORNING, World, approved, paid, register


@pytest.fixture
def lived(world: World) -> Iterator[World]:
    """A house whose log has a morning, a day after, and a day after that."""
    approved(world, 40_000)
    world.clock.move(timedelta(days=1))
    register(world)
    world.clock.move(timedelta(days=1))
    paid(world)
    return world


def places(world: World, wanted: LogFilter) -> list[int]:
    """The places of the entries that a filter leaves, in the order they are shown."""
    with world.store.reading() as session:
        return [one.seq for one in session.scalars(entries_where(wanted))]


def everything(world: World) -> list[tuple[int, dict]]:  # type: ignore[type-arg]
    """Place and content of every entry."""
    with world.store.reading() as session:
        return [(seq, json.loads(content)) for seq, content in entries_between(session, 0, head_of(session).size, 7)]


def test_each_filter_leaves_what_the_entries_themselves_say(lived: World) -> None:
    """Newest first; the columns that are searched say what the exact bytes say."""
    entries = everything(lived)
    amina = str(lived.actors["amina"].person)
    subject = next(said["subjects"][0] for _, said in entries if said["verb"] == "award.approved")
    for wanted, fits in (
        (LogFilter(), bool),
        (LogFilter(verb="decision.signed"), lambda said: said["verb"] == "decision.signed"),
        (LogFilter(actor=amina), lambda said: said["actor"] == amina),
        (LogFilter(subject=f" {subject} "), lambda said: subject in said["subjects"]),
        (LogFilter("award.approved", "", subject), lambda said: said["verb"] == "award.approved"),
        (LogFilter(first=5, end=9), lambda said: 5 <= said["seq"] < 9),
        (LogFilter(verb="no.such"), lambda said: not said),
    ):
        assert places(lived, wanted) == [seq for seq, said in reversed(entries) if fits(said)]


def test_pages_by_place_show_each_entry_once_whatever_is_written_meanwhile(lived: World) -> None:
    """A page goes on where the last one ended, not so many rows from the top."""
    with lived.store.reading() as session:
        end: int | None = head_of(session).size
    seen: list[int] = []
    while True:
        with lived.store.reading() as session:
            page = list(session.scalars(entries_where(LogFilter(end=end)).limit(7)))
        if not page:
            break
        seen += [one.seq for one in page]
        end = page[-1].seq
        register(lived)
    assert seen == list(range(seen[0], -1, -1))


def test_bounds_in_time_are_those_of_the_entries(lived: World) -> None:
    """From a moment on, and before a moment, in hours from the first morning."""
    entries = [(seq, datetime.fromisoformat(said["at"])) for seq, said in everything(lived)]
    hours = (-1, 0, 1, 24, 25, 48, 49)
    moments = [None, *(MORNING + timedelta(hours=one) for one in hours)]
    for since, until in product(moments, moments):
        due = [seq for seq, at in entries if (since is None or at >= since) and (until is None or at < until)]
        with lived.store.reading() as session:
            first, end = places_between(session, since, until)
        assert list(range(first, end)) == due
        assert places(lived, LogFilter(first=first, end=end)) == due[::-1]


def test_bounds_in_time_are_found_by_halving(lived: World) -> None:
    """A handful of looks at single entries, never a walk along the log."""
    asked: list[str] = []
    with lived.store.reading() as session:
        size = head_of(session).size
        event.listen(lived.store.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        places_between(session, MORNING + timedelta(hours=30), None)
    assert 1 < len(asked) <= 1 + size.bit_length()


def test_a_story_is_told_newest_first_without_the_books(lived: World) -> None:
    """What the log says about one award, and no more of it than asked for."""
    entries = everything(lived)
    award = next(said["data"]["award"] for _, said in entries if said["verb"] == "award.approved")
    due = [
        (seq, said["verb"])
        for seq, said in reversed(entries)
        if award in said["subjects"] and said["verb"] != "entry.posted"
    ]
    with lived.store.reading() as session:
        assert [(one.seq, one.verb) for one in story_of(session, award)] == due
        assert [(one.seq, one.verb) for one in story_of(session, award, 2)] == due[:2]
    assert {"award.proposed", "award.approved", "award.completed"} <= {verb for _, verb in due}


def test_one_entry_has_its_content_and_its_leaf_hash(lived: World) -> None:
    """The hash is that of the exact bytes; a place beyond the end is not found."""
    with lived.store.reading() as session:
        size = head_of(session).size
        entry = entry_at(session, size - 1)
        assert parsed(entry)["seq"] == size - 1
        assert entry.leaf_hash == leaf_hash(entry.bytes)
        with pytest.raises(NotFound):
            entry_at(session, size)
