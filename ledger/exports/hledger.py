"""The journal as plain text accounting reads it, with a balance assertion on every posting.

The first date of a transaction is the day it was posted, so that dates rise as the log does; the accounting day
stands behind it where it differs (decision 9).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.models import SubAccount
from ledger.books.queries import JournalLine, all_lines
from ledger.books.rules.chart import NAMES
from ledger.clock import day_text
from ledger.exports.money_rows import fund_codes
from ledger.money import digits_of, plain_amount


def hledger_parts(session: Session) -> Iterator[bytes]:
    """Stream the journal."""
    codes = fund_codes(session)
    yield _declarations(session, codes).encode()
    for _number, lines in groupby(all_lines(session), key=lambda line: line.number):
        yield _transaction(list(lines), codes).encode()


def account_name(account: str, fund: str, currency: str, holder: str) -> str:
    """Return the name of a sub-account: number and words, fund, currency, holder."""
    parts = [f"{account} {NAMES[account].replace(',', '')}", _safe(fund), currency, _safe(holder)]
    return ":".join(part for part in parts if part)


def _safe(text: str) -> str:
    # Percent signs, as in an address on the web (RFC 3986): two codes that differ must never share one account.
    return quote(text, safe="/")


def _declarations(session: Session, codes: dict[UUID, str]) -> str:
    subs = session.scalars(select(SubAccount).order_by(SubAccount.account, SubAccount.fund_id)).all()
    names = sorted({account_name(s.account, codes[s.fund_id], s.currency, s.holder) for s in subs})
    currencies = sorted({s.currency for s in subs})
    lines = [
        "; Every posting asserts the balance that it leaves. Check with: hledger check -s ordereddates",
        "",
    ]
    lines += [f"commodity {_amount_pattern(code)}" for code in currencies]
    lines += ["", *(f"account {name}" for name in names), ""]
    return "\n".join(lines) + "\n"


def _amount_pattern(currency: str) -> str:
    digits = digits_of(currency) or 0
    return f"1000.{'0' * digits} {currency}"


def _amount(minor: int, currency: str) -> str:
    return f"{plain_amount(minor, currency)} {currency}"


def _transaction(lines: list[JournalLine], codes: dict[UUID, str]) -> str:
    head = lines[0]
    posted, day = day_text(head.at.date()), day_text(head.date)
    dates = posted if posted == day else f"{posted}={day}"
    text = [f"{dates} ({head.number}) {head.event}  ; log:{head.log_seq}, about:{head.kind}, ref:{head.ref}"]
    for line in lines:
        name = account_name(line.account, codes[line.fund_id], line.currency, line.holder)
        text.append(f"    {name}  {_amount(line.minor, line.currency)} = {_amount(line.balance, line.currency)}")
    return "\n".join(text) + "\n\n"
