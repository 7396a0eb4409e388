"""What has gone of a channel's limits, and what is still free: counted by the slice above, which knows payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ledger.banking.limits import Bound, Limit
from ledger.banking.room import Used

Counted = Callable[[Session, Limit, date], Used]
_counts: list[Counted] = []


@dataclass(frozen=True, slots=True)
class Standing:
    """One bound of a limit: minor units that it lets through, and how many of them are free; None: it always is.

    Of what counts by payee, `free` is what is left for the one who got most.
    """

    limit: Limit
    bound: Bound
    most: int
    free: int | None


def when_counted(count: Counted) -> Counted:
    """Register how a slice above counts what has gone of a limit on a day and in its month."""
    _counts.append(count)
    return count


def standings(session: Session, limit: Limit, day: date) -> list[Standing]:
    """Return each bound of a limit with what is free of it on a day."""
    gone: dict[Bound, int] = defaultdict(int)
    for count in _counts:
        for (bound, _payee), minor in count(session, limit, day).items():
            gone[bound] = max(gone[bound], minor)
    return [
        Standing(limit, bound, most, None if bound is Bound.PAYMENT else max(0, most - gone[bound]))
        for bound, most in limit.bounds.items()
    ]
