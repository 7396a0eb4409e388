"""A promise with its two decisions and one payment, posted and logged: per second, beside raw inserts of the same rows."""

from __future__ import annotations

import sqlite3
import sys
import time

from ground import house

from ledger.base import Base
from tests.builders import approved, paid

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 150
UNITS = 8
"""Units of work of one promise: register, propose, two decisions, gather, release, send, confirm."""


def main() -> None:
    """Time both in one run."""
    with house() as (world, _key, folder):
        before = _rows(str(folder / "almoner.db"))
        started = time.perf_counter()
        for _ in range(COUNT):
            approved(world, 10_000)
            paid(world)
        product = time.perf_counter() - started
        rows = _new(before, _rows(str(folder / "almoner.db")))
        floor = _raw(str(folder / "raw.db"), rows)
    count = sum(len(found) for found in rows.values())
    print(f"{COUNT} promises paid: {COUNT / product:.0f} a second ({product / COUNT * 1000:.1f} ms each)")
    print(f"raw inserts of the same {count} rows in {COUNT * UNITS} transactions: {COUNT / floor:.0f} a second")
    print(f"ratio {product / floor:.1f}")


def _rows(path: str) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in Base.metadata.tables}
    connection.close()
    return found


def _new(
    before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]
) -> dict[str, list[tuple[object, ...]]]:
    return {name: [row for row in rows if row not in set(before[name])] for name, rows in after.items()}


def _raw(path: str, rows: dict[str, list[tuple[object, ...]]]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    for name, table in Base.metadata.tables.items():
        connection.execute(f"CREATE TABLE {name} ({', '.join(f'c{n}' for n, _ in enumerate(table.columns))})")
    started = time.perf_counter()
    for unit in range(COUNT * UNITS):
        connection.execute("BEGIN IMMEDIATE")
        for name, found in rows.items():
            part = found[unit * len(found) // (COUNT * UNITS) : (unit + 1) * len(found) // (COUNT * UNITS)]
            if part:
                connection.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(part[0]))})", part)
        connection.execute("COMMIT")
    elapsed = time.perf_counter() - started
    connection.close()
    return elapsed


main()
