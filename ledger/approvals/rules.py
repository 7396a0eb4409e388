"""How many must sign what, and what exactly they sign. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import rfc8785

from ledger.actor import Role
from ledger.errors import N_, Refusal

LEAST = {"award": 2, "schedule": 2, "import": 2, "payee": 2, "award_way": 2, "loan_grant": 2}
"""Kinds of proposal that no policy can lower below two approvals; every other needs one (H3)."""


ABOUT_SOMEBODY = frozenset({"access", "appointment", "key_reset", "roles"})
"""Kinds of proposal whose subject is a person, who signs no decision on it (H3)."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """From an amount in base currency on, a kind of proposal needs so many approvals by a role."""

    kind: str
    from_minor: int
    needed: int
    role: Role


FIRST_POLICY = (
    Requirement("award", 0, 2, Role.APPROVER),
    Requirement("schedule", 0, 2, Role.APPROVER),
    Requirement("award_resume", 0, 1, Role.APPROVER),
    Requirement("import", 0, 2, Role.APPROVER),
    Requirement("payee", 0, 2, Role.APPROVER),
    Requirement("award_way", 0, 2, Role.APPROVER),
    Requirement("run", 0, 1, Role.FINANCE),
    Requirement("budget", 0, 1, Role.APPROVER),
    Requirement("rates", 0, 1, Role.APPROVER),
    Requirement("transfer", 0, 1, Role.APPROVER),
    Requirement("refund", 0, 1, Role.APPROVER),
    Requirement("loss", 0, 1, Role.APPROVER),
    Requirement("revaluation", 0, 1, Role.APPROVER),
    Requirement("period", 0, 1, Role.APPROVER),
    Requirement("manual", 0, 1, Role.APPROVER),
    Requirement("loan_allowance", 0, 1, Role.APPROVER),
    Requirement("loan_write_off", 0, 2, Role.APPROVER),
    Requirement("loan_reschedule", 0, 1, Role.APPROVER),
    Requirement("loan_resume", 0, 1, Role.APPROVER),
    Requirement("loan_grant", 0, 2, Role.APPROVER),
    Requirement("channel_rules", 0, 1, Role.APPROVER),
    Requirement("lost_file", 0, 1, Role.APPROVER),
    Requirement("advance", 0, 1, Role.APPROVER),
    Requirement("claim_loss", 0, 2, Role.APPROVER),
    Requirement("advance_loss", 0, 2, Role.APPROVER),
    Requirement("appointment", 0, 1, Role.APPROVER),
    Requirement("roles", 0, 1, Role.APPROVER),
    Requirement("key_reset", 0, 1, Role.APPROVER),
    Requirement("policy", 0, 1, Role.APPROVER),
    Requirement("access", 0, 1, Role.APPROVER),
    Requirement("erasure", 0, 1, Role.APPROVER),
)


def written(rule: Requirement) -> dict[str, Any]:
    """Return a rule as the log and a proposal say it."""
    return {"kind": rule.kind, "from_minor": rule.from_minor, "needed": rule.needed, "role": rule.role.value}


def read(said: dict[str, Any]) -> Requirement:
    """Return the rule that the log or a proposal says."""
    return Requirement(said["kind"], said["from_minor"], said["needed"], Role(said["role"]))


def requirement(rules: Sequence[Requirement], kind: str, base_minor: int) -> Requirement:
    """Return the rule with the highest threshold that the amount reaches. Raises Refusal where there is none."""
    fitting = [rule for rule in rules if rule.kind == kind and rule.from_minor <= base_minor]
    if not fitting:
        raise Refusal(N_("The policy says nothing about proposals of this kind; a steward has to propose it first."))
    return max(fitting, key=lambda rule: rule.from_minor)


def is_about(kind: str, subject: UUID, person: UUID) -> bool:
    """Whether a proposal is about this very person."""
    return kind in ABOUT_SOMEBODY and subject == person


def short_fingerprint(sha256: str) -> list[str]:
    """Eight groups of four characters that both approvers compare: the head of the content's SHA-256."""
    return [sha256[i : i + 4] for i in range(0, 32, 4)]


def canonical(content: dict[str, Any]) -> bytes:
    """The canonical JSON (RFC 8785) of what is proposed or decided."""
    return rfc8785.dumps(content)


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def refuse_too_few(rule: Requirement) -> None:
    """Refuse a rule of policy that would let too few sign (H3)."""
    least = LEAST.get(rule.kind, 1)
    if rule.needed < least:
        raise Refusal(N_("A proposal of this kind needs at least %(least)s approvals."), least=least)
