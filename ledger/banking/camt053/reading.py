"""A camt.053 file as statements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from ledger.banking.camt053.entry import Taking, booked_day, signed_amount, take_entry
from ledger.banking.camt053.parts import Part, parts
from ledger.banking.statement import Statement, plain_number
from ledger.banking.trouble import CannotRead, Troubles
from ledger.errors import N_

_MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?([^0-9:].*)?$")
_OPENING, _CLOSING, _INTERIM = ("OPBD", "PRCD"), ("CLBD",), "ITBD"


@dataclass(slots=True)
class _Begun:
    """One statement as far as it was read."""

    taking: Taking = field(default_factory=lambda: Taking(""))
    account: str = ""
    number: int = 0
    page: int = 1
    at: int = 0
    more: bool = False
    """Another page comes."""
    first: date | None = None
    last: date | None = None
    until_midnight: bool = False
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
            begun.number, begun.at = begun.number or plain_number(one.text), begun.at or part.line
        case "StmtPgntn":
            begun.page = plain_number(one.findtext("PgNb")) or 1
            begun.more = one.findtext("LastPgInd") in {"false", "0"}
        case "FrToDt":
            begun.first = booked_day(one, "FrDtTm", "FrDt")
            begun.last = booked_day(one, "ToDtTm", "ToDt")
            begun.until_midnight = bool(_MIDNIGHT.search(one.findtext("ToDtTm") or ""))
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
    days = _days(begun, opening[2], closing[2])
    if days is None or not begun.account:
        begun.taking.wrong(line, N_("This statement does not say of which account or of which days it is."))
        return None
    return Statement(
        begun.account,
        begun.taking.currency,
        begun.number,
        begun.page,
        *days,
        opening[1],
        closing[1],
        tuple(begun.taking.lines),
        begun.at or line,
    )


def _days(begun: _Begun, opened: date | None, closed: date | None) -> tuple[date, date] | None:
    """Give the first and the last day: those named, and those of lines that the balances enclose.

    A page that is not the whole statement is of its lines' days.
    """
    booked = [line.day for line in begun.taking.lines]
    known = [day for day in (begun.first, begun.last, opened, closed) if day]
    if not known and not booked:
        return None
    first = begun.first or min([*known, *booked])
    last = begun.last or closed or max([*known, *booked])
    if begun.until_midnight and first < last:
        last = min(last, max([first, *booked, *([closed] if closed else [])]))
    first = min([first, *(day for day in booked if opened and opened <= day)])
    last = max([last, *(day for day in booked if closed and day <= closed)])
    if begun.page > 1 and booked:
        first = max(first, min(booked))
    if begun.more and booked:
        last = min(last, max(booked))
    return first, last


def _balance(begun: _Begun, codes: tuple[str, ...], interim: int) -> tuple[str, int, date | None] | None:
    """Find a balance by the codes for it; on a page in the middle, the first or the last of those in between.

    Where a bank gives the balances of each day, it is that of the first or of the last one.
    """
    ways = ([one for one in begun.balances if one[0] == code] for code in (*codes, _INTERIM))
    found = next((balances for balances in ways if balances), [])
    dated = sorted(found, key=lambda one: one[2] or date.min)
    return dated[interim] if dated else None
