"""How long a session, a known browser, a count of failures and a suspension last, and how names are written. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ledger.errors import N_, Refusal

LONGEST = timedelta(hours=8)
IDLE = timedelta(minutes=60)
SEEN_EVERY = timedelta(seconds=30)
"""A session notes that it was used at most this often, so that reading pages seldom writes."""
BROWSER_LASTS = timedelta(days=90)

MANY_FAILURES = 10
FAILURES_LAST = timedelta(minutes=15)
MOST_WRONG_CODES = 5
WRONG_CODES_LAST = timedelta(hours=1)

MOST_DAYS_AWAY = 60
"""Nobody can open a suspended access before its day is over, not even its owner: so it is not suspended for longer."""


def is_alive(started: datetime, seen: datetime, now: datetime) -> bool:
    """Whether a session that began and was last used at these moments still holds."""
    return now - started < LONGEST and now - seen < IDLE


def codes_are_refused(wrong: int, since: datetime | None, now: datetime) -> bool:
    """Whether so many wrong codes came behind the right passphrase that codes are refused for a while."""
    return since is not None and now - since < WRONG_CODES_LAST and wrong >= MOST_WRONG_CODES


def refuse_unfit_day(until: date, today: date) -> None:
    """Refuse a last day of a suspension that is not from tomorrow on, or too far away."""
    if until <= today:
        raise Refusal(N_("Choose a day from tomorrow on."), field="until")
    if until > today + timedelta(days=MOST_DAYS_AWAY):
        raise Refusal(N_("Choose a day at most %(count)s days from now."), field="until", count=MOST_DAYS_AWAY)


def written_name(sign_in_name: str) -> str:
    """Return a sign-in name in the one form in which it is kept and looked for."""
    return sign_in_name.strip().casefold()
