"""What became of an instalment is looked up by it: the cost does not grow with all that was ever paid."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Connection, event

from ledger.disbursements.queries import live_of, paid_in_full, was_split
from tests.builders import World, approved, award_of


def test_what_became_of_an_instalment_is_found_along_an_index_of_it(world: World) -> None:
    """As SQLite says itself; by an index of stages, a statement's cost grew with the square of its lines."""
    if world.store.engine.dialect.name != "sqlite":
        return
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: Connection, _cursor: object, sql: str, parameters: tuple[object, ...], *_rest: object) -> None:
        asked.extend([(sql, parameters)] if sql.startswith("SELECT") else [])

    award = award_of(world, approved(world, 50_000))
    event.listen(world.store.engine, "before_cursor_execute", note)
    with world.store.reading() as session:
        paid_in_full(session, [award.id, uuid4()])
        live_of(session, award)
        was_split(session, award, 1)
        event.remove(world.store.engine, "before_cursor_execute", note)
        raw = session.connection().connection.cursor()
        steps = [
            str(step[3])
            for sql, parameters in asked
            for step in raw.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
            if "disbursement " in str(step[3])
        ]
    assert len(asked) == len(steps) == 3
    assert [step for step in steps if "(award_id=? AND number=?)" not in step and "(award_id=?)" not in step] == []
