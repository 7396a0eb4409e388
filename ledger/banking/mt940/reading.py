"""An MT940 file as statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, NamedTuple

from ledger.banking.amounts import minor_or
from ledger.banking.mt940.fields import Field, fields, text_of
from ledger.banking.mt940.tags import Balance, DoesNotFit, Movement, balance, details, movement, numbered_lines
from ledger.banking.statement import Kind, Statement, StatementLine, bank_reference_from, plain_number, tokens_in
from ledger.banking.trouble import DOWNLOAD, CannotRead, Trouble, Troubles, broken
from ledger.errors import N_, Refusal

_TYPES = {"CHG": Kind.CHARGE, "COM": Kind.CHARGE, "INT": Kind.INTEREST, "RTI": Kind.RETURN, "TRF": Kind.TRANSFER}
"""What a movement is by its type, whose first letter tells only by which way the bank was asked for it."""
_CODES = {
    **dict.fromkeys(("108", "109", "159", "160"), Kind.RETURN),
    **dict.fromkeys(("805", "806", "807", "808", "809"), Kind.CHARGE),
    "814": Kind.INTEREST,
}
"""Business codes of German banks (`:86:` begins with one) that say more than the type."""


_INTERIM = {"13", "34", "90"}
"""Tags that only an interim report has."""


class Days(NamedTuple):
    """The days of a statement."""

    first: date
    last: date


@dataclass(slots=True)
class _Line:
    said: Movement
    at: int
    mark: int
    code: str = ""
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Begun:
    """One statement as far as it was read."""

    at: int
    troubles: Troubles
    account: str = ""
    number: int = 0
    page: int = 1
    numbered_at: int = 0
    opening: Balance | None = None
    closing: Balance | None = None
    lines: list[_Line] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    """The tags of the fields that are there, also of those that could not be read."""


def read(source: BinaryIO) -> list[Statement]:
    """Read all statements of a file, pages as statements of their own. Raises CannotRead."""
    begun: _Begun | None = None
    found, troubles = list[Statement | None](), Troubles()
    for one in fields(text_of(source)):
        if one.tag == "20":
            found += [_ended(begun)] if begun else []
            begun = _Begun(one.line, troubles)
        elif begun:
            _take(begun, one)
    if not begun:
        raise broken(0, N_("This file has no statement (no line begins with :20:)."))
    found.append(_ended(begun))
    if troubles:
        raise CannotRead(troubles)
    return [one for one in found if one]


def _take(begun: _Begun, one: Field) -> None:
    begun.said.add(one.tag[:2])
    first = one.value.partition("\n")[0].strip()
    try:
        match one.tag:
            case "25" | "25P":
                begun.account = first
            case "28" | "28C":
                begun.number, begun.page = _numbers(first)
                begun.numbered_at = one.line
            case "60F" | "60M":
                begun.opening = balance(one.tag, first)
            case "61":
                begun.lines.append(_Line(movement(one.value), one.line, hash(one.value)))
            case "62F" | "62M":
                begun.closing = balance(one.tag, first)
            case "86" if begun.lines and begun.closing is None:
                code, texts = details(one.value)
                _tell(begun.lines[-1], one.value, texts, code)
            case "NS" if begun.lines and begun.closing is None:
                _tell(begun.lines[-1], one.value, numbered_lines(one.value))
    except DoesNotFit:
        sentence = N_("The field :%(tag)s: is not written as MT940 has it.")
        begun.troubles.append(Trouble(one.line, sentence, DOWNLOAD, {"tag": one.tag}))


def _tell(line: _Line, written: str, texts: list[str], code: str = "") -> None:
    line.code = line.code or code
    line.texts += texts
    line.mark = hash((line.mark, written))


def _ended(begun: _Begun) -> Statement | None:
    opening, closing = begun.opening, begun.closing
    if opening is None or closing is None or not begun.account:
        _lacking(begun)
        return None
    currency = opening.currency
    days = _days(begun, opening, closing)
    if closing.currency != currency:
        begun.troubles.append(Trouble(begun.at, N_("The two balances are in different currencies."), DOWNLOAD))
    lines = tuple(_line(begun, number, one, days, currency) for number, one in enumerate(begun.lines, start=1))
    first, last = (_minor(begun, one.amount, one.positive, currency, begun.at) for one in (opening, closing))
    at = begun.numbered_at or begun.at
    return Statement(begun.account, currency, begun.number, begun.page, days.first, days.last, first, last, lines, at)


def _lacking(begun: _Begun) -> None:
    """Say what a statement has not, unless it is there and was said to be none."""
    if begun.said & _INTERIM and not begun.said & {"60", "62"}:
        sentence = N_("This is an interim report (MT942), which has no balances.")
        mend = N_("Download the statement of the whole day (MT940), once the day is over.")
        begun.troubles.append(Trouble(begun.at, sentence, mend))
    elif not begun.account or not {"60", "62"} <= begun.said:
        sentence = N_("This statement has no account (:25:), no opening (:60F:) or no closing balance (:62F:).")
        begun.troubles.append(Trouble(begun.at, sentence, DOWNLOAD))


def _days(begun: _Begun, opening: Balance, closing: Balance) -> Days:
    """Give the days of a statement; those of a page in the middle are its lines', whatever day its balance bears."""
    booked = [one.said.booked for one in begun.lines if one.said.booked]
    first = min([opening.day, *booked]) if opening.between else opening.day
    last = max([first, *booked]) if closing.between and booked else closing.day
    return Days(first, last)


def _line(begun: _Begun, number: int, one: _Line, days: Days, currency: str) -> StatementLine:
    said = one.said
    # Where a bank gives the day of value alone, one outside of the statement was booked on its last day.
    booked = said.booked or (said.valued if days.first <= said.valued <= days.last else days.last)
    kind = Kind.RETURN if said.reversal else _CODES.get(one.code) or _TYPES.get(said.kind[1:], Kind.OTHER)
    return StatementLine(
        number,
        booked,
        _minor(begun, said.amount, said.came, currency, one.at),
        tokens_in([*said.texts[:1], *one.texts, *said.texts]),
        bank_reference_from(said.bank_reference),
        kind,
        "",
        one.at,
        mark=one.mark,
    )


def _minor(begun: _Begun, amount: str, positive: bool, currency: str, line: int) -> int:  # noqa: FBT001 - a sign
    minor = minor_or(amount, currency)
    if isinstance(minor, Refusal):
        begun.troubles.append(Trouble(line, minor.sentence, DOWNLOAD, minor.values))
        return 0
    return minor if positive else -minor


def _numbers(value: str) -> tuple[int, int]:
    number, _, page = value.strip().partition("/")
    return (plain_number(number), plain_number(page) or 1)
