"""H1, H2 and H5 of the journal: balance, numbers without gap, the fund ceiling."""

from typing import Any

from audit.replay import collecting
from audit.replay.amounts import check_lines, share
from audit.replay.cash import CASH, check_cash
from audit.replay.causes import ADVANCES
from audit.replay.periods import check_open
from audit.replay.reading import Reading
from audit.replay.records import Posted, SubAccount
from audit.replay.shown import check_shown

CEILING = {"1000": 1, "1300": 1, "2100": 1, "2150": 1, "2300": 1, "2400": 1, "9100": -1}
"""The accounts that make up what a fund may still promise, and their sign (H5)."""
RULES = 2
"""The version of the rule table that section 5 of the log format gives."""
CONVERSION = "1900"
AT_COST = {"1000": -1, "1300": -1, "2400": 1}
"""Accounts that money leaves at what it cost on average, with the sign of what leaves."""


def post(reading: Reading, data: dict[str, Any]) -> None:
    """Enter one journal entry into the books."""
    unit = reading.unit
    entry = Posted(data, reading.seq, unit.ident, reading.actor, reading.at)
    number_entry(reading, entry)
    check_open(reading, entry)
    if data["rules"] != RULES:
        reading.find("H7", f"entry {entry.number} is posted under rules {data['rules']!r}")
    readable = check_lines(reading, entry.number, entry.lines)
    reading.state.entries.append(entry)
    unit.posted.append(entry)
    reading.later(check_shown, entry)
    if not readable:
        entry.unsound = True
        adopt(reading, entry.lines)
        return
    if is_balanced(reading, entry):
        enter_lines(reading, entry)
    else:
        entry.unsound = True
        adopt(reading, entry.lines)
    check_ceilings(reading, entry)


def number_entry(reading: Reading, entry: Posted) -> None:
    """H2: numbers run without gap; a reversal names an earlier entry, and none is named twice."""
    state = reading.state
    reading.create(entry.ident, "journal entry")
    if entry.number != state.last_number + 1:
        reading.find(
            "H2",
            f"entry {entry.number} stands where number {state.last_number + 1} belongs",
        )
    state.last_number = entry.number
    reverses = entry.reverses
    if reverses is not None:
        if reverses not in state.numbers:
            reading.find(
                "H2",
                f"entry {entry.number} reverses {reverses}, which no entry before is",
            )
        elif reverses in state.reversed:
            reading.find("H2", f"entry {entry.number} reverses {reverses} a second time")
        state.reversed.add(reverses)
    state.numbers.add(entry.number)


def is_balanced(reading: Reading, entry: Posted) -> bool:
    """H1: two lines or more, numbered from 1; nil per fund and currency, and in base per fund."""
    reading.checks["H1"] += 1
    own = reading.state.base_currency
    sums: dict[tuple[str, str], int] = {}
    bases: dict[str, int] = {}
    conversion: dict[str, int] = {}
    fault = "has fewer than two lines" if len(entry.lines) < 2 else ""  # noqa: PLR2004 - two sides of an entry
    for place, line in enumerate(entry.lines, 1):
        minor, base, fund, currency = (
            line["minor"],
            line["base"],
            line["fund"],
            line["currency"],
        )
        sums[fund, currency] = sums.get((fund, currency), 0) + minor
        bases[fund] = bases.get(fund, 0) + base
        if line["account"] == CONVERSION:
            conversion[fund] = conversion.get(fund, 0) + base
        if line["line"] != place:
            fault = f"numbers its line {place} as {line['line']}"
        elif currency == own and base != minor:
            fault = f"gives line {place}, in the base currency, another base amount"
        elif (minor < 0 < base) or (base < 0 < minor):
            fault = f"gives the base amount of line {place} the other sign"
    if any(sums.values()):
        fault = "does not balance in a fund and currency"
    elif any(bases.values()):
        fault = "does not balance in the base currency of a fund"
    elif any(conversion.values()):
        fault = "leaves something in base on the conversion account"
    if fault:
        reading.find("H1", f"entry {entry.number} {fault}")
    return not fault


def enter_lines(reading: Reading, entry: Posted) -> None:
    """H1, H2: running balances and versions follow from the line before."""
    balances = reading.state.balances
    for line in entry.lines:
        key = (line["fund"], line["account"], line["currency"], line["holder"])
        sub = balances.get(key)
        if sub is None:
            sub = balances[key] = SubAccount()
        sign = AT_COST.get(line["account"], 0)
        if line["minor"] * sign > 0:
            check_cost(reading, entry, line, sub, sign)
        if line["account"] == CASH:
            check_cash(reading, entry, line)
        elif line["account"] == ADVANCES:
            collecting.note(reading, entry.event, entry.date, line)
        sub.version += 1
        sub.balance += line["minor"]
        sub.base_balance += line["base"]
        if sub.version != line["version"] or sub.balance != line["balance"] or sub.base_balance != line["base_balance"]:
            compare_running(reading, entry, line, sub)


def check_cost(reading: Reading, entry: Posted, line: dict[str, Any], sub: SubAccount, sign: int) -> None:
    """H1: money leaves an account that has it, at what it cost there on average; the last unit takes the rest."""
    reading.checks["H1"] += 1
    minor, where = abs(line["minor"]), f"entry {entry.number} line {line['line']} (account {line['account']})"
    held, worth = -sign * sub.balance, -sign * sub.base_balance
    if minor > held:
        reading.find("H1", f"{where} takes {minor}, its sub-account has {held}")
    elif sign * line["base"] != share(minor, worth, held):
        reading.find("H1", f"{where} takes money at {sign * line['base']} in base, it cost {share(minor, worth, held)}")


def check_ceilings(reading: Reading, entry: Posted) -> None:
    """H5: after every entry, what a fund may still promise is not less than nothing."""
    ceilings = reading.state.ceilings
    moved: dict[tuple[str, str], int] = {}
    for line in entry.lines:
        sign = CEILING.get(line["account"])
        if sign is not None:
            pot = (line["fund"], line["currency"])
            moved[pot] = moved.get(pot, 0) + sign * line["minor"]
    reading.checks["H5"] += len(moved)
    for pot, change in moved.items():
        left = ceilings[pot] = ceilings.get(pot, 0) + change
        if left < 0 and change < 0:
            reading.find("H5", f"entry {entry.number} promises {-left} {pot[1]} more than fund {pot[0]} has")


def compare_running(reading: Reading, entry: Posted, line: dict[str, Any], sub: SubAccount) -> None:
    """Report a broken running state once, and carry on from what the log says.

    When only the line before was wrong, this line agrees with what that one should have said.
    """
    stated = (line["version"], line["balance"], line["base_balance"])
    computed = (sub.version, sub.balance, sub.base_balance)
    rival, sub.rival = sub.rival, computed
    sub.version, sub.balance, sub.base_balance = stated
    if rival is not None and stated == (
        rival[0] + 1,
        rival[1] + line["minor"],
        rival[2] + line["base"],
    ):
        sub.rival = None
        return
    where = f"entry {entry.number} line {line['line']} (account {line['account']})"
    if stated[0] != computed[0]:
        reading.find("H2", f"{where} has version {stated[0]}, {computed[0]} belongs there")
    if stated[1:] != computed[1:]:
        reading.find("H1", f"{where}: its running balance does not follow from the line before")


def adopt(reading: Reading, lines: list[dict[str, Any]]) -> None:
    """Carry on from the stated balances after a line whose figures cannot be reckoned with."""
    for line in lines:
        sub = reading.state.balances.setdefault(
            (line["fund"], line["account"], line["currency"], line["holder"]),
            SubAccount(),
        )
        stated = (line["version"], line["balance"], line["base_balance"])
        if all(type(figure) is int for figure in stated):
            sub.version, sub.balance, sub.base_balance = stated
