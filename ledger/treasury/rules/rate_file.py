"""Reading exchange rates from a file: currency, rate, source and day in each row, every fault with its row. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ledger.books.rules.rates import Rate, rate_from
from ledger.errors import N_, Refusal
from ledger.money import digits_of

HEADINGS = {"currency": "currency", "code": "currency", "rate": "rate", "source": "source", "day": "day", "date": "day"}
NEEDED = ("currency", "rate", "source", "day")
MOST = 100
"""Rates in one proposal: somebody reads each before they sign."""
LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Quoted:
    """What one unit of a currency is worth in the base currency, as it is proposed."""

    currency: str
    rate: Rate


class Fault(NamedTuple):
    """What is wrong with a row."""

    row: int
    code: str
    why: Refusal


@dataclass(slots=True)
class RateFile:
    """What a file says, and what is wrong with it."""

    quoted: list[Quoted] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_rates(content: bytes, today: date, base: str) -> RateFile:
    """Read a CSV file, comma or semicolon between the cells. Raises Refusal where it is no such file."""
    if len(content) > LARGEST_FILE:
        raise Refusal(N_("This file is too large for a list of rates. Choose the right one."), field="file")
    try:
        text = content.decode("utf-8-sig")
        comma = ";" if ";" in text.partition("\n")[0] else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise Refusal(N_("This is no CSV file in UTF-8. Save it as one and choose it again."), field="file") from None
    places = _places(rows[0] if rows else [])
    found = RateFile()
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            found.quoted.append(_quoted([row[i].strip() if i < len(row) else "" for i in places], today, base))
        except Refusal as refusal:
            code = row[places[0]].strip() if places[0] < len(row) else ""
            found.faults.append(Fault(number, code, refusal))
    if not found.quoted and not found.faults:
        raise Refusal(N_("There is no rate in this file."), field="file")
    return found


def _places(head: Sequence[str]) -> list[int]:
    names = [HEADINGS.get(cell.strip().lower(), "") for cell in head]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Refusal(
            N_("The first row has to name the columns currency, rate, source and day; it lacks %(names)s."),
            field="file",
            names=", ".join(missing),
        )
    return [names.index(name) for name in NEEDED]


def _quoted(cells: Sequence[str], today: date, base: str) -> Quoted:
    currency, rate, source, day = cells
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Refusal(N_("Write the day as 2026-11-23.")) from None
    return quoted_from(currency.upper(), rate_from(rate, source, on), today, base)


def quoted_from(currency: str, rate: Rate, today: date, base: str) -> Quoted:
    """Hold a rate to a known currency other than the base, and to a day that has come. Raises Refusal."""
    if digits_of(currency) is None:
        raise Refusal(
            N_("%(code)s is not a currency the ledger knows. Choose one from the list."), field="rates", code=currency
        )
    if currency == base:
        raise Refusal(N_("The books are kept in %(code)s; it has no rate."), field="rates", code=currency)
    if rate.date > today:
        raise Refusal(N_("The day lies in the future."), field="rates")
    return Quoted(currency, rate)


def refuse_unfit(quoted: Sequence[Quoted]) -> None:
    """Refuse a list that is empty, too long, or says two things of one currency and day."""
    if not quoted:
        raise Refusal(N_("Write at least one rate, or choose a file."), field="rates")
    if len(quoted) > MOST:
        raise Refusal(N_("At most %(most)s rates are proposed at once."), field="rates", most=MOST)
    seen = set()
    for one in quoted:
        key = (one.currency, one.rate.date)
        if key in seen:
            raise Refusal(
                N_("%(code)s has two rates for %(day)s. Leave one out."),
                field="rates",
                code=one.currency,
                day=one.rate.date.isoformat(),
            )
        seen.add(key)


def typed_rates(text: str, today: date, base: str) -> RateFile:
    """Read rates as they are typed, one in each row: code, rate, source (which may have spaces), day."""
    found = RateFile()
    for number, row in enumerate(text.splitlines(), start=1):
        words = row.split()
        if not words:
            continue
        try:
            found.quoted.append(_typed(words, today, base))
        except Refusal as refusal:
            found.faults.append(Fault(number, words[0], refusal))
    return found


def _typed(words: Sequence[str], today: date, base: str) -> Quoted:
    if len(words) < len(NEEDED):
        raise Refusal(N_("Write a rate as code, rate, source and day: GBP 1.1625 ECB 2026-11-23"))
    return _quoted([words[0], words[1], " ".join(words[2:-1]), words[-1]], today, base)


def written(quoted: Sequence[Quoted]) -> str:
    """Write rates as they are typed."""
    return "\n".join(f"{one.currency} {one.rate.rate} {one.rate.source} {one.rate.date.isoformat()}" for one in quoted)
