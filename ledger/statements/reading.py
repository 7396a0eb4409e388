"""From an uploaded file to statements that hold together, and a profile from what was typed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from ledger.banking.csv_statement import Bounds, Profile
from ledger.banking.limited import Limited
from ledger.banking.reading import read_statements
from ledger.banking.statement import Kind, Statement
from ledger.books.models import CashAccount
from ledger.errors import N_, Refusal
from ledger.statements.models import TableProfile

_CHUNK = 64 * 1024


def statements_in(
    session: Session, account: CashAccount, source: BinaryIO, opening: int | None = None, closing: int | None = None
) -> list[Statement]:
    """Read a file of an account. Raises CannotRead with what is wrong, by line."""
    known = session.get(TableProfile, account.code)
    bounds = Bounds(account.number or "", account.currency, opening, closing)
    return read_statements(source, bounds, profile_from(known.profile) if known else None)


def sha256_of(source: BinaryIO) -> str:
    """Hash a whole file, wherever it stands, and go back to its beginning. Raises CannotRead where it is too large."""
    source.seek(0)
    digest, limited = hashlib.sha256(), Limited(source)
    while chunk := limited.read(_CHUNK):
        digest.update(chunk)
    source.seek(0)
    return digest.hexdigest()


def profile_from(text: str) -> Profile:
    """Read a profile that was typed as JSON. Raises Refusal."""
    try:
        said = json.loads(text)
        made = Profile(**{name: _value(name, value) for name, value in said.items()})
    except (ValueError, TypeError, AttributeError):
        known = ", ".join(one.name for one in fields(Profile))
        raise Refusal(
            N_("Write the profile as JSON with texts, such as {“day”: “Date”}. It may have: %(names)s."),
            field="profile",
            names=known,
        ) from None
    try:
        made.check()
    except Refusal as refusal:
        raise Refusal(refusal.sentence, field="profile", **refusal.values) from None
    return made


def _value(name: str, value: Any) -> Any:
    if name == "kinds":
        return {str(word): Kind(kind) for word, kind in value.items()}
    if name in {"texts", "debits", "booked"}:
        return tuple(str(one) for one in value)
    if not isinstance(value, str):
        raise TypeError
    return value
