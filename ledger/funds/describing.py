"""How a budget describes itself to who signs it: line by line, beside the one in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal, ProposalStage
from ledger.approvals.words import KINDS
from ledger.funds.models import Fund
from ledger.funds.queries import budget_of
from ledger.funds.rules.budget import ITEMS, METHODS


def items_told(items: Sequence[str]) -> str:
    """Return in words what a line of a budget is for."""
    return ", ".join(_(ITEMS[item]) for item in items)


def _budget(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    content, fund = said["content"], session.get_one(Fund, UUID(said["fund"]))
    told = Description(_(KINDS["budget"]), link=url_for("funds.show", code=fund.code))
    told.facts = [
        (_("Fund"), f"{fund.name} ({fund.code})"),
        (_("Version"), str(content["version"])),
        (_("Rates on its statement"), _(METHODS[content["method"]])),
        *((_("Line %(code)s", code=one["code"]), items_told(one["items"])) for one in content["lines"]),
    ]
    known = budget_of(session, fund.id) if proposal.stage is ProposalStage.OPEN else None
    before = {one.code: one.minor for one in known.lines} if known else {}
    after = {one["code"]: one["minor"] for one in content["lines"]}
    told.before_after = [
        (_("Line %(code)s", code=code), before.get(code, 0), after.get(code, 0), fund.currency)
        for code in dict.fromkeys([*after, *before])
    ]
    told.before_after.append((_("Total"), sum(before.values()), sum(after.values()), fund.currency))
    told.warnings.append(_("Hold each line to the budget that the donor has agreed to."))
    return told


describe_kind("budget", _budget)
