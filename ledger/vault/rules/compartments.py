"""Which compartments there are, which locks each has, and who may hold one. Pure.

A compartment with two locks takes two people: each lock guards one half of an envelope's key, and nobody holds both
locks of one compartment (H10).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from ledger.actor import Role
from ledger.errors import N_, Refusal


class Compartment(enum.StrEnum):
    """What sort of sealed data it is."""

    CONTACT = "contact"
    IDENTITY = "identity"
    PAYMENT = "payment"
    ATTACHMENT = "attachment"


FIRST_WAY = 1
"""The number of the way in which a beneficiary is paid where no other was recorded."""

CONTACT, HINTS = "contact", "hints"
PROGRAMME, CUSTODY = "identity.programme", "identity.custody"
APPROVAL, FINANCE = "payment.approval", "payment.finance"

LOCKS: dict[Compartment, tuple[str, ...]] = {
    Compartment.CONTACT: (CONTACT,),
    Compartment.IDENTITY: (PROGRAMME, CUSTODY),
    Compartment.ATTACHMENT: (PROGRAMME, CUSTODY),
    Compartment.PAYMENT: (APPROVAL, FINANCE),
}
"""The locks of a compartment, in the order of the halves of its envelopes."""

ROLES: dict[str, Role] = {
    CONTACT: Role.OFFICER,
    HINTS: Role.OFFICER,
    PROGRAMME: Role.OFFICER,
    CUSTODY: Role.CUSTODIAN,
    APPROVAL: Role.APPROVER,
    FINANCE: Role.FINANCE,
}
"""The role that somebody who holds a lock must have, on the day they use it."""

OPPOSITE: dict[str, str] = {
    PROGRAMME: CUSTODY,
    CUSTODY: PROGRAMME,
    APPROVAL: FINANCE,
    FINANCE: APPROVAL,
}
"""The lock that whoever holds this one must not hold as well."""


def first_locks(roles: frozenset[Role]) -> list[str]:
    """Return the locks that somebody with these roles holds from the founding on, never two opposite ones.

    Of two that fit, the scarcer one: custody before programme, approval before finance.
    """
    fitting = [lock for lock, role in ROLES.items() if role in roles]
    given_up = {PROGRAMME: CUSTODY, FINANCE: APPROVAL}
    return [lock for lock in fitting if given_up.get(lock) not in fitting]


def check_holders(people: Iterable[Iterable[Role]]) -> None:
    """Refuse a beginning in which nobody would hold some lock: what is sealed to it could never be opened."""
    held = {lock for roles in people for lock in first_locks(frozenset(roles))}
    for lock, role in ROLES.items():
        if lock not in held:
            raise Refusal(
                N_("Nobody would hold the key %(lock)s: one more person needs the role %(role)s."),
                lock=lock,
                role=role.value,
            )


def way_of(compartment: Compartment, way: int) -> int | None:
    """Return which way to be paid a record is about; None of what is no payment details."""
    return way if compartment is Compartment.PAYMENT else None


def place_of(compartment: Compartment, lock: str) -> int:
    """Return which half of an envelope's key a lock guards."""
    return LOCKS[compartment].index(lock)
