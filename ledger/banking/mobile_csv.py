"""A mobile money operator's table of payments: which column holds what is data."""

from __future__ import annotations

import csv
import enum
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ledger.banking.characters import carried
from ledger.errors import N_, Refusal
from ledger.money import digits_of, plain_amount

_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_BEGINS_A_FORMULA = "=+-@\t\r\n '"
_LONGEST = 140


class Holds(enum.StrEnum):
    """What a column may hold."""

    PHONE = "phone"
    PHONE_WITHOUT_PLUS = "phone_without_plus"
    AMOUNT = "amount"
    AMOUNT_WITH_COMMA = "amount_with_comma"
    AMOUNT_IN_MINOR_UNITS = "amount_in_minor_units"
    AMOUNT_WHOLE = "amount_whole"
    CURRENCY = "currency"
    NAME = "name"
    REFERENCE = "reference"
    CODE = "code"
    NUMBER = "number"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, and the text of a fixed one."""

    heading: str
    holds: Holds
    text: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A table as an operator takes it."""

    columns: tuple[Column, ...]
    delimiter: str = ","
    header: bool = True
    line_end: str = "\r\n"

    def check(self) -> None:
        """Raise Refusal for a table that pays nobody, or whose headings or fixed texts a sheet would calculate."""
        held = {one.holds for one in self.columns}
        phones = {Holds.PHONE, Holds.PHONE_WITHOUT_PLUS}
        amounts = {one for one in Holds if one.value.startswith("amount")}
        if not held & phones or not held & amounts or Holds.CODE not in held:
            raise Refusal(
                N_("The table needs a column for the phone, one for the amount and one for the payment code.")
            )
        texts = [text for one in self.columns for text in (one.heading, one.text) if text]
        if any(text[0] in _BEGINS_A_FORMULA for text in texts):
            raise Refusal(N_("A heading or a fixed text does not begin with a sign that a sheet would calculate."))


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment to a phone: its code, minor units, the number, the name it is registered to, what it shows."""

    code: str
    minor: int
    currency: str
    phone: str = field(repr=False)
    name: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)


def write(profile: Profile, transfers: Iterable[Transfer]) -> Iterator[bytes]:
    """Give the table row by row. Raises Refusal that names the payment's code and field."""
    profile.check()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=profile.delimiter, lineterminator=profile.line_end)
    if profile.header:
        writer.writerow([one.heading for one in profile.columns])
    for number, transfer in enumerate(transfers, start=1):
        writer.writerow([_cell(column, transfer, number) for column in profile.columns])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def phone_number(text: str, about: str) -> str:
    """Return a number as E.164, `+256700000001`. Raises Refusal where the country is missing or it is none."""
    plain = re.sub(r"[\s().\u00a0/-]", "", text)
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    if not _PHONE.fullmatch(plain):
        raise Refusal(
            N_("The mobile number of payment %(about)s is not written with + and its country, such as +256700000001."),
            field="mobile_number",
            about=about,
        )
    return plain


_CELLS: dict[Holds, Callable[[Column, Transfer, int], str]] = {
    Holds.PHONE: lambda _column, one, _number: phone_number(one.phone, one.code),
    Holds.PHONE_WITHOUT_PLUS: lambda _column, one, _number: phone_number(one.phone, one.code).removeprefix("+"),
    Holds.NAME: lambda _column, one, _number: _guarded(one.name, "holder", one.code),
    Holds.REFERENCE: lambda _column, one, _number: _guarded(one.reference, "statement_reference", one.code),
    Holds.CODE: lambda _column, one, _number: one.code,
    Holds.CURRENCY: lambda _column, one, _number: one.currency,
    Holds.NUMBER: lambda _column, _one, number: str(number),
    Holds.FIXED: lambda column, _one, _number: column.text,
}


def _cell(column: Column, one: Transfer, number: int) -> str:
    written = _CELLS.get(column.holds)
    return written(column, one, number) if written else _amount(column.holds, one)


def _amount(holds: Holds, one: Transfer) -> str:
    plain = plain_amount(one.minor, one.currency)
    match holds:
        case Holds.AMOUNT_WITH_COMMA:
            return plain.replace(".", ",")
        case Holds.AMOUNT_IN_MINOR_UNITS:
            return str(one.minor)
        case Holds.AMOUNT_WHOLE:
            whole, part = divmod(one.minor, 10 ** (digits_of(one.currency) or 0))
            if part:
                raise Refusal(
                    N_("This operator takes whole amounts only; payment %(about)s is %(amount)s."),
                    field="amount",
                    about=one.code,
                    amount=plain,
                )
            return str(whole)
        case _:
            return plain


def _guarded(text: str, name: str, code: str) -> str:
    """Return a text that no sheet calculates: what begins a formula does not begin a cell."""
    return carried(text, name, _LONGEST, code).lstrip(_BEGINS_A_FORMULA)
