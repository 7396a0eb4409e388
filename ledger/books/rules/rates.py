"""Exchange rates as one person states them and others sign them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.money import convert, digits_of

RATE_HOLDS = timedelta(days=45)
"""How long an approved rate says what a promise is worth: a month's published rate, and time to sign the next."""

_RATE = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,10})?")
_SOURCE = re.compile(r"[A-Za-z0-9 .:/_-]{2,32}")


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of the base currency one unit of a currency is worth, by which source, on which day."""

    rate: str
    source: str
    date: date

    def written(self, base: str) -> dict[str, str]:
        """Return the rate as the proposal's bytes hold it."""
        return {"base": base, "rate": self.rate, "source": self.source, "date": day_text(self.date)}


def rate_from(text: str, source: str, on: date) -> Rate:
    """Read a rate strictly. Raises Refusal: not a plain decimal above nothing, or no short source."""
    if not _RATE.fullmatch(text) or Decimal(text) <= 0:
        raise Refusal(N_("Write the rate as a number above nothing, for example 1.1625."), field="rates")
    if not _SOURCE.fullmatch(source):
        raise Refusal(N_("Name the source of the rate in a few plain letters, for example ECB."), field="rates")
    return Rate(text, source, on)


def in_base(minor: int, currency: str, base: str, rate: Rate | None) -> int:
    """Return what minor units of a currency are worth in the base currency's, rounded once."""
    if currency == base:
        return minor
    if rate is None:
        raise Refusal(N_("An exchange rate is missing for %(codes)s."), field="rates", codes=currency)
    return convert(minor, *_ratio(rate, currency, base))


def from_base(minor: int, currency: str, base: str, rate: Rate) -> int:
    """Return what minor units of the base currency are worth in a currency's, rounded once."""
    numerator, denominator = _ratio(rate, currency, base)
    return convert(minor, denominator, numerator)


def _ratio(rate: Rate, currency: str, base: str) -> tuple[int, int]:
    """How many minor units of base so many minor units of a currency are."""
    return Decimal(rate.rate).scaleb((digits_of(base) or 0) - (digits_of(currency) or 0)).as_integer_ratio()


def rates_from(text: str) -> dict[str, Rate]:
    """Read rates as an officer writes them: `GBP 1.1625 ECB 2026-11-23; USD …`. Raises Refusal."""
    rates = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        words = part.split()
        try:
            code, rate, source, day = (
                words[0].upper(),
                words[1],
                " ".join(words[2:-1]),
                date.fromisoformat(words[-1]),
            )
        except (IndexError, ValueError):
            raise Refusal(
                N_("Write a rate as code, rate, source and day: GBP 1.1625 ECB 2026-11-23"), field="rates"
            ) from None
        rates[code] = rate_from(rate, source, day)
    return rates
