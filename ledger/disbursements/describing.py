"""How a run, and the loss of its file, describe themselves to those who sign."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal
from ledger.disbursements.models import PaymentFile, Run
from ledger.disbursements.words import CHANNELS, FORMS
from ledger.signin.queries import names_of
from ledger.web.formats import moment, money


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


def _lost(session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    content = said["content"]
    run, made = session.get_one(Run, UUID(content["run"])), session.get_one(PaymentFile, UUID(content["file"]))
    told = Description(_("Loss of a payment file"), link=url_for("disbursements.run", reference=run.reference))
    told.facts = [
        (_("Run"), run.reference),
        (_("Form"), _(FORMS[made.form])),
        (_("Payments"), str(made.count)),
        (_("In all"), money(made.minor, made.currency)),
        (_("Made"), moment(made.made_at)),
        (_("Made by"), names_of(session, [made.made_by]).get(made.made_by, "?")),
        (_("SHA-256"), content["sha256"]),
    ]
    told.warnings.append(_("Once you sign, it can be made again. Make sure that the bank does not have the first."))
    return told


describe_kind("run", _describe)
describe_kind("lost_file", _lost)
