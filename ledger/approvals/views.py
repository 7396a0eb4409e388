"""Pages of proposals: what waits, what it says, and the one form that signs it."""

from __future__ import annotations

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
from ledger.approvals.forms import DecideForm
from ledger.approvals.models import Proposal, ProposalContent, ProposalStage, Verdict
from ledger.approvals.rules import is_about, short_fingerprint
from ledger.approvals.words import KINDS
from ledger.errors import N_, Refusal
from ledger.signin.history import history_of
from ledger.signin.queries import names_of
from ledger.signin.stepup import demo_hint, step_up
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer
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
    query = (
        select(Proposal, ProposalContent)
        .join(
            ProposalContent,
            (ProposalContent.proposal_id == Proposal.id) & (ProposalContent.revision == Proposal.revision),
        )
        .order_by(Proposal.opened_at.desc(), Proposal.id)
    )
    columns = [
        Column[_Row]("reference", _("Proposal"), lambda r: r[0].reference, "reference", _url),
        Column[_Row]("kind", _("What"), lambda r: _(KINDS[r[0].kind])),
        Column[_Row]("at", _("Proposed"), lambda r: r[1].at, "moment", sort=Proposal.opened_at),
        Column[_Row]("amount", _("Amount"), _money, "money", sort=ProposalContent.minor),
        Column[_Row]("stage", _("Stage"), lambda r: r[0].stage, "stage", sort=Proposal.stage),
    ]
    with store().reading() as session:
        return answer(session, Listing("proposals", _("Proposals"), columns, query))


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
    proved = step_up(form)
    with unit(form) as work:
        proposal = queries.proposal_by_reference(work.session, reference)
        decide(work, proposal, verdict, proved.unlocked, form.seen.data or "")
        work.location = url_for("approvals.show", reference=reference)
    flash(_("Your signature is on the log."), "done")
    return redirect(work.location, 303)


def _page(reference: str, form: DecideForm) -> str:
    with store().reading() as session:
        proposal = queries.proposal_by_reference(session, reference)
        content = queries.content_of(session, proposal)
        decisions = queries.decisions_on(session, proposal)
        names = names_of(session, [content.proposer_id, *(d.person_id for d in decisions)])
        if form.seen.data in {None, ""}:
            form.seen.data = content.sha256
        return render_template(
            "approvals/show.html",
            proposal=proposal,
            content=content,
            kind=KINDS[proposal.kind],
            what=described(session, proposal, queries.said(content)),
            proposer=names.get(content.proposer_id, "?"),
            given=[{"name": names.get(d.person_id, "?"), "verdict": d.verdict.value, "at": d.at} for d in decisions],
            fingerprint=short_fingerprint(content.sha256),
            form=form,
            can_sign=_can_sign(session, proposal, content, [d.person_id for d in decisions]),
            demo_hint=demo_hint(),
            events=history_of(session, proposal.id),
        )


def _can_sign(session: Session, proposal: Proposal, content: ProposalContent, signed: list[UUID]) -> bool:
    me = viewer().actor
    return (
        proposal.stage is ProposalStage.OPEN
        and me.has(content.role)
        and me.id not in signed
        and not is_about(proposal.kind, proposal.subject, me.id)
        and not queries.proposed_by(session, proposal.id, me.id)
    )
