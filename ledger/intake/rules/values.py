"""Reading amounts and dates as they stand in files, strictly: what could mean two things is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from ledger.money import LARGEST, digits_of

_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"-?\d+,\d{1,2}")
_GROUPED_COMMA = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d{1,2}")
_FLOAT_NOISE = Decimal("0.000001")
_LONG_FRACTION = 7

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_PARTS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?: 0{1,2}:00(?::00)?)?")
_WORDS = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})[ \-,]+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HARMLESS = re.compile(r"[0-9 .,:/+\-TZ£$€]{1,40}|[A-Za-z]{1,3}")
_EPOCH = date(1899, 12, 30)
_EARLIEST = date(1970, 1, 1)
_SERIALS = (25_569, 80_000)


class Unfit(ValueError):  # noqa: N818 - what the value is
    """A value that cannot be taken: a code for the log, and the reason without the value of any free text."""

    def __init__(self, code: str, reason: str) -> None:
        """Keep the code; the reason is the message."""
        super().__init__(reason)
        self.code = code


def shown(value: object) -> str:
    """Return a value for a reason where it is figures and marks, or a code; never words, which may be a name."""
    text = str(value).strip()
    return text if _HARMLESS.fullmatch(text) else "that stands there"


def minor_of(value: object, currency: str) -> int:
    """Return an amount in minor units of a currency. Raises Unfit."""
    amount = _decimal(value)
    digits = digits_of(currency) or 0
    scaled = amount.scaleb(digits)
    whole = scaled.to_integral_value()
    if scaled != whole:
        # A number that a spreadsheet computed carries noise far behind its last digit; repair that and nothing else.
        if abs(scaled - whole) > _FLOAT_NOISE or -_exponent(amount) < _LONG_FRACTION:
            raise Unfit(
                "amount_digits",
                f"The amount {shown(value)} has more decimal places than {currency} has. Write it exactly.",
            )
        scaled = whole
    if scaled <= 0:
        raise Unfit(
            "amount_nothing",
            f"The amount is {shown(value)}; a past award is more than nothing. Leave the row out or correct it.",
        )
    if scaled > LARGEST:
        raise Unfit("amount_large", f"The amount {shown(value)} is too large for the ledger. Correct it.")
    return int(scaled)


def _exponent(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool | date):
        raise Unfit("amount_unreadable", "The amount is not a number. Write it like 1250.50.")
    if isinstance(value, int | Decimal):
        amount = Decimal(value)
    elif isinstance(value, float):
        amount = Decimal(repr(value))
    else:
        amount = _from_text(str(value))
    if not amount.is_finite():
        raise Unfit("amount_unreadable", "The amount is not a number. Write it like 1250.50.")
    return amount


def _from_text(text: str) -> Decimal:
    plain = text.strip().translate(_SPACES)
    plain = re.sub(r"^(-?)(?:[£$€]|[A-Z]{3})", r"\1", plain)
    plain = re.sub(r"(?:[£$€]|[A-Z]{3})$", "", plain)
    try:
        if _PLAIN.fullmatch(plain):
            return Decimal(plain)
        if _GROUPED.fullmatch(plain):
            return Decimal(plain.replace(",", ""))
        if _COMMA.fullmatch(plain) or _GROUPED_COMMA.fullmatch(plain):
            return Decimal(plain.replace(".", "").replace(",", "."))
    except InvalidOperation:
        pass
    raise Unfit("amount_unreadable", f"The amount {shown(text)} cannot be read. Write it like 1250.50.")


def proves_order(values: Iterable[object]) -> bool | None:
    """Say whether dates written by parts put the day first; None where nothing, or both, is proved."""
    first = second = False
    for value in values:
        found = _PARTS.fullmatch(value.strip()) if isinstance(value, str) else None
        if found:
            one, two = int(found[1]), int(found[3])
            first |= one > 12 >= two  # noqa: PLR2004 - months of a year
            second |= two > 12 >= one  # noqa: PLR2004
    return None if first == second else first


def day_of(value: object, *, day_first: bool | None, today: date, serials: bool) -> date:
    """Return a date. Raises Unfit: unreadable, ambiguous, in the future, long ago.

    `serials` says that numbers are days as spreadsheets count them.
    """
    found = _day(value, day_first, serials=serials)
    if found > today:
        raise Unfit("date_future", f"The date {shown(value)} lies in the future. Correct it.")
    if found < _EARLIEST:
        raise Unfit("date_past", f"The date {shown(value)} lies before 1970. Correct it.")
    return found


def readable_day(value: object, *, day_first: bool | None, serials: bool) -> date:
    """Return a date that may lie at any time: a planned one. Raises Unfit."""
    return _day(value, day_first, serials=serials)


def _day(value: object, day_first: bool | None, *, serials: bool) -> date:  # noqa: FBT001 - three-valued
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if serials and _SERIALS[0] <= value <= _SERIALS[1]:
            return _EPOCH + timedelta(days=int(value))
    elif isinstance(value, str):
        return _day_from_text(value.strip(), day_first)
    raise Unfit("date_unreadable", f"The date {shown(value)} cannot be read. Write it like 2019-03-31.")


def _day_from_text(text: str, day_first: bool | None) -> date:  # noqa: FBT001 - three-valued
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if (found := _WORDS.fullmatch(text)) and found[2][:3].casefold() in _MONTHS:
            return date(int(found[3]), _MONTHS.index(found[2][:3].casefold()) + 1, int(found[1]))
        if found := _PARTS.fullmatch(text):
            return _by_parts(text, int(found[1]), int(found[3]), int(found[4]), day_first)
    except ValueError as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit("date_unreadable", f"The date {shown(text)} is not in the calendar. Correct it.") from None
    raise Unfit("date_unreadable", f"The date {shown(text)} cannot be read. Write it like 2019-03-31.")


def _by_parts(text: str, one: int, two: int, year: int, day_first: bool | None) -> date:  # noqa: FBT001 - three-valued
    if day_first is None and one <= 12 and two <= 12 and one != two:  # noqa: PLR2004 - months of a year
        raise Unfit(
            "date_ambiguous",
            f"The date {shown(text)} can be read in two ways, and nothing in the file says which."
            " Write it like 2019-03-31.",
        )
    if day_first is None:
        day_first = one > 12 or one == two  # noqa: PLR2004
    day, month = (one, two) if day_first else (two, one)
    return date(year, month, day)
