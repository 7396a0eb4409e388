"""A camt.053 file as statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from ledger.banking.camt053.entry import Taking, booked_day, signed_amount, take_entry
from ledger.banking.camt053.parts import Part, parts
from ledger.banking.statement import Statement
from ledger.banking.trouble import CannotRead, Troubles
from ledger.errors import N_

_OPENING, _CLOSING, _INTERIM = ("OPBD", "PRCD"), ("CLBD",), "ITBD"
_LARGEST_NUMBER = 10**9


@dataclass(slots=True)
class _Begun:
    """One statement as far as it was read."""

    taking: Taking = field(default_factory=lambda: Taking(""))
    account: str = ""
    number: int = 0
    page: int = 1
    at: int = 0
    first: date | None = None
    last: date | None = None
    balances: list[tuple[str, int, date | None]] = field(default_factory=list)


def read(source: BinaryIO) -> list[Statement]:
    """Read all statements of a file, pages as statements of their own. Raises CannotRead."""
    found, troubles, begun = [], Troubles(), _Begun()
    for part in parts(source):
        if part.name == "Stmt":
            statement = _ended(begun, part.line)
            troubles.append_all(begun.taking.troubles)
            if statement:
                found.append(statement)
            begun = _Begun()
        else:
            _take(begun, part)
    if troubles:
        raise CannotRead(troubles)
    return found


def _take(begun: _Begun, part: Part) -> None:
    one = part.content
    match part.name:
        case "Acct":
            begun.account = (one.findtext("Id/IBAN") or one.findtext("Id/Othr/Id") or "").strip()
            begun.taking.currency = (one.findtext("Ccy") or "").strip()
        case "LglSeqNb" | "ElctrncSeqNb":
            begun.number, begun.at = begun.number or _number(one.text), begun.at or part.line
        case "StmtPgntn":
            begun.page = _number(one.findtext("PgNb")) or 1
        case "FrToDt":
            begun.first = booked_day(one, "FrDtTm", "FrDt")
            begun.last = booked_day(one, "ToDtTm", "ToDt")
        case "Bal":
            code = one.findtext("Tp/CdOrPrtry/Cd") or ""
            if code in {*_OPENING, *_CLOSING, _INTERIM}:
                minor = signed_amount(begun.taking, one, one, part.line)
                if minor is not None:
                    begun.balances.append((code, minor, booked_day(one, "Dt/Dt", "Dt/DtTm")))
        case "Ntry":
            take_entry(begun.taking, one, part.line)


def _ended(begun: _Begun, line: int) -> Statement | None:
    opening = _balance(begun, _OPENING, 0)
    closing = _balance(begun, _CLOSING, -1)
    if opening is None or closing is None:
        begun.taking.wrong(
            line,
            N_("This statement has no opening or no closing balance."),
            N_("Download the statement of the whole day, not an interim report."),
        )
        return None
    days = [line.day for line in begun.taking.lines]
    known = [day for day in (begun.first, begun.last, opening[2], closing[2]) if day]
    first = begun.first or min([*known, *days], default=None)
    last = begun.last or closing[2] or max([*known, *days], default=None)
    if first is None or last is None or not begun.account:
        begun.taking.wrong(line, N_("This statement does not say of which account or of which days it is."))
        return None
    return Statement(
        begun.account,
        begun.taking.currency,
        begun.number,
        begun.page,
        first,
        last,
        opening[1],
        closing[1],
        tuple(begun.taking.lines),
        begun.at or line,
    )


def _balance(begun: _Begun, codes: tuple[str, ...], interim: int) -> tuple[str, int, date | None] | None:
    """Find a balance by the codes for it; on a page in the middle, the first or the last of those in between."""
    found = next((one for code in codes for one in begun.balances if one[0] == code), None)
    between = [one for one in begun.balances if one[0] == _INTERIM]
    return found or (between[interim] if between else None)


def _number(text: str | None) -> int:
    plain = (text or "").strip()
    return int(plain) if plain.isdecimal() and len(plain) < len(str(_LARGEST_NUMBER)) else 0
