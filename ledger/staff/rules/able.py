"""Whether an organisation can work with the people it has: one proposes, two sign, two pay, one appoints. Pure.

People are named by anything; what counts is which roles each of them holds on the same day.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Any

from ledger.actor import Role
from ledger.errors import N_, Refusal

People = Mapping[Any, frozenset[Role]]

SIGNATURES = 2
"""What an award needs at least (H3)."""


class Lack(enum.Enum):
    """What an organisation cannot do with the people it has."""

    SIGNING = "signing"
    PAYING = "paying"
    APPOINTING = "appointing"


LOST = {
    Lack.SIGNING: N_("Then no award could be approved any more: it takes an officer, and two approvers besides."),
    Lack.PAYING: N_("Then no run could be released any more: it takes two people with the finance role."),
    Lack.APPOINTING: N_("Then nobody could appoint people any more: somebody has to stay steward."),
}
"""What is said of a change that would cause a lack."""


def holding(people: People, role: Role) -> set[Any]:
    """Return who holds a role."""
    return {who for who, roles in people.items() if role in roles}


def lacks_of(people: People) -> frozenset[Lack]:
    """Return what these people together cannot do."""
    return frozenset(lack for lack, can in _CAN.items() if not can(people))


def refuse_loss(before: People, after: People) -> None:
    """Refuse a change after which the organisation could not do what it could do before it."""
    for lack in Lack:
        if lack in lacks_of(after) - lacks_of(before):
            raise Refusal(LOST[lack])


def can_be_signed(people: People, proposers: frozenset[Role], signer: Role, needed: int) -> bool:
    """Whether somebody could make a proposal and enough others sign it."""
    signers = holding(people, signer)
    return any(len(signers - {who}) >= needed for who, roles in people.items() if roles & proposers)


def _can_sign(people: People) -> bool:
    return can_be_signed(people, frozenset({Role.OFFICER}), Role.APPROVER, SIGNATURES)


def _can_pay(people: People) -> bool:
    # One prepares a run, another, who proposed no award in it, releases it.
    finance, officers = holding(people, Role.FINANCE), holding(people, Role.OFFICER)
    return any(finance - {preparer} - {officer} for preparer in finance for officer in officers)


def _can_appoint(people: People) -> bool:
    return bool(holding(people, Role.STEWARD))


_CAN: dict[Lack, Callable[[People], bool]] = {
    Lack.SIGNING: _can_sign,
    Lack.PAYING: _can_pay,
    Lack.APPOINTING: _can_appoint,
}
