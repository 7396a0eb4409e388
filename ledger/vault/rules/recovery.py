"""How a lock's private key lies with two outsiders: in two halves, neither of which says anything. Pure.

The key is the exclusive or of the halves. Each half is sealed together with the words that say of which lock and epoch
it is, and whose: a sealed half that is put in another's place opens there, and is then found out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.approvals.rules import canonical
from ledger.errors import N_, Refusal
from ledger.keys.age import check_recipient

PLACES = (0, 1)


def check_outsiders(recipients: Sequence[str]) -> tuple[str, str]:
    """Return two recipients in their canonical form. Raises Refusal where they are not two different ones."""
    known = [check_recipient(one) for one in recipients]
    if len(set(known)) != len(PLACES) or len(known) != len(PLACES):
        raise Refusal(N_("Name two outsiders by two different recipients (age1…), each kept by somebody else."))
    return known[0], known[1]


@dataclass(frozen=True, slots=True)
class HalfPlace:
    """Where half of a lock's key belongs."""

    organisation: str
    lock: UUID
    name: str
    epoch: int
    place: int

    def statement(self, half: bytes) -> bytes:
        """Write what is sealed to the outsider of this place."""
        return canonical({**self._words(), "half": half.hex()})

    def half_in(self, statement: bytes) -> bytes:
        """Return the half that a statement holds. Raises ValueError where it belongs to another place."""
        said: Any = json.loads(statement)
        if not isinstance(said, dict) or {**said, "half": ""} != {**self._words(), "half": ""}:
            raise ValueError("this half belongs to another place")
        return bytes.fromhex(said["half"])

    def _words(self) -> dict[str, Any]:
        return {
            "v": 1,
            "organisation": self.organisation,
            "lock": str(self.lock),
            "name": self.name,
            "epoch": self.epoch,
            "place": self.place,
        }


def joined(first: bytes, second: bytes) -> bytes:
    """Return what two halves of equal length make together, or make of one half the other."""
    return bytes(a ^ b for a, b in zip(first, second, strict=True))
