"""Whether two ways of writing an account's number mean the same account. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledger.banking.statement import plain_account

_SHORTEST_TAIL = 8
"""Digits of an account number that tell it apart where a bank writes it without country and bank."""
_CURRENCY = re.compile(r"(?<=[0-9])[A-Z]{3}$")
_LEFT_OUT = {"FR": r"[0-9]{2}$", "MC": r"[0-9]{2}$", "HU": r"0{8}$"}
"""How the IBAN of a country ends where its banks leave the end out: with digits that check it, or filled up."""


def is_of(written: str, account: str) -> bool:
    """Whether an account as a statement writes it is this one.

    Banks write it whole, with its currency behind or their own code before, or its last digits, with the number of the
    bank before it or without. Which of the two is the longer one depends on which statement came first.
    """
    ours, theirs = plain_account(account), plain_account(written)
    return ours == theirs or any(_is_one_of(written, theirs, one) for one in {ours, _without_currency(ours)})


def _is_one_of(written: str, theirs: str, ours: str) -> bool:
    ends = {ours, re.sub(_LEFT_OUT.get(ours[:2], "$"), "", ours)}
    return _ends(theirs, ours) or any(_ends(end, one) for end in ends for one in _ways(written, end))


def _ends(whole: str, end: str) -> bool:
    return whole == end or (len(end) >= _SHORTEST_TAIL and whole.endswith(end))


def _ways(written: str, ours: str) -> Iterator[str]:
    """Give the number as it is written, and what is left of it without currency and bank."""
    whole = plain_account(written)
    yield from (whole, _without_currency(whole))
    bank, mark, number = written.strip().strip("/").partition("/")
    bank, number = plain_account(bank), _without_currency(plain_account(number.partition("/")[0]))
    if not mark or not number:
        return
    if not bank.isdecimal():
        yield number
    elif bank in ours:
        # The account stands in an IBAN with zeros before it, and beside the number of its bank without them.
        yield bank + number.zfill(len(ours) - ours.index(bank) - len(bank))


def _without_currency(number: str) -> str:
    return _CURRENCY.sub("", number)
