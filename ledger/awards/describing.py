"""How a proposed award describes itself to its approvers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal, ProposalStage
from ledger.awards.emergencies import clock_of
from ledger.awards.hours import OVER
from ledger.awards.hours import told as tell
from ledger.awards.models import Award, AwardStage, InstalmentStage
from ledger.awards.overlap_lines import overlaps_shown
from ledger.awards.queries import instalments_of
from ledger.awards.words import KINDS, OWED
from ledger.beneficiaries.models import Household
from ledger.beneficiaries.ways import in_words
from ledger.books.queries import available
from ledger.funds.models import Fund
from ledger.vocabulary import PURPOSES, REASONS
from ledger.web.context import store
from ledger.web.formats import day
from ledger.web.formats import money as write_money

UNPAID = {InstalmentStage.PLANNED, InstalmentStage.RECOGNISED}


def _describe(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    content, money = said["content"], said["money"]
    fund = session.get_one(Fund, UUID(said["fund"]))
    award = session.get_one(Award, UUID(content["award"]))
    told = Description(_(KINDS[content["award_kind"]]), link=url_for("awards.show", reference=award.reference))
    told.facts = [
        (_("Amount"), write_money(money["minor"], money["currency"])),
        (_("Award"), award.reference),
        (_("Beneficiary"), said["beneficiary"]),
        (_("Household"), session.get_one(Household, UUID(content["household"])).reference),
        (_("Money goes to"), in_words(content["way"], content["paid_to"], content["channel"])),
        (_("Fund"), f"{fund.name} ({fund.code})"),
        (_("Purpose"), _(PURPOSES[content["purpose"]])),
        (_("Reason"), _(REASONS[said["reason"]])),
        (_("Owed"), _(OWED[content["recognition"]])),
    ]
    told.overlaps = overlaps_shown(session, proposal)
    told.schedule = dated(content["instalments"], money["currency"])
    told.repayments = dated(content["repayments"], money["currency"])
    if proposal.stage is ProposalStage.OPEN:
        left = available(session, fund.id, award.currency)
        told.before_after = [(_("The fund can promise"), left, left - money["minor"], money["currency"])]
        if left < money["minor"]:
            told.warnings.append(_("The fund does not hold enough for this any more; it cannot be approved now."))
    clock = clock_of(session, award)
    if clock is not None:
        now = store().clock.now()
        told.clock = tell(clock, now, over=award.stage in OVER)
    if content["emergency"] and proposal.stage is ProposalStage.OPEN:
        told.warnings.append(_("Emergency: every hour counts. It needs both signatures all the same."))
    others = _others(session, award)
    if others:
        told.warnings.append(
            _("This beneficiary has %(count)s other awards that are proposed or running.", count=others)
        )
    return told


def dated(parts: list[dict[str, Any]], currency: str) -> list[tuple[int, str, int, str]]:
    """Return a plan as the approvers' page shows it."""
    return [(part["number"], day(date.fromisoformat(part["due"])), part["minor"], currency) for part in parts]


def _others(session: Session, award: Award) -> int:
    running = (AwardStage.PROPOSED, AwardStage.APPROVED, AwardStage.ACTIVE)
    query = select(func.count()).where(
        Award.beneficiary == award.beneficiary, Award.id != award.id, Award.stage.in_(running)
    )
    return session.scalar(query) or 0


def _describe_payee(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    award, content = session.get_one(Award, proposal.subject), said["content"]
    told = Description(_("Changed payment details"), link=url_for("awards.show", reference=award.reference))
    told.facts = [
        (_("Award"), award.reference),
        (_("Beneficiary"), award.beneficiary),
        (_("Amount"), write_money(award.minor, award.currency)),
        (_("Money goes to"), in_words(content["way"], content["paid_to"], content["channel"])),
    ]
    told.warnings.append(
        _("Ask the officer how they know that the new details are the person's own: a call, not a message.")
    )
    return told


def _describe_way(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    award, content = session.get_one(Award, proposal.subject), said["content"]
    told = Description(_("Another way to be paid"), link=url_for("awards.show", reference=award.reference))
    told.facts = [
        (_("Award"), award.reference),
        (_("Beneficiary"), award.beneficiary),
        (_("Amount"), write_money(award.minor, award.currency)),
    ]
    to = in_words(content["way"], content["paid_to"], content["channel"])
    if proposal.stage is ProposalStage.OPEN:
        told.changes = [(_("Money goes to"), in_words(award.way, award.paid_to, award.channel), to)]
    else:
        told.facts.append((_("Money goes to"), to))
    told.warnings.append(_("What was paid stays as it is; all that is still to be paid goes the other way."))
    told.warnings.append(_("Ask the officer how they know that the person wants this: a call, not a message."))
    return told


def _describe_schedule(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    award, content, money = session.get_one(Award, proposal.subject), said["content"], said["money"]
    told = Description(_("Changed schedule"), link=url_for("awards.show", reference=award.reference))
    told.facts = [
        (_("Award"), award.reference),
        (_("Beneficiary"), award.beneficiary),
        (_("In all, as before"), write_money(money["minor"], money["currency"])),
    ]
    told.schedule = dated(content["instalments"], award.currency)
    told.overlaps = overlaps_shown(session, proposal)
    before = [one for one in instalments_of(session, award) if one.number in content["replaces"]]
    told.changes = [
        (
            _("Still promised"),
            ", ".join(f"{day(one.due)}: {write_money(one.minor, award.currency)}" for one in before),
            ", ".join(f"{due}: {write_money(minor, code)}" for _number, due, minor, code in told.schedule),
        )
    ]
    told.warnings.append(_("The award grows by nothing: what is still promised falls due on other days."))
    if award.stopped:
        told.warnings.append(_("This award is stopped. Signing this does not let it go on."))
    return told


def _describe_resumption(session: Session, proposal: Proposal, _said: dict[str, Any]) -> Description:
    award = session.get_one(Award, proposal.subject)
    told = Description(_("Stopped award resumed"), link=url_for("awards.show", reference=award.reference))
    left = [one for one in instalments_of(session, award) if one.stage in UNPAID]
    told.facts = [
        (_("Award"), award.reference),
        (_("Beneficiary"), award.beneficiary),
        (_("Amount"), write_money(award.minor, award.currency)),
    ]
    told.schedule = [(one.number, day(one.due), one.minor, award.currency) for one in left]
    told.warnings.append(_("Ask who stopped it, and what has changed since."))
    return told


describe_kind("award", _describe)
describe_kind("schedule", _describe_schedule)
describe_kind("award_resume", _describe_resumption)
describe_kind("payee", _describe_payee)
describe_kind("award_way", _describe_way)
