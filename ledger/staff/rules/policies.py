"""Which policies can be carried out: who signs what, and how many of them have to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ledger.actor import Role
from ledger.approvals.rules import Requirement, refuse_too_few
from ledger.errors import N_, Refusal
from ledger.staff.rules.able import People, can_be_signed

SIGNERS = {
    "award": (Role.APPROVER,),
    "import": (Role.APPROVER,),
    "payee": (Role.APPROVER,),
    "award_way": (Role.APPROVER,),
    "run": (Role.FINANCE,),
    **dict.fromkeys(("budget", "rates", "transfer", "refund", "loss", "claim_loss"), (Role.APPROVER,)),
    **dict.fromkeys(("revaluation", "period", "manual"), (Role.APPROVER,)),
}
"""Kinds that move money, or whose last signer carries out what takes a role: passing payees on, releasing a run."""
OTHERS = (Role.APPROVER, Role.CUSTODIAN)
"""Who may be asked to sign every other kind: never a steward alone, who proposes most of them."""

WITH_AMOUNT = frozenset(
    {
        *("award", "import", "run", "transfer", "refund", "loss", "manual"),
        "claim_loss",
        *("loan_allowance", "loan_write_off", "loan_reschedule", "loan_grant"),
    }
)
"""Kinds that an amount belongs to, so that more people can be asked from an amount on."""


def with_rule(rules: Iterable[Requirement], rule: Requirement) -> tuple[Requirement, ...]:
    """Return a policy in which a rule stands in the place of the one for the same kind and amount, or beside it."""
    return (*_others(rules, rule.kind, rule.from_minor), rule)


def without_rule(rules: Iterable[Requirement], kind: str, from_minor: int) -> tuple[Requirement, ...]:
    """Return a policy without the rule for a kind from an amount on. Raises Refusal where there is none."""
    rules = tuple(rules)
    left = _others(rules, kind, from_minor)
    if len(left) == len(rules):
        raise Refusal(N_("There is no rule for this kind from exactly that amount on."), field="from_amount")
    return left


def refuse_unfit(
    before: Sequence[Requirement],
    rules: Sequence[Requirement],
    people: People,
    proposers: Mapping[str, frozenset[Role]],
) -> None:
    """Refuse a policy under which something could not be signed by anybody, or by too few.

    `proposers` are the kinds that there are, with who proposes each. Rules that stand as before are taken as they are.
    """
    for kind in proposers:
        if not any(rule.kind == kind and rule.from_minor == 0 for rule in rules):
            raise Refusal(N_("Each kind of proposal needs a rule that holds from the first amount on."), field="kind")
    for rule in rules:
        if rule not in before:
            _refuse_rule(rule, people, proposers)


def ordered(rules: Iterable[Requirement]) -> list[Requirement]:
    """Return the rules of a policy by kind and amount."""
    return sorted(rules, key=lambda rule: (rule.kind, rule.from_minor))


def _refuse_rule(rule: Requirement, people: People, proposers: Mapping[str, frozenset[Role]]) -> None:
    if rule.kind not in proposers:
        raise Refusal(N_("Choose a kind of proposal from the list."), field="kind")
    if rule.from_minor and rule.kind not in WITH_AMOUNT:
        raise Refusal(N_("No amount belongs to this kind of proposal; its rule holds for all."), field="from_amount")
    refuse_too_few(rule)
    if rule.role not in SIGNERS.get(rule.kind, OTHERS):
        raise Refusal(N_("People with this role do not sign proposals of this kind."), field="role")
    if not can_be_signed(people, proposers[rule.kind], rule.role, rule.needed):
        raise Refusal(N_("Not enough people have this role to sign that, besides who proposes."), field="needed")


def _others(rules: Iterable[Requirement], kind: str, from_minor: int) -> tuple[Requirement, ...]:
    return tuple(rule for rule in rules if (rule.kind, rule.from_minor) != (kind, from_minor))
