"""The lists of advances and of those who carry money."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from ledger.actor import Role
from ledger.advances.forms import FindForm, FindIntermediaryForm
from ledger.advances.listed import AdvanceFilter, held_by_code, listed_advances, listed_intermediaries, of_fund
from ledger.advances.models import Advance, AdvanceStage, Intermediary, IntermediaryKind
from ledger.advances.queries import all_intermediaries
from ledger.advances.rules.ageing import days_open
from ledger.advances.words import INTERMEDIARIES
from ledger.web.access import guarded
from ledger.web.context import store, viewer
from ledger.web.fields import choices_of
from ledger.web.formats import STAGES
from ledger.web.listing import Column, Listing, answer

READERS = (Role.FINANCE, Role.APPROVER, Role.AUDITOR)


def add_list_pages(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    bp.add_url_rule("/advances", "index", advances)
    bp.add_url_rule("/intermediaries", "intermediaries", intermediaries)


@guarded(*READERS)
def advances() -> str | Response:
    """List the advances with what is left of each, and for how many days."""
    form = FindForm(request.args)
    form.stage.choices = [("", _("All")), *((one.value, _(STAGES[one.value])) for one in AdvanceStage)]
    columns = [
        Column[Advance]("reference", _("Advance"), lambda a: a.reference, "reference", url_of),
        Column[Advance]("intermediary", _("Intermediary"), lambda a: a.intermediary.code, "reference",
                        sort=held_by_code()),
        Column[Advance]("fund", _("Fund"), lambda a: a.fund.code, "reference", sort=of_fund()),
        Column[Advance]("proposed", _("Proposed"), lambda a: a.proposed_at, "moment", sort=Advance.proposed_at),
        Column[Advance]("days", _("Days open"), _age),
        Column[Advance]("amount", _("Amount"), lambda a: (a.minor, a.currency), "money", sort=Advance.minor),
        Column[Advance]("left", _("Left to account for"), lambda a: (a.left_minor, a.currency), "money",
                        sort=Advance.left_minor),
        Column[Advance]("stage", _("Stage"), lambda a: a.stage, "stage", sort=Advance.stage),
    ]  # fmt: skip
    ways = [(_("Intermediaries"), url_for("advances.intermediaries"))]
    if viewer().has(Role.FINANCE):
        ways.append((_("Propose an advance"), url_for("advances.new")))
    with store().reading() as session:
        known = [(one.code, one.code) for one in all_intermediaries(session)]
        form.intermediary.choices = [("", _("All")), *known]
        stage = AdvanceStage(form.stage.data) if form.stage.data in set(AdvanceStage) else None
        held = form.intermediary.data if form.intermediary.data in dict(known) else ""
        query = listed_advances(AdvanceFilter(form.q.data or "", held, stage))
        totals = {"minor": Advance.minor, "currency": Advance.currency}
        left, empty = [(_("Left to account for, of all rows"), Advance.left_minor)], _("No advance is here.")
        listing = Listing("advances", _("Advances"), columns, query, form, ways, empty, totals, left)
        return answer(session, listing)


def _age(advance: Advance) -> int | None:
    if advance.stage is not AdvanceStage.PAID or advance.paid_on is None:
        return None
    return days_open(advance.paid_on, store().clock.now().date())


def url_of(advance: Advance) -> str:
    """The page of an advance."""
    return url_for("advances.show", reference=advance.reference)


@guarded(*READERS)
def intermediaries() -> str | Response:
    """List who carries money."""
    form = FindIntermediaryForm(request.args)
    form.kind.choices = choices_of(INTERMEDIARIES, empty=_("All"))
    kind = IntermediaryKind(form.kind.data) if form.kind.data in set(IntermediaryKind) else None
    columns = [
        Column[Intermediary]("code", _("Code"), lambda i: i.code, "reference", sort=Intermediary.code),
        Column[Intermediary]("kind", _("Sort"), lambda i: _(INTERMEDIARIES[i.kind.value]), sort=Intermediary.kind),
        Column[Intermediary]("label", _("What you call them"), lambda i: i.label, sort=Intermediary.label),
    ]
    ways = [(_("Advances"), url_for("advances.index"))]
    if viewer().has(Role.FINANCE):
        ways.append((_("Register an intermediary"), url_for("advances.new_intermediary")))
    query, empty = listed_intermediaries(form.q.data or "", kind), _("Nobody who carries money is here.")
    with store().reading() as session:
        return answer(session, Listing("intermediaries", _("Intermediaries"), columns, query, form, ways, empty))
