"""The kinds of proposal. A slice above registers what it proposes and what approval sets in motion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from ledger.actor import Role
from ledger.approvals.models import Proposal
from ledger.work import Work


class Signer(Protocol):
    """A person whose keys are unlocked for this request (`ledger.keys.personal.Unlocked`)."""

    @property
    def person_id(self) -> UUID:
        """Who it is."""
        ...

    @property
    def fingerprint(self) -> str:
        """Their key, as `ssh-keygen -l` prints it."""
        ...

    def sign(self, message: bytes) -> str:
        """Sign as SSHSIG in the namespace of decisions, and verify what was made under the registered key."""
        ...

    def open(self, sealed: bytes, info: str) -> bytes:
        """Open what was sealed to their reading key for one purpose. Raises WrongKey."""
        ...


Act = Callable[[Work, Proposal, dict[str, Any]], None]
CarryOut = Callable[[Work, Proposal, dict[str, Any], Signer], None]
Overlaps = Callable[[Session, Proposal, dict[str, Any]], frozenset[UUID]]


def overlaps_with_nothing(_session: Session, _proposal: Proposal, _said: dict[str, Any]) -> frozenset[UUID]:
    """Most kinds promise nobody anything."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Kind:
    """What happens to a proposal of this kind; `said` is the parsed bytes of the revision that was signed."""

    name: str
    proposers: frozenset[Role]
    carry_out: CarryOut
    """Everything that approval sets in motion, in the unit of work of the last signature and with its signer's keys."""
    let_go: Act
    """What refusal or withdrawal leaves to be undone."""
    check_signer: Act
    """Refuse an approver whom the kind itself rules out (H11), before anything is signed."""
    overlaps: Overlaps = overlaps_with_nothing
    """The awards that overlap now with what is proposed; every approval has to name them, with a reason."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of proposal known. Called once, when the slice is imported."""
    _kinds[kind.name] = kind


def kind_of(proposal: Proposal) -> Kind:
    """Return what was registered for this proposal's kind."""
    return _kinds[proposal.kind]


def kind_named(name: str) -> Kind:
    """Return the kind registered under this name."""
    return _kinds[name]


def proposers_by_kind() -> dict[str, frozenset[Role]]:
    """Return every kind that there is, with the roles of who proposes it."""
    return {name: kind.proposers for name, kind in _kinds.items()}
