"""Periods: closed one after the other, and then taking nothing more."""

from typing import Any

from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.records import Posted


def close_period(reading: Reading, data: dict[str, Any]) -> None:
    """Close the books until a day that is over, later than they were closed until."""
    until = data["until"]
    carry_out(reading, "period.closed", data)
    reading.checks["H7"] += 1
    if not reading.state.closed < until < reading.day:
        reading.find("H7", f"the books are closed until {until}, on {reading.day}")
    reading.state.closed = max(reading.state.closed, until)


def check_open(reading: Reading, entry: Posted) -> None:
    """H7: an accounting day lies in no closed period."""
    reading.checks["H7"] += 1
    if entry.date <= reading.state.closed:
        reading.find("H7", f"entry {entry.number} is dated {entry.date}, the books are closed until then")
