"""Gifts in digital currency: read strictly, and worth what they were sold for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from ledger.errors import N_, Refusal
from ledger.money import LARGEST, ROUNDING, digits_of

_ASSET = re.compile(r"[A-Z0-9]{2,12}")
_NETWORK = re.compile(r"[a-z0-9][a-z0-9-]{1,23}")
_TRANSACTION = re.compile(r"[A-Za-z0-9]{16,128}")
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class Digital:
    """What came, where it can be seen, and what one unit of it was sold for in the gift's currency, by which source."""

    asset: str
    network: str
    amount: str
    transaction_id: str
    rate: str
    source: str


def digital_from(asset: str, network: str, amount: str, transaction: str, rate: str, source: str) -> Digital:
    """Read a gift in digital currency strictly. Raises Refusal."""
    if not _ASSET.fullmatch(asset):
        raise Refusal(N_("Write the asset in capital letters, for example BTC or USDC."), field="asset")
    if not _NETWORK.fullmatch(network):
        raise Refusal(N_("Write the network in small letters, for example bitcoin or ethereum."), field="network")
    if not _AMOUNT.fullmatch(amount) or Decimal(amount) <= 0:
        raise Refusal(N_("Write the amount as a number above nothing, for example 0.0125."), field="amount")
    if not _TRANSACTION.fullmatch(transaction):
        raise Refusal(N_("Copy the transaction id: 16 to 128 letters and digits."), field="transaction")
    return Digital(asset, network, amount, transaction, rate, source)


def money_of(digital: Digital, currency: str) -> int:
    """Return what was got for it in minor units of a currency, rounded once. Raises Refusal: nothing, or too much."""
    with localcontext(Context(prec=60)):
        exact = (Decimal(digital.amount) * Decimal(digital.rate)).scaleb(digits_of(currency) or 0)
        minor = int(exact.quantize(Decimal(1), rounding=ROUNDING))
    if not 0 < minor <= LARGEST:
        raise Refusal(N_("At this rate it is worth no amount that the books can hold."), field="rate")
    return minor
