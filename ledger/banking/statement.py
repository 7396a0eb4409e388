"""A bank's statement as the ledger needs it: sums, days and codes, and no word about anybody."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ledger.reference import read_reference


class Kind(enum.StrEnum):
    """What sort of movement the bank says a line is."""

    TRANSFER = "transfer"
    RETURN = "return"
    CHARGE = "charge"
    INTEREST = "interest"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement: its number in the statement from 1, the day it was booked, signed minor units (in: positive).

    `tokens` are what may be a payment code or a reference of ours, the likeliest first: nothing else of what the
    bank wrote beside it is kept. `at` is where it stands in the file. `bank_reference` is the bank's own.
    `transaction` is the id of a transaction that a wallet names: looked up by its hash, and kept nowhere. `mark` tells
    in this process whether two lines are written alike, names and all.
    """

    number: int
    day: date
    minor: int
    tokens: tuple[str, ...] = ()
    bank_reference: str = ""
    kind: Kind = Kind.OTHER
    reason: str = ""
    at: int = 0
    transaction: str = field(default="", repr=False)
    mark: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines of one account between two balances. `number` 0: the bank does not number; `page` from 1.

    `at` is the line of the file on which it is numbered, or begins; 0 where it has none.
    """

    account: str
    currency: str
    number: int
    page: int
    first: date
    last: date
    opening: int
    closing: int
    lines: tuple[StatementLine, ...]
    at: int = field(default=0, compare=False)

    @property
    def numbered(self) -> str:
        """Its number as people read it, with the page from the second on."""
        return f"{self.number}/{self.page}" if self.page > 1 else str(self.number)


_CODE = re.compile(r"(?<![0-9])[1-9][0-9]{11}(?![0-9])")
_REFERENCE = re.compile(r"(?<![0-9A-Z])[A-Z][- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]{4}[- ]?[0-9A-Z](?![0-9A-Z])")
_REASON = re.compile(r"[A-Z]{2}[0-9]{2}")
_BANK_REFERENCE = re.compile(r"[0-9A-Za-z/.+:_-]{1,35}")
_TRANSACTION = re.compile(r"(0[xX])?[0-9A-Fa-f]{64}")
_MOST = 8
_NUMBER = re.compile(r"0*([0-9]{1,10})")
_LARGEST_NUMBER = 2**31


def tokens_in(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return what may be a payment code or a reference of ours, in order, without repeats; the rest is dropped.

    A long number may be anybody's phone: whoever keeps one has found it among the codes that the ledger gave out.
    """
    found: dict[str, None] = {}
    for text in filter(None, texts):
        found.update(dict.fromkeys(_CODE.findall(text)))
        for written in _REFERENCE.findall(text.upper()):
            plain = re.sub(r"[- ]", "", written)
            reference = read_reference(f"{plain[0]}-{plain[1:]}")
            if reference:
                found[reference] = None
    return tuple(found)[:_MOST]


def transaction_from(text: str | None) -> str:
    """Return what may be the id of a transaction, as 32 bytes in hex, or nothing."""
    plain = (text or "").strip()
    return plain if _TRANSACTION.fullmatch(plain) else ""


def reason_from(text: str | None) -> str:
    """Return an ISO 20022 reason such as AC04, or nothing."""
    return text if text and _REASON.fullmatch(text) else ""


def bank_reference_from(text: str | None) -> str:
    """Return the bank's own reference where it is one; banks write a filler where there is none."""
    plain = (text or "").strip()
    filler = plain in {"NONREF", "NOTPROVIDED"} or not plain.strip("0")
    return "" if filler or not _BANK_REFERENCE.fullmatch(plain) else plain


def plain_account(text: str) -> str:
    """Return an account's number as it is compared: capital letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def plain_number(text: str | None) -> int:
    """Return the number that a bank gives a statement or a page, or 0: there is none, or it is longer than any is."""
    found = _NUMBER.fullmatch((text or "").strip())
    return int(found[1]) if found and int(found[1]) < _LARGEST_NUMBER else 0
