"""How a run describes itself to the person who may release it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal
from ledger.disbursements.models import Run
from ledger.disbursements.words import CHANNELS
from ledger.web.formats import money


def _describe(session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    content, total = said["content"], said["money"]
    run = session.get_one(Run, UUID(content["run"]))
    told = Description(_("Release of a run"), link=url_for("disbursements.run", reference=run.reference))
    told.facts = [
        (_("Run"), run.reference),
        (_("Payments"), str(content["count"])),
        (_("In all"), money(total["minor"], total["currency"])),
        (_("Channel"), _(CHANNELS[content["channel"]])),
        (_("From the account"), content["cash"]),
        (_("Hash of all lines"), content["lines_sha256"]),
    ]
    return told


describe_kind("run", _describe)
