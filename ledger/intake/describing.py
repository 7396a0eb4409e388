"""How an import describes itself to its approvers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal
from ledger.intake.models import ImportFund
from ledger.web.formats import money


def _describe(session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    content = said["content"]
    told = Description(_("Past awards from a file"), link=url_for("intake.index"))
    told.facts = [
        (_("SHA-256 of the file"), content["file_sha256"]),
        (_("Rows in the file"), str(content["rows"])),
        (_("Rows to be taken"), str(content["taken"])),
        (_("Rows left out"), str(content["refused"])),
        *((_("In all"), money(minor, currency)) for currency, minor in content["totals"].items()),
        *(
            (
                _("Exchange rate"),
                f"1 {code} = {rate['rate']} {rate['base']} ({rate['source']}, {rate['date']})",
            )
            for code, rate in content["rates"].items()
        ),
        (_("Hash of all rows"), content["rows_sha256"]),
    ]
    query = select(ImportFund).where(ImportFund.import_id == UUID(content["import"])).order_by(ImportFund.fund_code)
    told.before_after = [(one.fund_code, 0, one.minor, one.currency) for one in session.scalars(query)]
    if content["refused"]:
        told.warnings.append(_("Some rows of the file are left out; the log says which."))
    return told


describe_kind("import", _describe)
