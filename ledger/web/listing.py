"""Lists: search, filter, sort, page size, count and total, and a file of exactly what is shown.

A list page is a description (columns, a query, a filter form); drawing it, paging it and writing it as CSV or XLSX
is done here once for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import func
from sqlalchemy.orm import Session

from ledger.web.download import csv_response, xlsx_response

Row = TypeVar("Row")

SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: how it is headed, what it shows of a row, and what it can be sorted by.

    `kind` is `text`, `code`, `reference`, `money` (the value is minor units and currency), `day`, `moment`,
    `span`, `stage`.
    """

    key: str
    label: str
    value: Callable[[Row], Any]
    kind: str = "text"
    link: Callable[[Row], str] | None = None
    sort: Any = None


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A list as its page is asked for."""

    name: str
    title: str
    columns: Sequence[Column[Row]]
    query: Any
    form: Any = None
    actions: Sequence[tuple[str, str]] = ()
    empty: str = ""
    totals: dict[str, Any] = field(default_factory=dict)
    """Columns summed over everything that the filter leaves, keyed `currency` and `minor`."""
    further: Sequence[tuple[str, Any]] = ()
    """More columns that are summed like `minor`, each after what its sum is called."""
    key: Any = None
    """The column that tells rows apart, for a list that grows long: a page far on then reads only its own rows."""
    counted: Any = None
    """A query that counts the same rows with less, where those of the list are joined from several tables."""
    flat: Any = None
    """For a list that grows long: selects the same rows as plain columns, one a column of the list, an amount as two;
    files are written from it without making an object of each row."""


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """One page of a list, with what stands around it."""

    rows: Sequence[Row]
    count: int
    number: int
    size: int
    sums: Sequence[tuple[str, Sequence[tuple[int, str]]]]
    """What is summed: what it is called, and minor units with their currency."""

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.count // self.size))


def answer(session: Session, listing: Listing[Row], template: str = "listing.html", **around: Any) -> str | Response:
    """Answer the request for a list: a page, or a file when `format` asks for one.

    A `template` of its own stands on `listing.html`, and shows what is given besides.
    """
    wanted = request.args.get("format", "")
    if wanted == "csv":
        return csv_response(listing.name, _head(listing), _cells(session, listing))
    if wanted == "xlsx":
        return xlsx_response(listing.name, _head(listing), _cells(session, listing))
    return render_template(template, listing=listing, shown=_shown(session, listing), sizes=SIZES, **around)


def _shown(session: Session, listing: Listing[Row]) -> Shown[Row]:
    size = request.args.get("size", SIZES[0], type=int)
    size = size if size in SIZES else SIZES[0]
    count, sums = _measured(session, listing)
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-count // size)))
    rows = _rows(session, listing, size, size * (number - 1))
    return Shown([_bare(row) for row in rows], count, number, size, sums)


def _rows(session: Session, listing: Listing[Row], size: int, skipped: int) -> Sequence[Any]:
    """Read a page. What is joined to a row is joined to the rows of the page alone, not to all that are skipped."""
    query = _sorted(listing)
    if listing.key is None or not skipped:
        return session.execute(query.limit(size).offset(skipped)).all()
    keys = query.with_only_columns(listing.key, maintain_column_froms=True).limit(size).offset(skipped)
    return session.execute(query.where(listing.key.in_(session.scalars(keys).all()))).all()


def _measured(session: Session, listing: Listing[Row]) -> tuple[int, list[tuple[str, list[tuple[int, str]]]]]:
    """Count everything that the filter leaves, and sum it by currency where the list has amounts."""
    plain = listing.query.order_by(None)
    if listing.counted is not None:
        return session.scalar(listing.counted) or 0, []
    if not listing.totals:
        return session.scalar(plain.with_only_columns(func.count(), maintain_column_froms=True)) or 0, []
    currency, summed = listing.totals["currency"], [(_("Total of all rows"), listing.totals["minor"]), *listing.further]
    wanted = (currency, func.count(), *(func.sum(minor) for _label, minor in summed))
    found = session.execute(plain.with_only_columns(*wanted).group_by(currency).order_by(currency)).all()
    sums = [(label, [(int(row[place]), row[0]) for row in found]) for place, (label, _minor) in enumerate(summed, 2)]
    return sum(row[1] for row in found), sums if found else []


def _sorted(listing: Listing[Row], query: Any = None) -> Any:
    query = listing.query if query is None else query
    column = next((c for c in listing.columns if c.key == request.args.get("sort") and c.sort is not None), None)
    if column is None or column.sort is None:
        return query
    down = request.args.get("down") == "1"
    first = column.sort.desc() if down else column.sort.asc()
    rest = query._order_by_clauses  # noqa: SLF001 - the list's own order breaks ties
    return query.order_by(None).order_by(first, *rest)


def _bare(row: Any) -> Any:
    return row[0] if len(row) == 1 else row


def _head(listing: Listing[Row]) -> list[str]:
    return [str(column.label) for column in listing.columns]


def _cells(session: Session, listing: Listing[Row]) -> Iterator[Sequence[Any]]:
    if listing.flat is not None:
        yield from _flat_cells(session, listing)
        return
    for row in session.execute(_sorted(listing).execution_options(yield_per=500)):
        bare = _bare(row)
        yield [column.value(bare) for column in listing.columns]


def _flat_cells(session: Session, listing: Listing[Row]) -> Iterator[Sequence[Any]]:
    """Put the two columns of an amount together again, as one cell of the list."""
    amounts = [place for place, column in enumerate(listing.columns) if column.kind == "money"]
    for row in session.execute(_sorted(listing, listing.flat).execution_options(yield_per=2000)):
        cells = list(row)
        for place in amounts:
            cells[place : place + 2] = [(cells[place], cells[place + 1])]
        yield cells
