"""The one way to the library that knows MT940's fields; what it would write to a server log is silenced here."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from typing import Any

import mt940
from mt940.processors import transaction_details_post_processor

# It logs the text of fields, names and all, when one of them does not fit (H9).
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)

_CAME = {"C", "RD"}
_RETURNED = {"RC", "RD"}


class DoesNotFit(Exception):  # noqa: N818 - what is said of the field
    """A field that is not written as MT940 has it. It carries no text of the field."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What `:61:` says: the days of value and of booking, the amount as written, whether money came, a type."""

    valued: date
    booked: date | None
    amount: str
    came: bool
    reversal: bool
    kind: str
    bank_reference: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What `:60F:` or `:62F:` says."""

    day: date
    currency: str
    amount: str
    positive: bool


def movement(value: str) -> Movement:
    """Read `:61:`. Raises DoesNotFit."""
    said = _read("61", value)
    texts = (said.get("customer_reference"), said.get("extra_details"))
    entered = said.get("entry_date")
    if not said.get("id") and any(texts):
        # The library takes an amount as far as it is one: 250.50 would be 250, and the rest a text.
        raise DoesNotFit
    return Movement(
        _plain_day(said["date"]),
        _plain_day(entered) if isinstance(entered, date) else None,
        _decimal(said["written"]),
        said["status"] in _CAME,
        said["status"] in _RETURNED,
        (said.get("id") or "").strip(),
        said.get("bank_reference") or "",
        tuple(text for text in texts if text),
    )


def balance(tag: str, value: str) -> Balance:
    """Read an opening or a closing balance. Raises DoesNotFit."""
    said = _read(tag, value)
    (found,) = (one for name, one in said.items() if name.endswith("_balance"))
    return Balance(_plain_day(found.date), found.amount.currency, _decimal(said["written"]), said["status"] == "C")


def details(value: str) -> tuple[str, list[str]]:
    """Return the business code of a structured `:86:` (or nothing), and its texts, the likeliest for a code first."""
    lines = value.splitlines()
    nothing: Any = None
    said = transaction_details_post_processor(
        mt940.models.Transactions(options=_OPTIONS),
        nothing,
        {"transaction_details": value},
        {"transaction_details": ""},
    )
    first = [said.get(name) for name in ("end_to_end_reference", "customer_reference", "purpose")]
    # Banks break a line wherever it is full, within a number as well as between two.
    texts = [*first, "".join(lines), "\n".join(lines), value.replace("?", "\n?")]
    return said.get("transaction_code") or "", [text for text in texts if text]


_OPTIONS = mt940.options.Options.all()
_FULL = {"60F": 60, "60M": 60, "62F": 62, "62M": 62, "61": 61}


def _read(tag: str, value: str) -> dict[str, Any]:
    reader = mt940.tags.TAG_BY_ID[_FULL[tag]]
    collection = mt940.models.Transactions(options=_OPTIONS)
    try:
        parsed: dict[str, Any] = dict(reader.parse(collection, value))
        kept = {"written": parsed["amount"], "status": (parsed["status"] or "").upper()}
        return {**reader(collection, dict(parsed)), **kept}
    except (RuntimeError, ValueError, ArithmeticError, TypeError):
        raise DoesNotFit from None


def _decimal(written: str) -> str:
    whole, mark, part = written.partition(",")
    return f"{whole or '0'}.{part}" if mark and part else whole or "0"


def _plain_day(day: date) -> date:
    return date(day.year, day.month, day.day)
