"""How a steward's proposal describes itself to its approvers: before and after, and whose keys they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.actor import Grant
from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal, ProposalStage
from ledger.approvals.queries import policy_in_force
from ledger.approvals.rules import Requirement, read
from ledger.approvals.words import KINDS
from ledger.keys import sshsig
from ledger.log.roles import grants_of
from ledger.organisation import base_currency
from ledger.signin.models import Person
from ledger.signin.registry import registered_fingerprint
from ledger.staff.models import Enrolment, Invitation
from ledger.staff.rules import grants as rules
from ledger.web.formats import day
from ledger.web.formats import money as write_money
from ledger.web.frame import role_words


def days_words(grants: Iterable[Grant]) -> str:
    """Say from when to when somebody holds roles."""
    return "; ".join(
        _(
            "%(role)s, %(since)s to %(until)s",
            role=role_words([one.role]),
            since=day(one.since),
            until=day(one.until),
        )
        for one in grants
        if one.since <= one.until
    )


def _appointment(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    content = said["content"]
    invitation = session.get_one(Invitation, UUID(content["invitation"]))
    enrolment = session.get(Enrolment, invitation.enrolment_id) if invitation.enrolment_id else None
    person = session.get(Person, proposal.subject)
    told = Description(_(KINDS["appointment"]))
    told.facts = [
        (_("Call name"), person.name if person else (enrolment.name if enrolment else None) or "?"),
        (_("Code"), content["code"]),
        (_("Roles"), days_words(rules.read(content["roles"]))),
        (_("Fingerprint of their key"), sshsig.fingerprint_of_line(content["signing_key"])),
    ]
    if proposal.stage is ProposalStage.OPEN:
        told.warnings.append(_compare())
    return told


def _key_reset(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    content, person = said["content"], session.get_one(Person, proposal.subject)
    told = Description(_(KINDS["key_reset"]))
    told.facts = [(_("Person"), person.name), (_("Code"), person.code)]
    new = sshsig.fingerprint_of_line(content["signing_key"])
    before = registered_fingerprint(session, proposal.subject) if proposal.stage is ProposalStage.OPEN else None
    told.changes = [(_("Fingerprint of their key"), before or "–", new)]
    if proposal.stage is ProposalStage.OPEN:
        told.warnings += [
            _compare(),
            _("All their sessions end, and they open no sealed record until somebody grants them its key again."),
        ]
    return told


def _compare() -> str:
    words: str = _(
        "Ask the person yourself to read you this fingerprint, by a way that you both know; do not take the steward’s"
        " word for it. Whoever holds these keys acts in their name."
    )
    return words


def _roles(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    content, person = said["content"], session.get_one(Person, proposal.subject)
    granted, ended = rules.read(content["granted"]), rules.read_ends(content["ended"])
    told = Description(_(KINDS["roles"]))
    told.facts = [(_("Person"), person.name), (_("Code"), person.code)]
    if granted:
        told.facts.append((_("Granted"), days_words(granted)))
    told.facts += [
        (_("Ended"), _("%(role)s, last day %(until)s", role=role_words([end.role]), until=day(end.until)))
        for end in ended
    ]
    if proposal.stage is ProposalStage.OPEN:
        before = grants_of(session, proposal.subject)
        after = rules.after(before, granted, ended)
        told.changes = [(_("Roles"), days_words(before) or "–", days_words(after) or "–")]
    if ended and proposal.stage is ProposalStage.OPEN:
        told.warnings.append(_("With a role that is over at once go the keys of sealed records that it gave."))
    return told


def _policy(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    rules_after = [read(rule) for rule in said["content"]["rules"]]
    told = Description(_(KINDS["policy"]))
    told.facts = [(_("Version"), str(said["content"]["version"]))]
    rules_before = policy_in_force(session)[1] if proposal.stage is ProposalStage.OPEN else []
    base = base_currency(session)
    before, after = ({(rule.kind, rule.from_minor): rule for rule in some} for some in (rules_before, rules_after))
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            told.changes.append((_from(*key, base), _needed(before.get(key)), _needed(after.get(key))))
    return told


def _from(kind: str, from_minor: int, base: str) -> str:
    name: str = _(KINDS[kind])
    if not from_minor:
        return name
    words: str = _("%(kind)s, from %(amount)s", kind=name, amount=write_money(from_minor, base))
    return words


def _needed(rule: Requirement | None) -> str:
    if rule is None:
        return "–"
    words: str = _("%(count)s by the role %(role)s", count=rule.needed, role=role_words([rule.role]))
    return words


describe_kind("appointment", _appointment)
describe_kind("key_reset", _key_reset)
describe_kind("roles", _roles)
describe_kind("policy", _policy)
