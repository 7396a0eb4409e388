"""Pages of disbursements and what became of them."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.awards.queries import award_by_reference
from ledger.books.queries import lines_about
from ledger.disbursements import describing, known, listed, proof, queries
from ledger.disbursements.actions.evidence import record_evidence
from ledger.disbursements.actions.handing import confirm_handed
from ledger.disbursements.actions.naming import send_named
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.forms import EvidenceForm, FindForm, HandedForm, NamedForm
from ledger.disbursements.less_views import add_less_pages
from ledger.disbursements.models import Disbursement, DisbursementStage
from ledger.disbursements.parting import parts_of
from ledger.disbursements.parting_views import add_parting_pages
from ledger.disbursements.payee_views import add_payee_pages
from ledger.disbursements.rules.naming import BY
from ledger.disbursements.run_views import add_run_pages
from ledger.disbursements.voucher_views import add_voucher_pages
from ledger.disbursements.words import EVIDENCE, FORCED
from ledger.errors import N_, NotFound, Refusal
from ledger.signin.forms import ConfirmForm
from ledger.signin.history import history_of
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import choices_of
from ledger.web.formats import STAGES
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("disbursements", __name__)

add_place(Place(Section.MONEY, 20, N_("Disbursements"), "disbursements.index", frozenset(CASEWORK)))
add_parting_pages(bp)
add_run_pages(bp)
add_voucher_pages(bp)
add_payee_pages(bp)
add_less_pages(bp)


@bp.get("/disbursements")
@guarded(*CASEWORK)
def index() -> str | Response:
    """List disbursements."""
    form = FindForm(request.args)
    form.stage.choices = [("", _("All")), *((s.value, _(STAGES[s.value])) for s in DisbursementStage)]
    with store().reading() as session:
        award = award_by_reference(session, form.award.data.strip().upper()).id if form.award.data else None
        stage = DisbursementStage(form.stage.data) if form.stage.data in set(DisbursementStage) else None
        wanted = listed.DisbursementFilter(form.q.data or "", stage, award=award)
        query, flat = listed.disbursements_where(wanted), listed.disbursement_cells(wanted)
        totals = {"minor": Disbursement.minor, "currency": Disbursement.currency}
        listing = Listing(
            "disbursements", _("Disbursements"), columns(), query, form, runs_link(), totals=totals,
            key=Disbursement.id, flat=flat,
        )  # fmt: skip
        return answer(session, listing)


@bp.get("/disbursements/exceptions")
@guarded(*CASEWORK)
def exceptions() -> str | Response:
    """List the confirmed payments whose arrival is less sure than the rules ask for."""
    shown = [
        *columns(),
        Column[Disbursement]("settled", _("Settled on"), lambda d: d.settled_on, "day"),
        Column[Disbursement]("grade", _("Evidence of arrival"), lambda d: f"{d.grade} / {d.needed}"),
    ]
    with store().reading() as session:
        heading = _("Not proved to have arrived")
        empty = _("Every confirmed payment is proved as the rules ask.")
        return answer(session, Listing("exceptions", heading, shown, proof.unproved(), empty=empty))


def runs_link() -> list[tuple[str, str]]:
    """Return the way to the runs."""
    return [
        (_("Not proved to have arrived"), url_for("disbursements.exceptions")),
        (_("Runs"), url_for("disbursements.runs")),
    ]


def columns() -> list[Column[Disbursement]]:
    """Return the columns of a list of disbursements."""
    return [
        Column("reference", _("Disbursement"), lambda d: d.reference, "reference", _url),
        Column("due", _("Due"), lambda d: d.due, "day", sort=Disbursement.due),
        Column("beneficiary", _("Beneficiary"), lambda d: d.award.beneficiary, "reference"),
        Column("award", _("Award"), lambda d: d.award.reference, "reference", _award_url),
        Column("fund", _("Fund"), lambda d: d.award.fund.code, "reference"),
        Column("amount", _("Amount"), lambda d: (d.minor, d.currency), "money", sort=Disbursement.minor),
        Column("stage", _("Stage"), lambda d: d.stage, "stage", sort=Disbursement.stage),
    ]


def _url(paid: Disbursement) -> str:
    return url_for("disbursements.show", reference=paid.reference)


def _award_url(paid: Disbursement) -> str:
    return url_for("awards.show", reference=paid.award.reference)


@bp.get("/disbursements/<reference>")
@guarded(*CASEWORK)
def show(reference: str) -> str:
    """Show a disbursement with its entries and its story."""
    return _page(reference)


def _evidence_form() -> EvidenceForm:
    form = EvidenceForm()
    form.way.choices = choices_of(EVIDENCE)
    form.seen.data = form.seen.data or store().clock.now().date()
    return form


def _handed_form() -> HandedForm:
    form = HandedForm()
    form.day.data = form.day.data or store().clock.now().date()
    return form


def _page(
    reference: str,
    evidence: EvidenceForm | None = None,
    handed: HandedForm | None = None,
    named: NamedForm | None = None,
) -> str:
    with store().reading() as session:
        paid = queries.disbursement_by_reference(session, reference)
        return render_template(
            "disbursements/show.html",
            paid=paid,
            button=ConfirmForm(),
            code=queries.payment_code(session, paid) if viewer().has(Role.FINANCE) else None,
            replaced=session.get(Disbursement, paid.replaces) if paid.replaces else None,
            whole=session.get(Disbursement, paid.split_of) if paid.split_of else None,
            halves=parts_of(session, paid),
            evidence=evidence or _evidence_form(),
            handed=handed or _handed_form(),
            named=named or NamedForm(),
            by=BY.get(paid.run.channel.value) if paid.run else None,
            signs=proof.signs_of(session, paid),
            ways=EVIDENCE,
            forced=FORCED,
            lines=lines_about(session, paid.id),
            events=history_of(session, paid.id),
        )


@bp.post("/disbursements/<reference>/failed")
@guarded(Role.FINANCE)
def failed(reference: str) -> Answer:
    """Note that a payment failed before it was debited."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise NotFound
    with unit(form) as work:
        mark_failed(work, queries.disbursement_by_reference(work.session, reference))
        work.location = url_for("disbursements.show", reference=reference)
    flash(_("It is noted, and the books follow."), "done")
    return redirect(work.location, 303)


@bp.post("/disbursements/<reference>/handed")
@guarded(Role.FINANCE)
def handed(reference: str) -> str | Answer:
    """Note that an intermediary handed a payment over."""
    form = _handed_form()
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                paid = queries.disbursement_by_reference(work.session, reference)
                confirm_handed(work, [paid], form.day.day)
                work.location = url_for("disbursements.show", reference=reference)
            flash(_("It is noted, and the books follow."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(reference, handed=form)


@bp.post("/disbursements/<reference>/named")
@guarded(Role.FINANCE)
def named(reference: str) -> str | Answer:
    """Note which voucher was handed over, or which transaction was made."""
    form = NamedForm()
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                paid = queries.disbursement_by_reference(work.session, reference)
                send_named(work, paid, (form.place.data or "").strip(), (form.token.data or "").strip())
                work.location = url_for("disbursements.show", reference=reference)
            flash(_("It is noted, and the books follow."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(reference, named=form)


@bp.post("/disbursements/<reference>/sent")
@guarded(Role.FINANCE)
def sent(reference: str) -> Answer:
    """Note that a payment went out."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise NotFound
    with unit(form) as work:
        mark_sent(work, [queries.disbursement_by_reference(work.session, reference)])
        work.location = url_for("disbursements.show", reference=reference)
    flash(_("It is noted, and the books follow."), "done")
    return redirect(work.location, 303)


@bp.post("/disbursements/<reference>/evidence")
@guarded(Role.OFFICER, Role.FINANCE, Role.APPROVER)
def evidence(reference: str) -> str | Answer:
    """Record by what it is known that a payment arrived."""
    form = _evidence_form()
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                paid = queries.disbursement_by_reference(work.session, reference)
                record_evidence(work, [paid], form.way.data, form.seen.day)
                work.location = url_for("disbursements.show", reference=reference)
            flash(_("It is recorded."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(reference, form)


@bp.post("/disbursements/<reference>/again")
@guarded(Role.FINANCE)
def again(reference: str) -> Answer:
    """Make a payment again that failed or came back."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise NotFound
    with unit(form) as work:
        fresh = make_again(work, queries.disbursement_by_reference(work.session, reference))
        work.location = _url(fresh)
    flash(_("The payment is planned again."), "done")
    return redirect(work.location, 303)


__all__ = ["bp", "describing", "known"]
