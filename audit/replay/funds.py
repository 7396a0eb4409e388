"""Donors, funds and contributions; H11 and H13 of a receipt."""

from typing import Any

from audit.replay.amounts import check_amount, check_currency
from audit.replay.causes import expect_pair
from audit.replay.currencies import CURRENCIES
from audit.replay.reading import Reading
from audit.replay.state import Contribution, Donor, Fund

HERE = frozenset({"in_advance", "received", "refunded"})
"""Stages of a gift whose money has come."""


def record_donor(reading: Reading, data: dict[str, Any]) -> None:
    """Record who gives."""
    reading.create(data["donor"], "donor")
    reading.state.donors[data["donor"]] = Donor(data["code"])


def name_reader(reading: Reading, data: dict[str, Any]) -> None:
    """Name a person who may read for a donor."""
    donor = reading.known(reading.state.donors, data["donor"], "donor")
    person = reading.known(reading.state.people, data["person"], "person")
    if donor is not None and person is not None:
        donor.readers.append(data["person"])


def open_fund(reading: Reading, data: dict[str, Any]) -> None:
    """Open a pot of money with its currency, dates and purposes."""
    ident, currency = data["fund"], data["currency"]
    reading.create(ident, "fund")
    reading.unit.marks.add(("fund.opened", currency))
    if data["donor"] is not None:
        reading.known(reading.state.donors, data["donor"], "donor")
    known = check_currency(reading, f"fund {ident}", currency)
    if known and CURRENCIES[currency] != data["digits"]:
        reading.find("H14", f"fund {ident} gives {currency} {data['digits']!r} digits")
    reading.state.funds[ident] = Fund(
        data["code"],
        data["donor"],
        currency,
        data["digits"],
        data["opens"],
        data["closes"],
        data["purposes"],
    )


def announce(reading: Reading, data: dict[str, Any]) -> None:
    """Note a gift that is to come."""
    write_gift(reading, data)


def write_gift(reading: Reading, data: dict[str, Any]) -> Contribution:
    """Note a gift, in whatever currency it comes (H14)."""
    ident, currency = data["contribution"], data["currency"]
    state = reading.state
    reading.create(ident, "contribution")
    check_amount(reading, f"contribution {ident}", data["minor"])
    reading.known(state.donors, data["donor"], "donor")
    reading.known(state.funds, data["fund"], "fund")
    check_currency(reading, f"contribution {ident}", currency)
    gift = state.contributions[ident] = Contribution(
        data["fund"], data["donor"], data["minor"], currency, reading.actor
    )
    return gift


def receive(reading: Reading, data: dict[str, Any]) -> None:
    """Receive a gift: once (H13), and not by who announced it (H11)."""
    ident = data["contribution"]
    gift = take_gift(reading, ident, "announced", by=reading.actor)
    if gift is None:
        return
    gift.stage, gift.received_on = "received", data["date"]
    expect_gift(reading, ident, gift)


def withdraw(reading: Reading, data: dict[str, Any]) -> None:
    """Give up a gift that does not come."""
    gift = reading.known(reading.state.contributions, data["contribution"], "contribution")
    if gift is None:
        return
    reading.checks["H7"] += 1
    if gift.stage not in {"announced", "conditional"}:
        reading.find("H7", f"contribution {data['contribution']} is {gift.stage}, and given up as if it never came")
        return
    gift.stage = "withdrawn"


def take_gift(reading: Reading, ident: str, stage: str, *, by: str | None) -> Contribution | None:
    """Find a gift that waits at a stage (H13), and whom it may be taken on by: never who announced it (H11)."""
    gift = reading.known(reading.state.contributions, ident, "contribution")
    if gift is None:
        return None
    reading.checks["H13"] += 1
    if gift.stage in HERE:
        reading.find("H13", f"contribution {ident} is received a second time")
    elif gift.stage != stage:
        reading.find("H7", f"contribution {ident} is {gift.stage} and does not come in this way")
    reading.checks["H11"] += 1
    if gift.announced_by == by:
        reading.find("H11", f"contribution {ident} is received by {by}, who announced it")
    return gift


def expect_gift(reading: Reading, ident: str, gift: Contribution) -> None:
    """Call for the entry that brings a gift into the books."""
    money = (gift.fund, gift.currency, gift.minor)
    expect_pair(reading, "contribution", ("contribution", ident), money)
