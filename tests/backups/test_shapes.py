"""A row goes into a line and comes out of it as it was, whatever it holds; anything else is refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Float, MetaData, Table

from ledger.backups.shapes import Holding, Shape
from ledger.base import Base
from ledger.errors import Misuse

PATIENT = settings(suppress_health_check=[HealthCheck.too_slow])
"""The first text that is drawn takes seconds: all of Unicode is read for it."""

VALUES: dict[Holding, st.SearchStrategy[Any]] = {
    Holding.UUID: st.uuids(),
    Holding.BYTES: st.binary(max_size=200),
    Holding.DAY: st.dates(),
    Holding.FLAG: st.booleans(),
    Holding.NUMBER: st.integers(-(2**63), 2**63 - 1),
    Holding.TEXT: st.text(max_size=60),
}


@st.composite
def rows(draw: st.DrawFn) -> tuple[Shape, tuple[Any, ...]]:
    """A shape of any columns, and a row of it, with nothing in some places."""
    kinds = draw(st.lists(st.sampled_from(Holding), min_size=1, max_size=8))
    shape = Shape("table", tuple((f"c{place}", kind) for place, kind in enumerate(kinds)))
    return shape, tuple(draw(st.none() | VALUES[kind]) for kind in kinds)


@PATIENT
@given(rows())
def test_a_row_comes_out_as_it_went_in(drawn: tuple[Shape, tuple[Any, ...]]) -> None:
    """To the type: a day is no text, a number no yes."""
    shape, row = drawn
    line = shape.line(row)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    back = tuple(shape.row(line).values())
    assert back == row
    assert [type(value) for value in back] == [type(value) for value in row]


@PATIENT
@given(rows())
def test_a_line_is_one_line_for_any_reader(drawn: tuple[Shape, tuple[Any, ...]]) -> None:
    """Also where a text holds what some readers take for the end of a line."""
    shape, row = drawn
    assert len(shape.line(row).splitlines()) == 1


@pytest.mark.parametrize(
    ("holding", "value"),
    [
        (Holding.UUID, "7"),
        (Holding.UUID, 7),
        (Holding.BYTES, "?"),
        (Holding.BYTES, 1),
        (Holding.DAY, "2026-13-01"),
        (Holding.DAY, 20260101),
        (Holding.FLAG, 1),
        (Holding.FLAG, "true"),
        (Holding.NUMBER, 1.0),
        (Holding.NUMBER, True),
        (Holding.NUMBER, "1"),
        (Holding.TEXT, 1),
        (Holding.TEXT, ["x"]),
    ],
    ids=str,
)
def test_a_value_of_another_kind_is_refused(holding: Holding, value: object) -> None:
    """No engine is left to guess what it was."""
    import json

    with pytest.raises((ValueError, TypeError)):
        Shape("table", (("c", holding),)).row(json.dumps([value]).encode())


@pytest.mark.parametrize("line", [b"", b"{}", b'["1"]', b'["1",2,3]', b"null", b"[1,2"])
def test_a_line_of_another_shape_is_refused(line: bytes) -> None:
    """Fewer values, more, or none."""
    with pytest.raises((ValueError, TypeError)):
        Shape("table", (("a", Holding.TEXT), ("b", Holding.NUMBER))).row(line)


def test_every_column_of_every_table_can_be_kept() -> None:
    """A type that comes later is not forgotten: whoever adds it hears of it here."""
    for table in Base.metadata.sorted_tables:
        assert len(Shape.of(table).columns) == len(table.columns)
    with pytest.raises(Misuse, match="Float"):
        Shape.of(Table("new", MetaData(), Column("rate", Float())))


def test_a_table_points_into_itself_only_where_it_may_point_nowhere() -> None:
    """Rows are put there first and point to each other then."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is table:
                assert key.parent.nullable, key


def test_what_is_kept_is_plain() -> None:
    """An id, a day, bytes: as anybody would write them."""
    ident = UUID("6f1f64b1-6c0b-4a0e-8d0b-2f6f0a1b2c3d")
    shape = Shape("t", (("a", Holding.UUID), ("b", Holding.DAY), ("c", Holding.BYTES), ("d", Holding.TEXT)))
    line = shape.line((ident, date(2026, 1, 5), b"\x00\xff", "é\n"))
    assert line == '["6f1f64b1-6c0b-4a0e-8d0b-2f6f0a1b2c3d","2026-01-05","AP8=","é\\n"]\n'.encode()
