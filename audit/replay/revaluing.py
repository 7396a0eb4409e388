"""Valuing foreign cash on a day by the rate that held, taken back the day after."""

import hashlib
from collections import defaultdict
from fractions import Fraction
from typing import Any, NamedTuple

from audit.replay.causes import expect_exact
from audit.replay.currencies import CURRENCIES
from audit.replay.days import days_later
from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.signed import compare
from audit.replay.statement_lines import cash_line, line
from audit.replay.treasury_records import Rate

HOLDS = 45
"""Days that a rate holds."""


class Valued(NamedTuple):
    """Foreign cash of a fund, as it is written down to be signed."""

    fund: str
    cash: str
    currency: str
    minor: int
    base: int
    worth: int


def revalue(reading: Reading, data: dict[str, Any]) -> None:
    """Hold what was signed to the books and rates of its day, and call for two entries for each sub-account."""
    ident = data["revaluation"]
    carry_out(reading, "revaluation.posted", data)
    reading.create(ident, "revaluation")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is None:
        return
    content = proposal.signed["content"]
    lines, rates = value(reading, content["date"])
    written = sorted((",".join(map(str, one)) + "\n").encode() for one in lines)
    due = {
        "count": len(lines),
        "lines_sha256": hashlib.sha256(b"".join(written)).hexdigest(),
        "rates": {one.currency: written_rate(rates[one.currency]) for one in lines},
    }
    compare(reading, f"what was signed for revaluation {ident}", content, due)
    for one in lines:
        expect_exact(reading, "revaluation", ("revaluation", ident), lines_of(reading, one, one.worth - one.base))
        expect_exact(reading, "revaluation", ("revaluation", ident), lines_of(reading, one, one.base - one.worth))
    reading.later(check_days, ident, content["date"])


def value(reading: Reading, day: str) -> tuple[list[Valued], dict[str, Rate]]:
    """Value the foreign cash of the end of a day; what stands at its worth already is left out."""
    own, rates = reading.state.base_currency, rates_on(reading, day)
    held: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for entry in reading.state.entries:
        for one in entry.lines if entry.date <= day else ():
            if one["account"] == "1000" and one["currency"] != own:
                sums = held[one["fund"], one["holder"], one["currency"]]
                sums[0] += one["minor"]
                sums[1] += one["base"]
    lines = []
    for (fund, cash, currency), (minor, base) in held.items():
        rate = rates.get(currency)
        if rate is not None:
            worth = round(minor * Fraction(rate.rate) * Fraction(10) ** (CURRENCIES[own] - CURRENCIES[currency]))
            lines.append(Valued(fund, cash, currency, minor, base, worth))
    return [one for one in lines if one.worth != one.base], rates


def rates_on(reading: Reading, day: str) -> dict[str, Rate]:
    """Give the rate of each currency that held on a day: the newest, of one day the last on the log."""
    found: dict[str, Rate] = {}
    for rate in reading.state.rates:
        former = found.get(rate.currency)
        holds = days_later(day, -HOLDS) <= rate.date <= day and rate.base == reading.state.base_currency
        if holds and (former is None or former.date <= rate.date):
            found[rate.currency] = rate
    return found


def written_rate(rate: Rate) -> dict[str, str]:
    """Give a rate as a proposal holds it."""
    return {"base": rate.base, "rate": rate.rate, "source": rate.source, "date": rate.date}


def lines_of(reading: Reading, one: Valued, gain: int) -> list[dict[str, Any]]:
    """Give the lines that move one sub-account in base alone."""
    own = reading.state.base_currency
    return [
        {**cash_line(one.fund, one.cash, one.currency, 0, None), "base": gain},
        line(one.fund, "5710", own, -gain),
        line(one.fund, "1900", own, gain),
        {**line(one.fund, "1900", one.currency, 0), "base": -gain},
    ]


def check_days(reading: Reading, ident: str, day: str) -> None:
    """H7: a valuation is dated its day, and taken back by the next entry, dated the day after."""
    reading.checks["H7"] += 1
    posted = [one for one in reading.unit.posted if one.event == "revaluation" and one.lines[0]["ref"] == ident]
    for first, back in zip(posted[::2], posted[1::2], strict=False):
        said = (first.date, first.reverses, back.date, back.reverses)
        if said != (day, None, days_later(day, 1), first.number):
            reading.find("H7", f"revaluation {ident} is not dated its day and taken back on the next")
            return
