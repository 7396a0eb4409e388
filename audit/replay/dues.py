"""H3, H4, H7: what approval sets in motion follows in its unit of work, exactly as it was signed.

Approval calls for entries; those entries say what they carry out. At the end of the unit of work
the two are matched, in either order: nobody is appointed, granted, ended, changed, erased or paid
but as somebody signed, and what was signed is not left undone.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from audit.replay.reading import Reading
from audit.replay.records import Proposal

COMPARED = {
    "lock.joined": ("lock", "epoch", "person", "proposal"),
    "person.registered": ("person", "code", "signing_key", "reading_key"),
    "person.key_changed": ("person", "signing_key", "reading_key", "proposal"),
    "role.granted": ("person", "role", "from", "until"),
    "role.ended": ("person", "role", "until"),
    "policy.set": ("version", "rules"),
    "beneficiary.erased": ("beneficiary", "proposal"),
    "payee.passed": ("award", "sha256"),
    "rate.recorded": ("currency", "base", "rate", "source", "date", "proposal"),
    "budget.set": ("budget", "proposal"),
    "claim.lost": ("claim", "proposal"),
    "fund.transferred": ("transfer", "proposal"),
    "refund.decided": ("refund", "proposal"),
    "loss.approved": ("loss", "proposal"),
    "revaluation.posted": ("revaluation", "proposal"),
    "period.closed": ("until", "proposal"),
    "manual.posted": ("manual", "proposal"),
    "award.rescheduled": ("award", "proposal"),
    "award.resumed": ("award", "proposal"),
    "award.moved": ("award", "way", "proposal"),
    "loan.allowance_set": ("award", "minor", "proposal"),
    "loan.written_off": ("award", "minor", "proposal"),
    "loan.rescheduled": ("award", "proposal"),
    "loan.resumed": ("award", "proposal"),
    "loan.granted": ("award", "minor", "award_kind", "proposal"),
    "advance.lost": ("advance", "loss", "minor"),
    "file.lost": ("file", "run"),
    "channel_rules.set": ("version", "limits", "grades"),
}
"""Verb to those members of its entry that were signed."""
RULE = {"payee.passed": "H4", "advance.lost": "H4"}
"""The rule that is broken where a verb does something else than was signed, if that is not H3."""

Effect = tuple[str, dict[str, Any]]


class Part(NamedTuple):
    """One thing called for, or done: where, by which verb, with which compared members as text."""

    seq: int
    verb: str
    said: str
    proposal: str


def owe(reading: Reading, ident: str, proposal: Proposal) -> None:
    """Call for the entries that carry out an approved proposal."""
    effects = EFFECTS.get(proposal.kind)
    if effects is not None and proposal.signed["content"]:
        for verb, data in effects(ident, proposal.signed):
            reading.unit.due.append(Part(reading.seq, verb, said_in(verb, data), ident))


def carry_out(reading: Reading, verb: str, data: dict[str, Any]) -> None:
    """Note an entry that only an approval sets in motion."""
    reading.unit.done.append(Part(reading.seq, verb, said_in(verb, data), ""))


def carry_out_or_found(reading: Reading, verb: str, data: dict[str, Any]) -> None:
    """Note the same of an entry that may also stand in the founding work."""
    if reading.unit.first != 0:
        carry_out(reading, verb, data)


def said_in(verb: str, data: dict[str, Any]) -> str:
    """Write down the compared members of an entry."""
    return json.dumps([data[name] for name in COMPARED[verb]], sort_keys=True)


def match_dues(reading: Reading) -> None:
    """Match what was done with what was called for; an altered entry and its cause give one finding."""
    due: dict[str, dict[str, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for part in reading.unit.due:
        due[part.verb][part.said].append(part)
    strangers = []
    for part in reading.unit.done:
        reading.checks[RULE.get(part.verb, "H3")] += 1
        if due[part.verb].get(part.said):
            due[part.verb][part.said].pop()
        else:
            strangers.append(part)
    left = {verb: [part for parts in same.values() for part in parts] for verb, same in due.items()}
    for part in strangers:
        reading.seq = part.seq
        near = left.get(part.verb)
        if near:
            other = near.pop()
            rule = RULE.get(part.verb, "H3")
            reading.find(rule, f"{part.verb} differs from what was signed with proposal {other.proposal}")
        else:
            reading.find("H3", f"{part.verb} carries out what nobody approved in its unit of work")
    for parts in left.values():
        for part in parts:
            reading.seq = part.seq
            reading.find("H7", f"proposal {part.proposal} is approved, but its {part.verb} does not follow")


def of_payee(_ident: str, signed: dict[str, Any]) -> list[Effect]:
    """An award or new payment details: the payee is passed on to finance."""
    if signed["payment_envelope"] is None:
        return []
    return [("payee.passed", {"award": signed["content"]["award"], "sha256": signed["payment_envelope"]})]


def of_way(ident: str, signed: dict[str, Any]) -> list[Effect]:
    """An award is moved to another way to be paid, and that payee is passed on."""
    said = {name: signed["content"][name] for name in ("award", "way")}
    return [("award.moved", {**said, "proposal": ident}), *of_payee(ident, signed)]


def of_access(ident: str, signed: dict[str, Any]) -> list[Effect]:
    """Somebody joins a lock."""
    return [("lock.joined", {**signed["content"], "proposal": ident})]


def of_erasure(ident: str, signed: dict[str, Any]) -> list[Effect]:
    """A beneficiary's records are erased."""
    return [("beneficiary.erased", {"beneficiary": signed["beneficiary"], "proposal": ident})]


def of_appointment(_ident: str, signed: dict[str, Any]) -> list[Effect]:
    """Somebody is registered with their keys, and given their roles."""
    content = signed["content"]
    return [("person.registered", content), *granted(content["person"], content["roles"])]


def of_roles(_ident: str, signed: dict[str, Any]) -> list[Effect]:
    """Roles are given and ended."""
    content = signed["content"]
    ended = [("role.ended", {**one, "person": content["person"]}) for one in content["ended"]]
    return [*granted(content["person"], content["granted"]), *ended]


def granted(person: str, roles: list[dict[str, Any]]) -> list[Effect]:
    """Give the entries that grant roles."""
    return [("role.granted", {**one, "person": person}) for one in roles]


def of_key_reset(ident: str, signed: dict[str, Any]) -> list[Effect]:
    """Somebody's keys are changed."""
    return [("person.key_changed", {**signed["content"], "proposal": ident})]


def of_policy(_ident: str, signed: dict[str, Any]) -> list[Effect]:
    """A policy is put in force."""
    return [("policy.set", signed["content"])]


def of_rates(ident: str, signed: dict[str, Any]) -> list[Effect]:
    """Exchange rates are recorded."""
    return [("rate.recorded", {**one, "proposal": ident}) for one in signed["content"]["rates"]]


def by(verb: str) -> Callable[[str, dict[str, Any]], list[Effect]]:
    """Give the one entry that carries out a proposal of the treasury."""
    return lambda ident, signed: [(verb, {**signed["content"], "proposal": ident})]


LOAN_VERBS = {
    "loan_allowance": "loan.allowance_set",
    "loan_write_off": "loan.written_off",
    "loan_reschedule": "loan.rescheduled",
    "loan_resume": "loan.resumed",
    "loan_grant": "loan.granted",
}


def of_loan(ident: str, signed: dict[str, Any]) -> list[Effect]:
    """Something about a loan is done; of an amount, exactly so much."""
    verb = LOAN_VERBS[signed["kind"]]
    return [(verb, {"minor": signed["money"]["minor"], **signed["content"], "proposal": ident})]


def of_channel_rules(_ident: str, signed: dict[str, Any]) -> list[Effect]:
    """Rules of channels are put in force."""
    return [("channel_rules.set", signed["content"])]


def of_lost_file(_ident: str, signed: dict[str, Any]) -> list[Effect]:
    """A payment file is signed away."""
    return [("file.lost", signed["content"])]


def of_advance_loss(_ident: str, signed: dict[str, Any]) -> list[Effect]:
    """A part of an advance is written off."""
    return [("advance.lost", {**signed["content"], "minor": signed["money"]["minor"]})]


EFFECTS: dict[str, Callable[[str, dict[str, Any]], list[Effect]]] = {
    "award": of_payee,
    "payee": of_payee,
    "award_way": of_way,
    "schedule": by("award.rescheduled"),
    "award_resume": by("award.resumed"),
    **dict.fromkeys(LOAN_VERBS, of_loan),
    "access": of_access,
    "erasure": of_erasure,
    "appointment": of_appointment,
    "roles": of_roles,
    "key_reset": of_key_reset,
    "policy": of_policy,
    "rates": of_rates,
    "budget": by("budget.set"),
    "claim_loss": by("claim.lost"),
    "transfer": by("fund.transferred"),
    "refund": by("refund.decided"),
    "loss": by("loss.approved"),
    "revaluation": by("revaluation.posted"),
    "period": by("period.closed"),
    "manual": by("manual.posted"),
    "advance_loss": of_advance_loss,
    "lost_file": of_lost_file,
    "channel_rules": of_channel_rules,
}
"""Kind of proposal to the entries that its approval calls for, besides those its subject has of its own."""
