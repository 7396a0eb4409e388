"""How a kind of proposal describes itself on the approvers' page. The slice that owns it registers the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ledger.approvals.models import Proposal


@dataclass(frozen=True, slots=True)
class Overlap:
    """An award that overlaps with what is proposed, as an approver reads it; the days are both included."""

    reference: str
    link: str
    beneficiary: str
    what: str
    since: date
    until: date
    minor: int
    currency: str
    stage: str


@dataclass(slots=True)
class Description:
    """What an approver reads: facts as pairs of label and text, money before and after, warnings."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    schedule: list[tuple[int, str, int, str]] = field(default_factory=list)
    """Number, due day, minor units, currency of each instalment."""
    repayments: list[tuple[int, str, int, str]] = field(default_factory=list)
    """The same of each part that is paid back."""
    before_after: list[tuple[str, int, int, str]] = field(default_factory=list)
    """Label, minor units before, after, currency."""
    clock: list[tuple[str, str, str]] = field(default_factory=list)
    """How long an emergency waits, or has waited: label, duration, moment."""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Label, words before, words after."""
    warnings: list[str] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    """While it is open, what overlaps now; afterwards what those who approved it accepted."""
    link: str = ""


Describe = Callable[[Session, Proposal, dict[str, Any]], Description]
_described: dict[str, Describe] = {}


def describe_kind(name: str, describe: Describe) -> None:
    """Register the words of a kind of proposal."""
    _described[name] = describe


def described(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    """Return the description of a proposal."""
    return _described[proposal.kind](session, proposal, said)
