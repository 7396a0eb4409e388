"""Putting private keys under a passphrase: the columns that an account, or one to be, holds of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ledger.keys.passphrase import ArgonProfile, new_salt, stretch
from ledger.keys.personal import PersonalKeys, seal
from ledger.signin.models import UnderPassphrase

COLUMNS = tuple(UnderPassphrase.__annotations__)


def put_under(passphrase: str, keys: PersonalKeys, person: UUID, profile: ArgonProfile) -> dict[str, Any]:
    """Wrap a person's keys under a passphrase, by one Argon2 run; returns what `UnderPassphrase` holds."""
    salt = new_salt()
    root = stretch(passphrase, salt, profile)
    wrapped = seal(keys, root, person)
    return {
        "salt": salt,
        "memory_kib": profile.memory_kib,
        "iterations": profile.iterations,
        "lanes": profile.lanes,
        "verifier": root.verifier(),
        "wrapped_signing": wrapped.signing,
        "wrapped_reading": wrapped.reading,
        "wrapped_seed": wrapped.seed,
    }


def taken_from(sealed: UnderPassphrase) -> dict[str, Any]:
    """Return the same columns of keys that are under a passphrase already, to be put into an account."""
    return {name: getattr(sealed, name) for name in COLUMNS}


def put_into(sealed: UnderPassphrase, columns: dict[str, Any]) -> None:
    """Replace what a passphrase opens; nothing of the former wraps is left."""
    for name in COLUMNS:
        setattr(sealed, name, columns[name])
