"""H14: every amount is an integer of minor units within ±(2^53-1), in a known currency."""

from typing import Any

from audit.replay.currencies import CURRENCIES
from audit.replay.reading import Reading

LIMIT = 2**53 - 1


def share(minor: int, of: int, whole: int) -> int:
    """Give minor x of / whole, a half rounded to the even number; `whole` is above nothing."""
    units, rest = divmod(minor * of, whole)
    return units + (2 * rest > whole or (2 * rest == whole and units % 2 == 1))


def check_amount(reading: Reading, what: str, minor: Any) -> bool:
    """Hold a promised, given or paid amount to H14; it must also be more than nothing."""
    reading.checks["H14"] += 1
    if type(minor) is int and 0 < minor <= LIMIT:
        return True
    reading.find("H14", f"the amount of {what} is not a whole number of minor units: {minor!r}")
    return False


def check_part(reading: Reading, what: str, minor: Any) -> bool:
    """Hold a part of an amount, which may be nothing, to H14."""
    reading.checks["H14"] += 1
    if type(minor) is int and 0 <= minor <= LIMIT:
        return True
    reading.find("H14", f"{what} is not a whole number of minor units: {minor!r}")
    return False


def check_currency(reading: Reading, what: str, currency: Any) -> bool:
    """Hold a currency code to ISO 4217."""
    reading.checks["H14"] += 1
    if currency in CURRENCIES:
        return True
    reading.find("H14", f"the currency of {what} is not known: {currency!r}")
    return False


def check_lines(reading: Reading, number: Any, lines: list[dict[str, Any]]) -> bool:
    """Hold every figure of a journal entry to H14, the running balances included."""
    reading.checks["H14"] += len(lines)
    for line in lines:
        minor, base, balance, base_balance = (
            line["minor"],
            line["base"],
            line["balance"],
            line["base_balance"],
        )
        if not (
            type(minor) is type(base) is type(balance) is type(base_balance) is int
            and -LIMIT <= minor <= LIMIT
            and -LIMIT <= base <= LIMIT
            and -LIMIT <= balance <= LIMIT
            and -LIMIT <= base_balance <= LIMIT
            and line["currency"] in CURRENCIES
        ):
            reading.find(
                "H14",
                f"entry {number} line {line['line']} holds a figure that is not a whole number "
                "of minor units of a known currency",
            )
            return False
    return True
