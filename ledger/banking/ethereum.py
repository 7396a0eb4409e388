"""Addresses of Ethereum and its kin: their capitals are their check (EIP-55). Pure.

Keccak-256 is what FIPS 202 was before its padding changed: no library that is here otherwise has it.
"""

from __future__ import annotations

import re

from Cryptodome.Hash import keccak

_FORM = re.compile(r"0x[0-9a-fA-F]{40}")
_CAPITAL_FROM = 8


def is_checked_address(text: str) -> bool:
    """Tell whether a text is an address whose capitals are those that EIP-55 asks for.

    One in small letters alone has lost its check and is none, but for the few that have no capitals by that rule.
    """
    return _FORM.fullmatch(text) is not None and text == _with_capitals(text)


def is_unchecked_address(text: str) -> bool:
    """Tell whether a text has the form of an address, and letters of one size alone: nothing to check it by."""
    return _FORM.fullmatch(text) is not None and text[2:] in {text[2:].lower(), text[2:].upper()}


def _with_capitals(address: str) -> str:
    plain = address[2:].lower()
    digest = keccak.new(digest_bits=256, data=plain.encode()).hexdigest()
    pairs = zip(plain, digest, strict=False)
    return "0x" + "".join(sign.upper() if int(digit, 16) >= _CAPITAL_FROM else sign for sign, digit in pairs)
