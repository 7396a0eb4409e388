"""An account statement: the lines of one sub-account over a span of days, in the order of their accounting days.

A page begins behind a place (day and version) and walks along an index from there, so that the last page costs what
the first does. The balance on each line is that of its place in this order, from the opening on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.orm import Session

from ledger.books.at_date import day_before, sums_on, sums_until
from ledger.books.models import Entry, Posting, SubAccount
from ledger.books.rules.standing import Sums
from ledger.errors import NotFound


class Mark(NamedTuple):
    """The place of a line in a statement."""

    day: date
    version: int


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line, with what it leaves in the sub-account by this order."""

    mark: Mark
    number: int
    event: str
    kind: str
    ref: UUID
    minor: int
    base: int
    balance: int
    base_balance: int


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """A page of a statement: the whole span's figures, and the lines behind a mark."""

    sub: SubAccount
    opening: Sums
    moved: Sums
    closing: Sums
    brought: Sums
    """What the lines before this page have left."""
    lines: list[AccountLine]
    onward: Mark | None
    """Where the next page begins, if there is one."""


def account_statement(
    session: Session, sub_account: UUID, since: date, until: date, *, after: Mark | None = None, size: int = 50
) -> AccountStatement:
    """Return a page of the statement of a sub-account. Raises NotFound."""
    sub = session.get(SubAccount, sub_account)
    if sub is None:
        raise NotFound
    opening, closing = sums_until(session, sub.id, day_before(since)), sums_until(session, sub.id, until)
    after = after if after is not None and after.day >= since else None
    brought = opening if after is None else _brought(session, sub.id, after)
    lines = _lines(session, sub.id, after or Mark(since, 0), until, brought, size + 1)
    onward = lines[size - 1].mark if len(lines) > size else None
    moved = sums_on(session, sub.id, since, until)
    return AccountStatement(sub, opening, moved, closing, brought, lines[:size], onward)


def all_account_lines(
    session: Session, told: AccountStatement, until: date, batch: int = 1000
) -> Iterator[AccountLine]:
    """Stream the lines of a statement from its page's beginning to the end of its span."""
    lines, left = told.lines, told.onward
    yield from lines
    while left is not None and lines:
        brought = Sums(lines[-1].balance, lines[-1].base_balance)
        lines = _lines(session, told.sub.id, lines[-1].mark, until, brought, batch)
        yield from lines


def _lines(
    session: Session, sub_account: UUID, after: Mark, until: date, brought: Sums, size: int
) -> list[AccountLine]:
    query = (
        select(
            Posting.date, Posting.version, Entry.number, Entry.event, Posting.kind, Posting.ref, Posting.minor,
            Posting.base_minor,
        )
        .join(Entry, Entry.id == Posting.entry_id)
        .where(Posting.sub_account_id == sub_account, Posting.date <= until)
        .where(tuple_(Posting.date, Posting.version) > tuple_(literal(after.day), literal(after.version)))
        .order_by(Posting.date, Posting.version)
        .limit(size)
    )  # fmt: skip
    lines: list[AccountLine] = []
    balance, base = brought.minor, brought.base
    for day, version, number, event, kind, ref, minor, base_minor in session.execute(query):
        balance, base = balance + minor, base + base_minor
        lines.append(AccountLine(Mark(day, version), number, event, kind, ref, minor, base_minor, balance, base))
    return lines


def _brought(session: Session, sub_account: UUID, mark: Mark) -> Sums:
    """What everything up to a mark leaves: the days before it, and the lines of its day up to it."""
    before = sums_until(session, sub_account, day_before(mark.day))
    same = select(func.sum(Posting.minor), func.sum(Posting.base_minor)).where(
        Posting.sub_account_id == sub_account, Posting.date == mark.day, Posting.version <= mark.version
    )
    minor, base = session.execute(same).one()
    return Sums(before.minor + int(minor or 0), before.base + int(base or 0), before.debit)
