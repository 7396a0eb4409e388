"""Pages of proposals: what waits, what it says, and the one form that signs it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.approvals import queries
from ledger.approvals.actions import decide
from ledger.approvals.descriptions import described
from ledger.approvals.forms import DecideForm, FindForm
from ledger.approvals.kinds import kind_of
from ledger.approvals.models import Decision, Proposal, ProposalContent, ProposalStage, Verdict
from ledger.approvals.overlaps import Accepted
from ledger.approvals.rules import is_about, short_fingerprint
from ledger.approvals.words import KINDS
from ledger.errors import N_, Refusal
from ledger.searching import begins
from ledger.signin.history import history_of
from ledger.signin.queries import names_of
from ledger.signin.stepup import demo_hint, step_up
from ledger.vocabulary import OVERLAPS
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import choices_of
from ledger.web.formats import STAGES
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place
from ledger.web.refusals import refusal_of

bp = Blueprint("approvals", __name__, url_prefix="/proposals")

add_place(Place(Section.DESK, 20, N_("Proposals"), "approvals.index", frozenset(CASEWORK)))

_Row = tuple[Proposal, ProposalContent]


@bp.get("")
@guarded(*CASEWORK)
def index() -> str | Response:
    """List proposals, newest first."""
    form = FindForm(request.args)
    form.kind.choices = choices_of(KINDS, empty=_("All"))
    form.stage.choices = [("", _("All")), *((one.value, _(STAGES[one.value])) for one in ProposalStage)]
    query = (
        select(Proposal, ProposalContent)
        .join(
            ProposalContent,
            (ProposalContent.proposal_id == Proposal.id) & (ProposalContent.revision == Proposal.revision),
        )
        .order_by(Proposal.opened_at.desc(), Proposal.id)
    )
    if form.q.data:
        query = query.where(begins(Proposal.reference, form.q.data))
    if form.kind.data in KINDS:
        query = query.where(Proposal.kind == form.kind.data)
    if form.stage.data in set(ProposalStage):
        query = query.where(Proposal.stage == ProposalStage(form.stage.data))
    columns = [
        Column[_Row]("reference", _("Proposal"), lambda r: r[0].reference, "reference", _url),
        Column[_Row]("kind", _("What"), lambda r: _(KINDS[r[0].kind])),
        Column[_Row]("at", _("Proposed"), lambda r: r[1].at, "moment", sort=Proposal.opened_at),
        Column[_Row]("amount", _("Amount"), _money, "money", sort=ProposalContent.minor),
        Column[_Row]("stage", _("Stage"), lambda r: r[0].stage, "stage", sort=Proposal.stage),
    ]
    with store().reading() as session:
        return answer(session, Listing("proposals", _("Proposals"), columns, query, form))


def _url(row: _Row) -> str:
    return url_for("approvals.show", reference=row[0].reference)


def _money(row: _Row) -> tuple[int, str] | None:
    content = row[1]
    return (content.minor, content.currency) if content.minor is not None and content.currency else None


@bp.route("/<reference>", methods=["GET", "POST"])
@guarded(*CASEWORK)
def show(reference: str) -> str | Answer:
    """Show a proposal; an approver signs here."""
    form = DecideForm()
    form.overlap_reason.choices = choices_of(OVERLAPS, empty=_("Choose a reason"))
    if request.method == "POST" and form.validate_on_submit():
        try:
            return _decide(reference, form)
        except IntegrityError as error:
            form.refuse(refusal_of(error))
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(reference, form)


def _decide(reference: str, form: DecideForm) -> Answer:
    verdict = Verdict.REFUSE if request.form.get("verdict") == "refuse" else Verdict.APPROVE
    if request.form.get("verdict") not in set(Verdict):
        raise Refusal(N_("Choose to approve or to refuse."))
    accepted = _accepted(form)
    proved = step_up(form)
    with unit(form) as work:
        proposal = queries.proposal_by_reference(work.session, reference)
        decide(work, proposal, verdict, proved.unlocked, form.seen.data or "", accepted)
        work.location = url_for("approvals.show", reference=reference)
    flash(_("Your signature is on the log."), "done")
    return redirect(work.location, 303)


def _accepted(form: DecideForm) -> Accepted | None:
    """Return what the page showed to overlap, and the reason that was chosen."""
    try:
        seen = frozenset(UUID(one) for one in (form.seen_overlaps.data or "").split())
    except ValueError:
        raise Refusal(N_("This form is damaged. Open the page again.")) from None
    return Accepted(seen, form.overlap_reason.data or "") if seen else None


def _page(reference: str, form: DecideForm) -> str:
    with store().reading() as session:
        proposal = queries.proposal_by_reference(session, reference)
        content = queries.content_of(session, proposal)
        decisions = queries.decisions_on(session, proposal)
        names = names_of(session, [content.proposer_id, *(d.person_id for d in decisions)])
        parsed = queries.said(content)
        if form.seen.data in {None, ""}:
            form.seen.data = content.sha256
        overlaps = kind_of(proposal).overlaps(session, proposal, parsed)
        form.seen_overlaps.data = " ".join(sorted(map(str, overlaps)))
        return render_template(
            "approvals/show.html",
            proposal=proposal,
            content=content,
            kind=KINDS[proposal.kind],
            what=described(session, proposal, parsed),
            overlaps=bool(overlaps),
            proposer=names.get(content.proposer_id, "?"),
            given=[_signature(one, names.get(one.person_id, "?")) for one in decisions],
            fingerprint=short_fingerprint(content.sha256),
            form=form,
            can_sign=_can_sign(session, proposal, content, [d.person_id for d in decisions]),
            demo_hint=demo_hint(),
            events=history_of(session, proposal.id),
        )


def _signature(decision: Decision, name: str) -> dict[str, Any]:
    """Return a signature as the page shows it, with why an overlap was accepted."""
    overlap = json.loads(decision.bytes)["overlap"]
    reason = _(OVERLAPS[overlap["reason"]]) if overlap else ""
    return {"name": name, "verdict": decision.verdict.value, "at": decision.at, "reason": reason}


def _can_sign(session: Session, proposal: Proposal, content: ProposalContent, signed: list[UUID]) -> bool:
    me = viewer().actor
    return (
        proposal.stage is ProposalStage.OPEN
        and me.has(content.role)
        and me.id not in signed
        and not is_about(proposal.kind, proposal.subject, me.id)
        and not queries.proposed_by(session, proposal.id, me.id)
    )
