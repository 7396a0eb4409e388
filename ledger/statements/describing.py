"""How giving up a claim on a bank describes itself to who signs it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal
from ledger.approvals.words import KINDS
from ledger.statements.queries import claim as claim_of
from ledger.statements.words import GIVEN_UP
from ledger.web.access import way_to
from ledger.web.formats import day, money


def _loss(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    claim = claim_of(session, proposal.subject)
    told = Description(_(KINDS["claim_loss"]), link=way_to("statements.claims"))
    told.facts = [
        (_("Amount"), money(said["money"]["minor"], said["money"]["currency"])),
        (_("Fund"), f"{claim.fund.name} ({claim.fund.code})"),
        (_("Account"), claim.line.cash_account),
        (_("Debited"), day(claim.line.day)),
        (_("Reason"), _(GIVEN_UP[said["reason"]])),
    ]
    told.warnings.append(_("What is given up is a loss of the fund; ask for what the bank wrote."))
    return told


describe_kind("claim_loss", _loss)
