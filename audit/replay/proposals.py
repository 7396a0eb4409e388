"""H3 and H4 of a proposal: how many must sign, under which policy, and exactly what."""

from collections.abc import Callable, Mapping
from typing import Any

from audit.replay import (
    bank,
    budgets,
    contents,
    contents_advances,
    contents_loans,
    contents_people,
    contents_schedules,
    contents_sealed,
    contents_treasury,
    files,
    limits,
    moving,
)
from audit.replay.channel_records import Advance
from audit.replay.content_shapes import check_shape
from audit.replay.holding import ROLE
from audit.replay.reading import Reading, attempt
from audit.replay.records import Award, Import, Proposal, Run
from audit.replay.signed import PROPOSAL_MEMBERS, compare, hash_text, read_signed

FLOOR = {"award": 2, "schedule": 2, "import": 2, "payee": 2, "award_way": 2, "loan_grant": 2}
"""Approvals no policy can lower (H3); every other kind needs one."""
LOAN_KINDS = ("loan_allowance", "loan_write_off", "loan_reschedule", "loan_resume", "loan_grant")
MAKER = {
    "award": "officer",
    "schedule": "officer",
    "award_resume": "officer",
    "import": "officer",
    "payee": "officer",
    "award_way": "officer",
    "run": "finance",
    "budget": "officer",
    "transfer": "officer",
    "refund": "officer",
    **dict.fromkeys(("rates", "loss", "revaluation", "period", "manual"), "finance"),
    "loan_allowance": "finance",
    "loan_write_off": "finance",
    "loan_reschedule": "officer",
    "loan_resume": "officer",
    "loan_grant": "officer",
    "channel_rules": "finance",
    "lost_file": "finance",
    "advance": "finance",
    "claim_loss": "finance",
    "advance_loss": "finance",
    "erasure": "custodian",
    "appointment": "steward",
    "roles": "steward",
    "key_reset": "steward",
    "policy": "steward",
}
"""Kind of proposal to the role of who makes it; access is proposed with the role of its lock."""
CONTENT: dict[str, Callable[[Reading, str, dict[str, Any]], None]] = {
    "award": contents.check_award,
    "schedule": contents_schedules.check_schedule,
    "award_resume": contents_schedules.check_resumption,
    "run": contents.check_run,
    "import": contents.check_import,
    **dict.fromkeys(LOAN_KINDS, contents_loans.check_loan),
    "payee": contents_sealed.check_payee,
    "award_way": moving.check_move,
    "channel_rules": limits.check_rules,
    "lost_file": files.check_lost,
    "advance": contents_advances.check_advance,
    "advance_loss": contents_advances.check_loss,
    "access": contents_sealed.check_access,
    "erasure": contents_sealed.check_erasure,
    "appointment": contents_people.check_appointment,
    "roles": contents_people.check_roles,
    "key_reset": contents_people.check_key_reset,
    "policy": contents_people.check_policy,
    "claim_loss": bank.check_loss,
    "budget": budgets.check_budget,
    **contents_treasury.CONTENT,
}
ANNOUNCED = frozenset({"award", "run", "import", "advance"})
"""Kinds of proposal whose subject is marked as proposed in the same unit of work."""


def make(reading: Reading, data: dict[str, Any]) -> None:
    """Take a proposal or a revision of it; a revision voids all decisions before it."""
    ident, kind = data["proposal"], data["kind"]
    signed = read_proposal(reading, data)
    earlier = reading.state.proposals.get(ident)
    check_order(reading, data, earlier, signed["subject"])
    check_maker(reading, ident, kind, signed)
    check_policy(reading, data, signed)
    if kind not in CONTENT:
        reading.find("H7", f"proposal {ident} is of a kind replay does not know: {kind}")
    elif signed["content"]:
        check_shape(reading, ident, kind, signed)
        attempt(reading, CONTENT[kind], ident, signed)
        contents_sealed.check_payment_envelope(reading, ident, kind, signed)
    proposers = earlier.proposers if earlier is not None else []
    reading.state.proposals[ident] = Proposal(
        kind,
        signed["subject"],
        data["revision"],
        data["needed"],
        data["role"],
        data["policy"],
        data["sha256"],
        signed,
        [*proposers, reading.actor],
        reading.day,
    )
    if kind in ANNOUNCED and signed["subject"] is not None:
        reading.later(check_announced, ident)


def check_maker(reading: Reading, ident: str, kind: str, signed: dict[str, Any]) -> None:
    """H11: each kind of proposal is made in its role."""
    content = signed["content"]
    role = ROLE.get(content.get("name", "")) if kind == "access" else MAKER.get(kind)
    reading.checks["H11"] += 1
    if role not in reading.roles:
        reading.find(
            "H11",
            f"proposal {ident} ({kind}) is made by {reading.actor}, not in the role",
        )


def read_proposal(reading: Reading, data: dict[str, Any]) -> dict[str, Any]:
    """Read the proposal's bytes; bytes that cannot be read count as a proposal of nothing."""
    what = f"proposal {data['proposal']} revision {data['revision']}"
    signed = read_signed(reading, what, data["bytes"])
    if hash_text(data["bytes"]) != data["sha256"]:
        reading.find("H4", f"{what} has another SHA-256 than its entry says")
    if signed is None:
        return {**dict.fromkeys(PROPOSAL_MEMBERS), "content": {}}
    if signed.keys() != PROPOSAL_MEMBERS:
        names = ", ".join(sorted(signed.keys() ^ PROPOSAL_MEMBERS))
        reading.find("H4", f"{what} lacks or adds members: {names}")
        signed = {**dict.fromkeys(PROPOSAL_MEMBERS), **signed}
    due = {
        "v": 1,
        "organisation": reading.state.origin,
        "proposal": data["proposal"],
        "revision": data["revision"],
        "kind": data["kind"],
    }
    compare(reading, what, signed, due)
    return signed


def check_order(reading: Reading, data: dict[str, Any], earlier: Proposal | None, subject: str) -> None:
    """H7: revisions count from 1, of an open proposal, about the same thing."""
    ident, revision = data["proposal"], data["revision"]
    reading.checks["H7"] += 1
    if earlier is None:
        reading.create(ident, "proposal")
        if revision != 1:
            reading.find("H7", f"proposal {ident} begins with revision {revision}")
    elif earlier.stage != "open":
        reading.find("H7", f"proposal {ident} is revised after it was {earlier.stage}")
    elif revision != earlier.revision + 1:
        reading.find("H7", f"proposal {ident} revision {revision} follows {earlier.revision}")
    elif (earlier.kind, earlier.subject) != (data["kind"], subject):
        reading.find(
            "H7",
            f"proposal {ident} is about something else from revision {revision} on",
        )


def check_policy(reading: Reading, data: dict[str, Any], signed: dict[str, Any]) -> None:
    """H3: not fewer approvals, nor another role, than the policy in force and the floor ask for."""
    ident, kind, needed = data["proposal"], data["kind"], data["needed"]
    reading.checks["H3"] += 1
    money, base = signed["money"], signed["base_minor"]
    if money and money["currency"] == reading.state.base_currency and base != money["minor"]:
        reading.find(
            "H3",
            f"proposal {ident} gives {base} for policy, but it moves {money['minor']}",
        )
        base = money["minor"]
    if not reading.state.policies:
        reading.find("H3", f"proposal {ident} is made before any policy")
        return
    policy = reading.state.policies[-1]
    if data["policy"] != policy.version:
        reading.find(
            "H3",
            f"proposal {ident} names policy {data['policy']}, not {policy.version}",
        )
    rule = rule_for(policy.rules, kind, base or 0)
    floor = FLOOR.get(kind, 1)
    if rule is None:
        reading.find("H3", f"proposal {ident} is of a kind about which the policy says nothing: {kind}")
    else:
        floor = max(floor, rule["needed"])
        if rule["role"] != data["role"]:
            reading.find(
                "H3",
                f"proposal {ident} asks the {data['role']}, policy the {rule['role']}",
            )
    if type(needed) is not int or needed < floor:
        reading.find(
            "H3",
            f"proposal {ident} needs {needed!r} approvals, at least {floor} belong",
        )


def rule_for(rules: list[dict[str, Any]], kind: str, minor: int) -> dict[str, Any] | None:
    """Find the rule of a policy for a kind and an amount: that of the highest threshold met."""
    met = [rule for rule in rules if rule["kind"] == kind and rule["from_minor"] <= minor]
    return max(met, key=lambda rule: int(rule["from_minor"]), default=None)


def check_announced(reading: Reading, ident: str) -> None:
    """H7: what a proposal is about is marked as proposed in the same unit of work."""
    proposal = reading.state.proposals[ident]
    state = reading.state
    things: dict[str, Mapping[str, Award | Run | Import | Advance]] = {
        "award": state.awards,
        "run": state.runs,
        "import": state.imports,
        "advance": state.advances,
    }
    thing = things.get(proposal.kind, {}).get(proposal.subject)
    reading.checks["H7"] += 1
    if thing is None or (thing.proposal, thing.revision) != (ident, proposal.revision):
        reading.find(
            "H7",
            f"{proposal.kind} {proposal.subject} is not marked as proposed by {ident}",
        )
