"""The payment file of a released run: opened, written, logged, handed over once, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.channels.queries import profiles
from ledger.disbursements import proof, queries
from ledger.disbursements.actions.again import begin_again, log_again
from ledger.disbursements.actions.files import Written, begin_file, log_file
from ledger.disbursements.actions.payees import PayeeLine
from ledger.disbursements.actions.writing import Wanted, write_file
from ledger.disbursements.forms import AgainForm, FileForm
from ledger.disbursements.models import Run
from ledger.disbursements.rules.forms import CASH_LIST, FORMS, MOBILE, PAIN
from ledger.disbursements.words import FORMS as WORDS
from ledger.errors import Refusal
from ledger.signin.queries import names_of
from ledger.signin.stepup import demo_hint, step_up
from ledger.vault.queries.locks import HeldLock
from ledger.web.access import guarded
from ledger.web.context import store, unit, viewer, watched

_CHUNK = 65_536
_NAMES = {PAIN: ("file.xml", "application/xml"), CASH_LIST: ("list.html", "text/html; charset=utf-8")}


def add_payee_pages(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/runs/<reference>/payees", "payees", run_payees, methods=["GET", "POST"])
    bp.add_url_rule("/runs/<reference>/payees/again", "payees_again", hand_over_again, methods=["GET", "POST"])


@guarded(Role.FINANCE)
def run_payees(reference: str) -> str | Answer:
    """Make the file of a run: what is opened and what is made of it are logged first, then it is handed over.

    Where it is made already, whoever sends the form sees what to do if they do not have it.
    """
    form = FileForm()
    run = _fill(form, reference)
    if form.validate_on_submit():
        try:
            return _hand_over(form, run)
        except Refusal as refusal:
            if _is_made(run):
                return redirect(url_for("disbursements.payees", reference=reference), 303)
            form.refuse(refusal)
    return _page(reference, form)


@guarded(Role.FINANCE)
def hand_over_again(reference: str) -> str | Answer:
    """Hand the same file over again to who made it, where their download broke off."""
    form = AgainForm()
    with store().reading() as session:
        run = queries.run_by_reference(session, reference)
    if form.validate_on_submit():
        try:
            return _repeat(form, run)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(reference, again=form)


def _is_made(run: Run) -> bool:
    """Whether the file is made by now: what refuses another one is of no more interest."""
    with store().reading() as session:
        return proof.file_of(session, run) is not None


def _fill(form: FileForm, reference: str) -> Run:
    with store().reading() as session:
        run = queries.run_by_reference(session, reference)
        form.profile.choices = [("", _("None")), *((one.code, one.code) for one in profiles(session))]
    form.form.choices = [(name, _(WORDS[name])) for name in FORMS.get(run.channel.value, ())]
    return run


def _page(reference: str, form: FileForm | None = None, again: AgainForm | None = None) -> str:
    """Show what was made of a run, and the form that is of use now: to make it, to take it again, or none."""
    form = form or FileForm()
    run = _fill(form, reference)
    with store().reading() as session:
        made, file = proof.files_of(session, run), proof.file_of(session, run)
        mine = proof.file_again(session, run, viewer().actor.id, store().clock.now())
        makers = names_of(session, [file.made_by]) if file else {}
    return render_template(
        "disbursements/payees.html",
        form=form,
        run=run,
        made=made,
        file=file,
        maker=makers.get(file.made_by, "?") if file else "",
        until=mine.made_at + proof.AGAIN if mine else None,
        again=again or AgainForm(),
        by_operator=MOBILE in FORMS.get(run.channel.value, ()),
        words=WORDS,
        demo_hint=demo_hint(),
    )


def _hand_over(form: FileForm, run: Run) -> Answer:
    """Open and make under a request of its own: what dies before the file is on the log is begun again when resent."""
    proved = step_up(form)
    with store().work(viewer().actor) as work:
        opened = queries.run_by_reference(work.session, run.reference)
        held, lines = begin_file(work, proved.unlocked, opened, form.form.data)
        wanted = Wanted(run, form.form.data, work.at, form.profile.data or "")
    written = _written(held, lines, wanted)
    with unit(form) as work:
        log_file(work, queries.run_by_reference(work.session, run.reference), lines, written)
        work.location = url_for("disbursements.payees", reference=run.reference)
    return _answer(written)


def _repeat(form: AgainForm, run: Run) -> Answer:
    """Open and write once more what was made, with the moment and the table that it was made with."""
    proved = step_up(form)
    with store().work(viewer().actor) as work:
        opened = queries.run_by_reference(work.session, run.reference)
        held, lines, made = begin_again(work, proved.unlocked, opened)
        wanted = Wanted(run, made.form, made.dated, made.profile)
    written = _written(held, lines, wanted)
    with unit(form) as work:
        log_again(work, queries.run_by_reference(work.session, run.reference), written)
        work.location = url_for("disbursements.payees", reference=run.reference)
    return _answer(written)


def _written(held: HeldLock, lines: list[PayeeLine], wanted: Wanted) -> Written:
    with watched() as session:
        return write_file(session, store().organisation, held, lines, wanted)


def _answer(written: Written) -> Answer:
    """Hand the file over under a neutral name, piece by piece."""
    name, kind = _NAMES.get(written.form, ("list.csv", "text/csv; charset=utf-8"))

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(written.content), _CHUNK):
            yield written.content[start : start + _CHUNK]

    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces(), mimetype=kind, headers=head)
