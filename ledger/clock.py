"""What time it is: UTC in whole seconds, from one place, so that a demo and a test can set it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """Return the present moment, UTC, whole seconds."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, UTC, whole seconds."""
        return datetime.now(UTC).replace(microsecond=0)


class SetClock:
    """A clock that stands still until it is moved, for the demo's past year and for tests."""

    def __init__(self, at: datetime) -> None:
        """Start at the moment `at` (UTC)."""
        self._at = at.replace(microsecond=0)

    def now(self) -> datetime:
        """Return the moment it was last moved to."""
        return self._at

    def move(self, by: timedelta) -> None:
        """Go on by so much; time does not run backwards."""
        if by < timedelta(0):
            message = "a clock is moved forwards only"
            raise ValueError(message)
        self._at += by

    def move_to(self, at: datetime) -> None:
        """Go on to the moment `at`, or stay where that has passed."""
        self._at = max(self._at, at.replace(microsecond=0))


@lru_cache(maxsize=8)
def moment_text(at: datetime) -> str:
    """Write a moment as the log and the database hold it: `2026-01-05T09:00:00Z`; that of one unit of work once."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_from(text: str) -> datetime:
    """Read a moment as `moment_text` wrote it. Raises ValueError for any other form."""
    if len(text) != len("2026-01-05T09:00:00Z") or text[-1] != "Z":
        message = f"{text} is not a moment as the log writes it"
        raise ValueError(message)
    return datetime.fromisoformat(text)


def day_text(day: date) -> str:
    """Write an accounting day: `2026-01-05`."""
    return day.isoformat()
