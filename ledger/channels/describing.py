"""How changed rules of channels describe themselves to whoever signs them: before and after."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal
from ledger.approvals.words import KINDS
from ledger.channels.queries import rules_in_force
from ledger.channels.rules.table import lines_of, read
from ledger.organisation import base_currency


def _describe(session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    content, base = said["content"], base_currency(session)
    _version, before = rules_in_force(session)
    told = Description(_(KINDS["channel_rules"]), link=url_for("channels.rules"))
    old = set(lines_of(before, base).splitlines())
    new = lines_of(read(content["limits"], content["grades"]), base).splitlines()
    told.facts = [(_("Version"), str(content["version"]))]
    told.changes = [(_("New"), "–", line) for line in new if line not in old]
    told.changes += [(_("No more"), line, "–") for line in sorted(old - set(new))]
    return told


describe_kind("channel_rules", _describe)
