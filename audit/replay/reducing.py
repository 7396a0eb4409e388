"""An instalment of a running award that is reduced: less is promised by it, or owed."""

from typing import Any

from audit.replay.amounts import check_amount
from audit.replay.award_records import Instalment
from audit.replay.causes import EXPENSE, expect, expect_pair, pair
from audit.replay.reading import Reading
from audit.replay.repaying import LOAN


def reduce(reading: Reading, data: dict[str, Any]) -> None:
    """Take a part off an instalment that nothing pays: what was owed or only promised of it leaves the books."""
    ident, number, minor = data["award"], data["number"], data["minor"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is None:
        return
    what = f"instalment {number} of award {ident}"
    reading.unit.reduced.add((ident, number))
    reading.checks["H7"] += 1
    if award.stage not in {"approved", "active"} or award.kind == LOAN:
        reading.find("H7", f"{what} is reduced, of a {award.kind} that is {award.stage}")
    part = award.instalments.get(number)
    if part is None or part.stage in {"cancelled", "replaced"}:
        reading.find("H7", f"{what} is reduced, but is not there to be paid")
        return
    check_amount(reading, f"what {what} is reduced by", minor)
    check_part_left(reading, what, part, minor)
    part.minor -= minor
    if part.stage == "recognised":
        lines = pair(award.fund, award.currency, minor, "2100", EXPENSE.get(award.kind, ""))
        expect(reading, "award_reduced", ("award", ident), lines)
    else:
        expect_pair(reading, "award_cancelled", ("award", ident), (award.fund, award.currency, minor))


def check_part_left(reading: Reading, what: str, part: Instalment, minor: int) -> None:
    """H6: nothing pays an instalment while it is reduced, and something of it is left."""
    reading.checks["H6"] += 1
    if part.live:
        reading.find("H6", f"{what} is reduced, not its payment {next(iter(part.live))}")
    if minor >= part.minor:
        reading.find("H6", f"{what} is reduced by {minor}, of {part.minor}")
