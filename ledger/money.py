"""Money: an integer of minor units with its currency (H14). Decimal only at the edges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from iso4217 import Currency

from ledger.errors import N_, Refusal

ROUNDING = ROUND_HALF_EVEN
"""The one rounding mode of the house."""

LARGEST = 2**53 - 1
"""The largest amount in minor units: what every JSON reader holds exactly (RFC 8785)."""

_PLAIN = re.compile(r"[0-9]{1,16}(\.[0-9]+)?")


ASSETS = {"BTC": 8, "ETH": 9, "EURC": 6, "TRX": 6, "USDC": 6, "USDT": 6}
"""Digital currencies that money can be kept in, with the digits of their smallest unit on the network.

Of ether it is the gwei: the smallest unit has eighteen digits, and no amount of it would fit (H14).
"""


@cache
def digits_of(currency: str) -> int | None:
    """How many digits the minor unit of an ISO 4217 code, or of a digital currency, has; None for any other code."""
    if currency in ASSETS:
        return ASSETS[currency]
    try:
        return Currency(currency).exponent
    except ValueError:
        return None


def known_currencies() -> tuple[str, ...]:
    """All ISO 4217 codes, and the digital currencies, that money can be kept in, sorted."""
    return tuple(sorted([*ASSETS, *(c.code for c in Currency if c.exponent is not None)]))


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of a currency."""

    minor: int
    currency: str

    def plain(self) -> str:
        """Write it as an exact decimal without grouping, `1250.50`: for files, not for pages."""
        return plain_amount(self.minor, self.currency)


def plain_amount(minor: int, currency: str) -> str:
    """Write minor units as an exact decimal without grouping: `plain_amount(125050, "EUR")` is `1250.50`."""
    digits = digits_of(currency) or 0
    sign, units = ("-", -minor) if minor < 0 else ("", minor)
    if not digits:
        return f"{sign}{units}"
    whole, part = divmod(units, 10**digits)
    return f"{sign}{whole}.{part:0{digits}d}"


def minor_units(text: str, currency: str) -> int:
    """Read a plain decimal amount strictly. Raises Refusal: not a number, too many digits, too large."""
    digits = digits_of(currency)
    if digits is None:
        raise Refusal(N_("%(code)s is not a currency the ledger knows. Choose one from the list."), code=currency)
    if not _PLAIN.fullmatch(text):
        raise Refusal(N_("Write the amount as a number, for example 1250.50."))
    scaled = Decimal(text).scaleb(digits)
    if scaled != scaled.to_integral_value():
        raise Refusal(N_("%(code)s has %(digits)s decimal places; the amount has more."), code=currency, digits=digits)
    if scaled > LARGEST:
        raise Refusal(N_("The amount is too large for the ledger."))
    return int(scaled)


def convert(minor: int, numerator: int, denominator: int) -> int:
    """Return minor × numerator / denominator, rounded once by the house's rounding, exactly however large."""
    units, rest = divmod(minor * numerator, denominator)
    twice, whole = abs(2 * rest), abs(denominator)
    return units + (twice > whole or (twice == whole and units % 2 == 1))


def split(minor: int, weights: Sequence[int]) -> list[int]:
    """Share an amount by weights so that the parts sum exactly (largest remainder, earlier part first on ties).

    Raises ValueError for a negative amount, a negative weight or weights that sum to nothing.
    """
    total = sum(weights)
    if minor < 0 or total <= 0 or min(weights) < 0:
        message = "an amount is shared by weights that are not negative and not all nothing"
        raise ValueError(message)
    parts = [minor * weight // total for weight in weights]
    remainders = [minor * weight % total for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in order[: minor - sum(parts)]:
        parts[i] += 1
    return parts
