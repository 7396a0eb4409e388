"""Verifying a bundle of 100,000 log entries, beside one pass of json.loads and SHA-256 over the same bytes."""

from __future__ import annotations

import hashlib
import json
import sys
import time

from ground import house, take_in
from sqlalchemy import select

from audit.verify import verify
from ledger.actor import SYSTEM
from ledger.exports.bundle import write_bundle
from ledger.log.models import LogEntry
from tests.builders import approved, paid

ENTRIES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def main() -> None:
    """Time both in one run."""
    with house() as (world, key, folder):
        for _ in range(100):
            approved(world, 10_000)
        paid(world)
        started = time.perf_counter()
        take_in(world, (ENTRIES - 3000) * 3 // 13)
        took = time.perf_counter() - started
        started = time.perf_counter()
        receipt = write_bundle(world.store, key, SYSTEM, folder / "b.zip")
        wrote = time.perf_counter() - started
        with world.store.reading() as session:
            entries = list(session.scalars(select(LogEntry.bytes)))
        floor = min(_pass(entries) for _ in range(3))
        times = []
        for _ in range(3):
            started = time.perf_counter()
            report = verify(folder / "b.zip", None, None)
            times.append(time.perf_counter() - started)
        assert report.holds, report  # noqa: S101
    print(
        f"{receipt.size} entries, {(folder / 'b.zip').name}; taking the file in {took:.1f} s, writing the bundle {wrote:.1f} s"
    )
    print(
        f"one pass of json.loads and SHA-256: {floor:.2f} s; verify: {min(times):.2f} s; ratio {min(times) / floor:.1f}"
    )


def _pass(entries: list[bytes]) -> float:
    started = time.perf_counter()
    for entry in entries:
        json.loads(entry)
        hashlib.sha256(entry).digest()
    return time.perf_counter() - started


main()
