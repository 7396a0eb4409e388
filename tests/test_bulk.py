"""Rows written in one go are those that the library would have written one by one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from ledger.base import Base
from ledger.books.models import Entry, Posting, SubAccount
from ledger.bulk import insert_rows, update_rows
from ledger.log.models import LogEntry
from ledger.work import Work
from tests.builders import World


def log_rows(work: Work, count: int) -> list[dict[str, Any]]:
    """Rows of log entries that nobody made, far behind the end."""
    return [
        {
            "seq": 10_000 + number,
            "at": work.at,
            "work": uuid4(),
            "actor": "system",
            "verb": "household.made",
            "leaf_hash": bytes(range(32)),
            "bytes": b"\x00\xff%s" + str(number).encode(),
        }
        for number in range(count)
    ]


def test_rows_are_written_as_by_the_library(world: World) -> None:
    """Moments, ids, days, bytes and nothing at all: column by column the same."""
    with pytest.raises(RuntimeError, match="undone"), world.store.work(world.actors["farah"]) as work:
        rows = log_rows(work, 4)
        work.session.execute(insert(Base.metadata.tables["log_entry"]), rows[:2])
        insert_rows(work.session, LogEntry, rows[2:])
        found = work.session.scalars(select(LogEntry).where(LogEntry.seq >= 10_000).order_by(LogEntry.seq)).all()
        assert [{name: getattr(one, name) for name in rows[0]} for one in found] == rows
        kept = text("SELECT at, work, bytes FROM log_entry WHERE seq >= 10000 ORDER BY seq")
        assert len({tuple(map(type, row)) for row in work.session.execute(kept)}) == 1
        raise RuntimeError("undone")


def test_no_rows_are_no_statement(world: World) -> None:
    """Nothing to write is no mistake."""
    with world.store.reading() as session:
        insert_rows(session, LogEntry, [])
        update_rows(session, SubAccount, [])


def postings(work: Work, of: dict[str, Any], entry: UUID, minor: int, version: int) -> list[dict[str, Any]]:
    """Two lines that balance, the second one wrong in its chain where `version` is."""
    return [
        {**of, "entry_id": entry, "line": line, "minor": sign, "base_minor": sign, "version": version + line,
         "balance": sum_, "base_balance": sum_, "ref": entry, "kind": "award", "statement": None, "date": work.at.date()}
        for line, sign, sum_ in ((1, minor, minor), (2, -minor, 0))
    ]  # fmt: skip


def fresh(work: Work) -> dict[str, Any]:
    """A new sub-account, by its columns in postings."""
    known = work.session.execute(select(SubAccount.fund_id, SubAccount.currency).limit(1)).one()
    row = {"id": uuid4(), "fund_id": known.fund_id, "account": "9100", "currency": known.currency, "holder": "here"}
    insert_rows(work.session, SubAccount, [row])
    return {"sub_account_id": row["id"], **{name: row[name] for name in ("fund_id", "account", "currency")}}


def test_guards_look_at_each_of_many_rows(world: World) -> None:
    """A line that follows nothing is refused among others that are right."""
    with pytest.raises(DBAPIError, match="posting_breaks_the_chain"), world.store.work(world.actors["farah"]) as work:
        of = fresh(work)
        good, bad = postings(work, of, uuid4(), 5, 0), postings(work, of, uuid4(), 5, 7)
        insert_rows(work.session, Posting, [*good, *bad])


def test_figures_are_kept_for_each_of_many_entries(world: World) -> None:
    """Entries of several events and days sealed together are summed by month, day and event."""
    with pytest.raises(RuntimeError, match="undone"), world.store.work(world.actors["farah"]) as work:
        of, entries, lines = fresh(work), list[dict[str, Any]](), list[dict[str, Any]]()
        last = work.session.scalar(select(func.max(Entry.number))) or 0
        for number, (event, day) in enumerate(
            [("one", date(2031, 1, 5)), ("one", date(2031, 1, 6)), ("two", date(2031, 1, 6)), ("one", date(2031, 2, 1))]
        ):
            entry = uuid4()
            lines += [{**line, "date": day} for line in postings(work, of, entry, 5, 2 * number)]
            entries.append(
                {"id": entry, "number": last + 1 + number, "event": event, "rules": 2, "date": day, "at": work.at,
                 "actor": "system", "log_seq": 20_000 + number, "reverses": None}
            )  # fmt: skip
        insert_rows(work.session, Posting, lines)
        insert_rows(work.session, Entry, entries)
        days = work.session.execute(
            text("SELECT day, minor, debit FROM sub_account_day WHERE sub_account_id = :id ORDER BY day"),
            {"id": of["sub_account_id"].hex if world.store.engine.dialect.name == "sqlite" else of["sub_account_id"]},
        ).all()
        assert [(str(day), minor, debit) for day, minor, debit in days] == [
            ("2031-01-05", 0, 5),
            ("2031-01-06", 0, 10),
            ("2031-02-01", 0, 5),
        ]
        months = text("SELECT month, event FROM fund_month WHERE month >= '2031-01' ORDER BY month, event")
        assert [tuple(row) for row in work.session.execute(months)] == [
            ("2031-01", "one"),
            ("2031-01", "two"),
            ("2031-02", "one"),
        ]
        raise RuntimeError("undone")


def test_changes_reach_the_rows_that_they_name(world: World) -> None:
    """And no other."""
    with pytest.raises(RuntimeError, match="undone"), world.store.work(world.actors["farah"]) as work:
        two = [work.session.scalars(select(SubAccount.id).limit(1)).one(), fresh(work)["sub_account_id"]]
        update_rows(work.session, SubAccount, [{"holder": f"of {one.hex}", "id": one} for one in two])
        query = select(SubAccount.id, SubAccount.holder).where(SubAccount.holder.like("of %"))
        assert {(ident, holder) for ident, holder in work.session.execute(query)} == {
            (one, f"of {one.hex}") for one in two
        }
        raise RuntimeError("undone")
