"""Gifts that come another way: on a condition, less a fee, in digital currency."""

from fractions import Fraction
from typing import Any

from audit.replay.amounts import check_amount, check_part
from audit.replay.causes import expect_exact
from audit.replay.currencies import CURRENCIES
from audit.replay.funds import take_gift
from audit.replay.reading import Reading
from audit.replay.statement_lines import cash_line, line, use
from audit.replay.treasury_records import Met


def condition(reading: Reading, data: dict[str, Any]) -> None:
    """Note that a gift just announced depends on a condition."""
    gift = take_gift(reading, data["contribution"], "announced", by=None)
    if gift is not None:
        gift.stage = "conditional"


def hold(reading: Reading, data: dict[str, Any]) -> None:
    """Receive a gift on a condition: owed to its donor until that is met."""
    use(reading, data["statement"])
    gift = take_gift(reading, data["contribution"], "conditional", by=reading.actor)
    if gift is None:
        return
    gift.stage, gift.left = "in_advance", gift.minor
    lines = [
        cash_line(gift.fund, data["cash"], gift.currency, gift.minor, data["statement"]),
        line(gift.fund, "2400", gift.currency, -gift.minor),
    ]
    expect_exact(reading, "contribution_in_advance", ("contribution", data["contribution"]), lines)


def collect(reading: Reading, data: dict[str, Any]) -> None:
    """Receive a gift less what a processor kept: gross income, and the fee as a charge."""
    ident, fee = data["contribution"], data["fee_minor"]
    use(reading, data["statement"])
    gift = take_gift(reading, ident, "announced", by=reading.actor)
    if gift is None:
        return
    gift.stage, gift.received_on = "received", data["date"]
    if not check_part(reading, f"the fee of contribution {ident}", fee) or fee >= gift.minor:
        reading.find("H14", f"contribution {ident} comes in with a fee that leaves nothing")
        fee = 0
    money = cash_line(gift.fund, data["cash"], gift.currency, gift.minor, data["statement"])
    lines = [money, line(gift.fund, "4000", gift.currency, -gift.minor)]
    expect_exact(reading, "contribution", ("contribution", ident), lines)
    if fee:
        charge = [line(gift.fund, "5800", gift.currency, fee), {**money, "minor": -fee}]
        expect_exact(reading, "bank_charge", ("contribution", ident), charge)


def convert(reading: Reading, data: dict[str, Any]) -> None:
    """Note how a gift came in digital currency: it is as much money as that was sold for."""
    ident, minor = data["contribution"], data["minor"]
    reading.create(("converted", ident), "the conversion of contribution")
    gift = take_gift(reading, ident, "announced", by=reading.actor)
    check_amount(reading, f"contribution {ident}", minor)
    if gift is None:
        return
    got = Fraction(data["amount"]) * Fraction(data["rate"]) * 10 ** CURRENCIES[gift.currency]
    reading.checks["H14"] += 1
    if round(got) != minor:
        reading.find("H14", f"contribution {ident} is not what its amount and rate come to")
    reading.checks["H7"] += 1
    if gift.minor != data["announced_minor"]:
        reading.find("H7", f"contribution {ident} was announced with {gift.minor}, its conversion says otherwise")
    gift.minor = minor


def say_met(reading: Reading, data: dict[str, Any]) -> None:
    """Take somebody's word that a condition is met for a part of what is held in advance."""
    ident, minor = data["contribution"], data["minor"]
    reading.create(data["met"], "condition met")
    check_amount(reading, f"condition met {data['met']}", minor)
    gift = reading.known(reading.state.contributions, ident, "contribution")
    if gift is None:
        return
    gift.said_met += minor
    reading.checks["H7"] += 1
    if gift.said_met > gift.left:
        reading.find("H7", f"the condition of more of contribution {ident} is met than is held in advance")
    reading.state.met[data["met"]] = Met(ident, minor, reading.actor)


def take_back(reading: Reading, data: dict[str, Any]) -> None:
    """Take back somebody's word, once, before it is earned."""
    ident = data["met"]
    met = reading.known(reading.state.met, ident, "condition met")
    if met is None:
        return
    reading.checks["H13"] += 1
    if met.earned or met.taken_back:
        reading.find("H13", f"condition met {ident} is taken back after it was earned or taken back")
        return
    met.taken_back = True
    reading.state.contributions[met.contribution].said_met -= met.minor


def earn(reading: Reading, data: dict[str, Any]) -> None:
    """Earn a part of a gift: once, and not by who said that its condition is met."""
    ident = data["met"]
    met = reading.known(reading.state.met, ident, "condition met")
    if met is None:
        return
    reading.checks["H13"] += 1
    if met.earned:
        reading.find("H13", f"condition met {ident} is earned a second time")
    if met.taken_back:
        reading.find("H13", f"condition met {ident} is earned, which was taken back")
    reading.checks["H11"] += 1
    if met.by == reading.actor:
        reading.find("H11", f"condition met {ident} is earned by {reading.actor}, who said that it is met")
    gift = reading.state.contributions[met.contribution]
    met.earned = gift.earned = True
    gift.left -= met.minor
    gift.said_met -= 0 if met.taken_back else met.minor
    if gift.left <= 0:
        gift.stage, gift.received_on = "received", data["date"]
    lines = [line(gift.fund, "2400", gift.currency, met.minor), line(gift.fund, "4000", gift.currency, -met.minor)]
    expect_exact(reading, "income_earned", ("contribution", met.contribution), lines)
