"""The demo's list of its people, with passphrases in clear on purpose: what makes an installation a demo."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ledger.settings import Settings
from ledger.signin.actions.register import NewAccount


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody into whose role a visitor can step."""

    name: str
    sign_in_name: str
    person: UUID
    passphrase: str
    seed: bytes
    fingerprint: str


def listed(account: NewAccount) -> Listed:
    """Return the line of somebody who was there from the beginning."""
    return Listed(
        account.name,
        account.sign_in_name,
        account.person_id,
        account.passphrase,
        account.seed,
        account.fingerprint,
    )


def write_list(settings: Settings, people: Iterable[Listed]) -> None:
    """Write the list, for its owner only."""
    rows = [
        {
            "name": one.name,
            "sign_in_name": one.sign_in_name,
            "person": str(one.person),
            "passphrase": one.passphrase,
            "seed": one.seed.hex(),
            "fingerprint": one.fingerprint,
        }
        for one in people
    ]
    descriptor = os.open(settings.demo_people, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=1)
