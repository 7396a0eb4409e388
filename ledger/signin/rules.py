"""How long a session, a known browser and a count of failures last. Pure: moments in, yes or no out."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST = timedelta(hours=8)
IDLE = timedelta(minutes=60)
SEEN_EVERY = timedelta(seconds=30)
"""A session notes that it was used at most this often, so that reading pages seldom writes."""
BROWSER_LASTS = timedelta(days=90)

MANY_FAILURES = 10
FAILURES_LAST = timedelta(minutes=15)
MOST_WRONG_CODES = 5
WRONG_CODES_LAST = timedelta(hours=1)


def is_alive(started: datetime, seen: datetime, now: datetime) -> bool:
    """Whether a session that began and was last used at these moments still holds."""
    return now - started < LONGEST and now - seen < IDLE


def codes_are_refused(wrong: int, since: datetime | None, now: datetime) -> bool:
    """Whether so many wrong codes came behind the right passphrase that codes are refused for a while."""
    return since is not None and now - since < WRONG_CODES_LAST and wrong >= MOST_WRONG_CODES
