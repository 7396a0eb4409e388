"""A reference is found by how it begins, on both engines, along the index where there is one to go by."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from ledger.disbursements.listed import DisbursementFilter, disbursement_cells, disbursements_where
from ledger.disbursements.models import Disbursement, DisbursementStage
from ledger.searching import is_narrow
from tests.builders import World, approved, paid


def test_a_payment_is_found_by_the_beginning_of_its_reference(world: World) -> None:
    """In small letters and with spaces too, in its stage only; odd marks find nothing and break nothing."""
    approved(world, 5_000)
    paid(world)
    approved(world, 7_000, 2)
    with world.store.reading() as session:
        known = session.query(Disbursement).all()
        for one in known:
            for typed in (one.reference, one.reference[:3], f" {one.reference[:6].lower()} ", "", "d-", "D"):
                for stage in (None, *DisbursementStage):
                    wanted = DisbursementFilter(typed, stage)
                    found = session.scalars(disbursements_where(wanted)).all()
                    assert found == sorted(
                        (
                            other
                            for other in known
                            if other.reference.startswith(typed.strip().upper()) and stage in {None, other.stage}
                        ),
                        key=lambda other: (other.due, other.id),
                        reverse=True,
                    )
                    cells = session.execute(disbursement_cells(wanted)).all()
                    assert [row[0] for row in cells] == [other.reference for other in found]
        for odd in ("D-*", "D-%", "D-_", "D-[", "D-?", "'", "\\", "D-\u00df"):
            assert session.scalars(disbursements_where(DisbursementFilter(odd))).all() == []


@pytest.mark.parametrize(
    ("typed", "narrow"), [("", False), ("D", False), ("d-", False), ("d-7", True), ("D-7K%", False), ("D-*", False)]
)
def test_what_leaves_few_rows_is_searched_for_first(typed: str, narrow: bool) -> None:
    """A kind alone leaves them all."""
    assert is_narrow(typed) is narrow


def test_a_search_walks_along_the_index(world: World) -> None:
    """As SQLite says itself, also beside a stage."""
    engine = world.store.engine
    if engine.dialect.name != "sqlite":
        return
    query = disbursements_where(DisbursementFilter("D-7K", DisbursementStage.CONFIRMED))
    compiled = query.compile(engine)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}", tuple(compiled.params[name] for name in compiled.positiontup or ())
        )
        told = " ".join(str(row[3]) for row in plan)
        assert connection.execute(text("SELECT 1")).scalar() == 1
    assert "SEARCH disbursement USING INDEX" in told
    assert "reference>?" in told
