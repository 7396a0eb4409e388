"""Pages of runs: gathering, what is in one, sending all of it."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.advances.queries import oldest_open
from ledger.approvals.models import Proposal
from ledger.awards.models import Award
from ledger.channels.queries import cash_accounts
from ledger.disbursements import listed, proof, queries
from ledger.disbursements.actions.files import propose_lost
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.runs import abandon_run, gather_run, propose_again
from ledger.disbursements.forms import FindRunForm, GatherForm
from ledger.disbursements.limiting import held_back
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.parting import too_large
from ledger.disbursements.parting_views import day_in
from ledger.disbursements.words import CHANNELS
from ledger.errors import NotFound, Refusal
from ledger.signin.forms import ConfirmForm
from ledger.signin.history import history_of
from ledger.signin.queries import names_of
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import choices_of
from ledger.web.formats import STAGES
from ledger.web.listing import Column, Listing, answer
from ledger.work import Work

WEEK = timedelta(days=7)
SHOWN = 200


def add_run_pages(bp: Blueprint) -> None:
    """Hang the pages of runs into the slice's blueprint."""
    bp.add_url_rule("/runs", "runs", runs)
    bp.add_url_rule("/runs/new", "gather", gather, methods=["GET", "POST"])
    bp.add_url_rule("/runs/<reference>", "run", run)
    bp.add_url_rule("/runs/<reference>/<act>", "act_on_run", act_on_run, methods=["POST"])


@guarded(*CASEWORK)
def runs() -> str | Response:
    """List the runs."""
    form = FindRunForm(request.args)
    form.stage.choices = [("", _("All")), *((one.value, _(STAGES[one.value])) for one in RunStage)]
    form.channel.choices = choices_of(CHANNELS, empty=_("All"))
    stage = RunStage(form.stage.data) if form.stage.data in set(RunStage) else None
    channel = Channel(form.channel.data) if form.channel.data in set(Channel) else None
    query = listed.runs_where(listed.RunFilter(form.q.data or "", stage, channel))
    columns = [
        Column[Run]("reference", _("Run"), lambda r: r.reference, "reference", _url),
        Column[Run]("opened", _("Opened"), lambda r: r.opened_at, "moment", sort=Run.opened_at),
        Column[Run]("channel", _("Channel"), lambda r: _(CHANNELS[r.channel.value])),
        Column[Run]("currency", _("Currency"), lambda r: r.currency),
        Column[Run]("stage", _("Stage"), lambda r: r.stage, "stage", sort=Run.stage),
    ]
    new = [(_("Vouchers that are out"), url_for("disbursements.vouchers"))]
    new += [(_("Gather a run"), url_for("disbursements.gather"))] if viewer().has(Role.FINANCE) else []
    with store().reading() as session:
        return answer(session, Listing("runs", _("Runs"), columns, query, form, new))


def _url(one: Run) -> str:
    return url_for("disbursements.run", reference=one.reference)


@guarded(Role.FINANCE)
def gather() -> str | Answer:
    """Gather what is due: first how much there is, then the act."""
    form = GatherForm()
    today = store().clock.now().date()
    until = form.until.data or day_in(request.args.get("until", ""), today + WEEK)
    with store().reading() as session:
        due = queries.due_by_currency(session, until)
        carried = [one for one in due if one.channel in set(Channel)]
        above = [one for one in carried if too_large(session, one.currency, Channel(one.channel), until)]
        behind = [
            (one.channel, held_back(session, one.currency, Channel(one.channel), until, today)) for one in carried
        ]
        form.source.choices = _sources(session)
    form.currency.choices = [(code, code) for code in dict.fromkeys(one.currency for one in due)]
    form.channel.choices = choices_of(CHANNELS)
    form.until.data = until
    if form.validate_on_submit():
        try:
            return _gather(form, until)
        except Refusal as refusal:
            form.refuse(refusal)
    later = [(one, channel) for channel, held in behind for one in held if one.short is not None]
    shown = {"form": form, "due": due, "above": above, "until": until, "channels": CHANNELS}
    return render_template("disbursements/gather.html", **shown, later=later[:SHOWN], count=len(later))


def _sources(session: Session) -> list[tuple[str, str]]:
    """The accounts that a run can be paid from, and the intermediaries who hold an advance."""
    hands = [(a.intermediary.code, f"{a.intermediary.code} · {a.reference}") for a in oldest_open(session, SHOWN)]
    accounts = [(one.code, f"{one.code} · {one.currency}") for one in cash_accounts(session)]
    return [("", _("The main account")), *accounts, *hands]


def _gather(form: GatherForm, until: date) -> Answer:
    with unit(form) as work:
        channel, source = Channel(form.channel.data), form.source.data or None
        work.location = _url(gather_run(work, form.currency.data, channel, until, source))
    flash(_("The run is gathered. Another person has to release it."), "done")
    return redirect(work.location, 303)


@guarded(*CASEWORK)
def run(reference: str) -> str:
    """Show a run and what is in it."""
    with store().reading() as session:
        found = queries.run_by_reference(session, reference)
        lines = queries.lines_of(session, found)
        inside = session.scalars(listed.disbursements_where(listed.DisbursementFilter(run=found.id)).limit(SHOWN)).all()
        people = [person for person in (found.prepared_by, found.released_by) if person]
        return render_template(
            "disbursements/run.html",
            run=found,
            channel=CHANNELS[found.channel.value],
            proposal=session.get(Proposal, found.proposal_id) if found.proposal_id else None,
            names=names_of(session, people),
            file=proof.file_of(session, found),
            count=len(lines),
            total=sum(minor for _id, minor, _currency in lines),
            inside=inside,
            waiting={one.stage.value for one in inside},
            button=ConfirmForm(),
            events=history_of(session, found.id),
        )


@guarded(Role.FINANCE)
def act_on_run(reference: str, act: str) -> str | Answer:
    """Send all, abandon, or propose again."""
    if act not in _ACTS:
        raise NotFound
    form = ConfirmForm()
    if not form.validate_on_submit():
        return redirect(request.referrer or "/")
    with unit(form) as work:
        found = queries.run_by_reference(work.session, reference)
        _ACTS[act](work, found)
        work.location = url_for("disbursements.run", reference=reference)
    flash(_("It is noted, and the books follow."), "done")
    return redirect(work.location, 303)


def _at(work: Work, found: Run, stage: DisbursementStage) -> list[Disbursement]:
    query = select(Disbursement).where(Disbursement.run_id == found.id, Disbursement.stage == stage)
    whole = query.options(joinedload(Disbursement.award).joinedload(Award.fund), joinedload(Disbursement.run))
    return list(work.session.scalars(whole))


def _send_all(work: Work, found: Run) -> None:
    mark_sent(work, _at(work, found, DisbursementStage.IN_RUN))


_ACTS = {"lost": propose_lost, "send": _send_all, "abandon": abandon_run, "propose": propose_again}
