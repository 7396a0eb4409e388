"""Amounts as banks write them, read strictly."""

from __future__ import annotations

from ledger.errors import Refusal
from ledger.money import minor_units


def signed_minor(text: str, currency: str) -> int:
    """Read a plain decimal with an optional sign. Raises Refusal: not a number, too many digits, too large."""
    plain = text.strip()
    if plain[:1] == "-":
        return -minor_units(plain[1:], currency)
    return minor_units(plain.removeprefix("+"), currency)


def minor_or(text: str, currency: str) -> int | Refusal:
    """Read it, or return what is wrong with it: whoever collects troubles goes on."""
    try:
        return signed_minor(text, currency)
    except Refusal as refusal:
        return refusal
