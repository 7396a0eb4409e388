"""Changing what channels let through and how sure an arrival has to be: proposed by finance, signed by another."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.channels.models import ChannelRules
from ledger.channels.queries import rules_in_force
from ledger.channels.rules.table import Table, said
from ledger.errors import N_, Refusal
from ledger.work import Work


def propose_rules(work: Work, table: Table) -> Proposal:
    """Ask another person to sign the rules of channels as they are to be."""
    work.actor.require(Role.FINANCE)
    version, before = rules_in_force(work.session)
    if table == before:
        raise Refusal(N_("That is what holds now."), field="rules")
    content = {"version": version + 1, **said(table)}
    return approvals.propose(work, Matter("channel_rules", uuid4(), content))


def _carry_out(work: Work, _proposal: Proposal, signed: dict[str, Any], _signer: Signer) -> None:
    content = signed["content"]
    version, _table = rules_in_force(work.session)
    if content["version"] != version + 1:
        raise Refusal(N_("Other rules came into force since. Finance has to propose this again."))
    kept = {name: content[name] for name in ("limits", "grades")}
    work.session.add(ChannelRules(version=content["version"], content=json.dumps(kept), at=work.at))
    work.session.flush()
    work.record("channel_rules.set", [], version=content["version"], **kept)


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """The rules in force stay."""


def _anyone(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Rule out nobody beyond H3."""


register(Kind("channel_rules", frozenset({Role.FINANCE}), _carry_out, _let_go, _anyone))
