"""How an advance, and the loss of one, describe themselves to those who sign."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.advances.models import Advance, Intermediary
from ledger.advances.words import INTERMEDIARIES
from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal
from ledger.approvals.words import KINDS
from ledger.vocabulary import LOSSES_OF_MONEY
from ledger.web.formats import money as write_money


def _facts(session: Session, advance: Advance, money: dict[str, Any]) -> list[tuple[str, str]]:
    who = session.get_one(Intermediary, advance.intermediary_id)
    return [
        (_("Amount"), write_money(money["minor"], money["currency"])),
        (_("Advance"), advance.reference),
        (_("Intermediary"), f"{who.code} ({who.label})"),
        (_("Sort"), _(INTERMEDIARIES[who.kind.value])),
        (_("Fund"), f"{advance.fund.name} ({advance.fund.code})"),
    ]


def _told(session: Session, kind: str, said: dict[str, Any]) -> tuple[Description, Advance]:
    advance = session.get_one(Advance, UUID(said["content"]["advance"]))
    told = Description(_(KINDS[kind]), link=url_for("advances.show", reference=advance.reference))
    told.facts = _facts(session, advance, said["money"])
    return told, advance


def _advance(session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    told, advance = _told(session, "advance", said)
    told.facts.append((_("Fee at most"), write_money(said["content"]["fee_minor"], advance.currency)))
    return told


def _loss(session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    told, advance = _told(session, "advance_loss", said)
    told.facts.append((_("What happened"), _(LOSSES_OF_MONEY[said["reason"]])))
    left, gone = advance.left_minor, said["money"]["minor"]
    told.before_after = [(_("Left to account for"), left, left - gone, advance.currency)]
    return told


describe_kind("advance", _advance)
describe_kind("advance_loss", _loss)
