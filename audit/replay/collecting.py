"""H7 of money in the hands of intermediaries: nothing of an advance, and no money of loans for too long."""

import datetime as dt
from typing import Any

from audit.replay.causes import ADVANCES
from audit.replay.reading import Reading
from audit.replay.treasury_records import Collected

TAKEN = frozenset({"loan_repaid", "loan_recovered"})
HANDED_IN = "booking"
"""What an entry is about by which money of loans is handed in."""
KEPT = dt.timedelta(days=30)
"""How long somebody may keep money of loans before it keeps them from an advance."""


def note(reading: Reading, event: str, day: str, posted: dict[str, Any]) -> None:
    """Note money of loans that comes into other hands, or leaves them, by the accounting day of its entry."""
    if event not in TAKEN and posted["kind"] != HANDED_IN:
        return
    place = (posted["holder"], posted["fund"], posted["currency"])
    here = reading.state.collected.setdefault(place, Collected())
    if event in TAKEN:
        here.came.append((day, posted["minor"]))
    else:
        here.handed -= posted["minor"]


def check_in_hand(reading: Reading, ident: str, code: str) -> None:
    """H7: before an advance, nothing of another is in the same hands, and no money of loans for too long."""
    state = reading.state
    mine = {place[1:]: one for place, one in state.collected.items() if place[0] == code}
    until = (dt.date.fromisoformat(reading.at[:10]) - KEPT).isoformat()
    reading.checks["H7"] += 1
    for (fund, account, currency, holder), sub in state.balances.items():
        if account == ADVANCES and holder == code and sub.balance != mine.get((fund, currency), Collected()).left:
            reading.find("H7", f"advance {ident} is proposed while its intermediary still holds money by the books")
            return
    if any(one.left_of(until) > 0 for one in mine.values()):
        reading.find("H7", f"advance {ident} is proposed while its intermediary has money of loans from before {until}")
