"""Days and moments reckoned with, as the log writes them."""

import datetime as dt

MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def days_later(day: str, days: int) -> str:
    """Give the day so many days after another; before it, where they are fewer than none."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def hours_later(moment: str, hours: int) -> str:
    """Give the moment so many hours after another."""
    begun = dt.datetime.strptime(moment, MOMENT).replace(tzinfo=dt.UTC)
    return (begun + dt.timedelta(hours=hours)).strftime(MOMENT)
