"""The kinds of proposal. A slice above registers what it proposes and what approval sets in motion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ledger.actor import Role
from ledger.approvals.models import Proposal
from ledger.work import Work

Act = Callable[[Work, Proposal, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What happens to a proposal of this kind; `said` is the parsed bytes of the revision that was signed."""

    name: str
    proposers: frozenset[Role]
    carry_out: Act
    """Everything that approval sets in motion, in the unit of work of the last signature."""
    let_go: Act
    """What refusal or withdrawal leaves to be undone."""
    check_signer: Act
    """Refuse an approver whom the kind itself rules out (H11), before anything is signed."""


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
