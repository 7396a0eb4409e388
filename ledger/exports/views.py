"""The auditor's pages: the log with filters, any entry with its proof, signed heads, bundles."""

from __future__ import annotations

import base64
import json
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from audit.proofs import InclusionProof
from ledger.actor import Role
from ledger.checkpoints import sign_checkpoint
from ledger.errors import N_, NotFound
from ledger.exports.bundle import write_bundle
from ledger.keys.logkey import load_log_key
from ledger.log import queries
from ledger.log.models import LogEntry
from ledger.log.sentences import SENTENCES
from ledger.signin.forms import ConfirmForm
from ledger.signin.queries import everyone
from ledger.web.access import guarded
from ledger.web.context import settings, store, viewer
from ledger.web.fields import DayField, FilterForm
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("exports", __name__)

READERS = (Role.AUDITOR, Role.APPROVER)

add_place(Place(Section.BOOKS, 30, N_("Log"), "exports.log", frozenset(READERS)))


class FindForm(FilterForm):
    """What to look for in the log."""

    verb = SelectField(_l("What happened"), [Optional()], choices=[])
    actor = SelectField(_l("Who"), [Optional()], choices=[])
    subject = StringField(_l("About (id or pseudonym)"), [Optional(), Length(max=36)])
    since = DayField(_l("From (UTC)"), [Optional()])
    until = DayField(_l("Until (UTC)"), [Optional()])


@bp.get("/log")
@guarded(*READERS)
def log() -> str | Response:
    """List the log, newest first."""
    form = FindForm(request.args)
    with store().reading() as session:
        names = {str(person.id): person.name for person in everyone(session)}
        form.verb.choices = [("", _("All")), *((verb, _(words)) for verb, words in SENTENCES.items())]
        form.actor.choices = [("", _("All")), *names.items()]
        since = datetime.combine(form.since.data, time.min, UTC) if form.since.data else None
        until = datetime.combine(form.until.data, time.max, UTC) if form.until.data else None
        bounds = queries.places_between(session, since, until)
        wanted = queries.LogFilter(form.verb.data or "", form.actor.data or "", form.subject.data or "", *bounds)
        columns = [
            Column[LogEntry]("seq", _("Entry"), lambda e: str(e.seq), "reference", _url),
            Column[LogEntry]("at", _("When"), lambda e: e.at, "moment"),
            Column[LogEntry]("who", _("Who"), lambda e: names.get(e.actor, e.actor)),
            Column[LogEntry]("verb", _("What happened"), lambda e: _(SENTENCES.get(e.verb, e.verb))),
            Column[LogEntry]("leaf", _("Leaf hash"), lambda e: e.leaf_hash.hex()[:16], "code"),
        ]
        links = [(_("Signed heads and bundles"), url_for("exports.heads"))] if viewer().has(Role.AUDITOR) else []
        query = queries.entries_where(wanted)
        return answer(session, Listing("log", _("Log"), columns, query, form, links))


def _url(entry: LogEntry) -> str:
    return url_for("exports.entry", seq=entry.seq)


@bp.get("/log/<int:seq>")
@guarded(*READERS)
def entry(seq: int) -> str:
    """Show one entry, its exact content, and the proof that it stands under the last signed head."""
    with store().reading() as session:
        found = queries.entry_at(session, seq)
        head = queries.last_checkpoint(session)
        proof = queries.proof_of_inclusion(session, seq, head.size) if head and seq < head.size else None
        return render_template(
            "exports/entry.html",
            entry=found,
            sentence=SENTENCES.get(found.verb, found.verb),
            content=json.dumps(queries.parsed(found), indent=1, ensure_ascii=False),
            head=head,
            proof=[base64.b64encode(step).decode() for step in proof] if proof is not None else None,
        )


@bp.get("/log/<int:seq>/proof")
@guarded(*READERS)
def proof(seq: int) -> Response:
    """Download the inclusion proof of an entry (C2SP tlog-proof)."""
    with store().reading() as session:
        head = queries.last_checkpoint(session)
        if head is None or seq >= head.size:
            raise NotFound
        steps = queries.proof_of_inclusion(session, seq, head.size)
    content = InclusionProof(seq, tuple(steps), head.note.encode()).format()
    headers = {"Content-Disposition": f'attachment; filename="entry-{seq}.tlog-proof"'}
    return Response(content, mimetype="text/plain; charset=utf-8", headers=headers)


@bp.get("/log/<int:seq>/bytes")
@guarded(*READERS)
def exact(seq: int) -> Response:
    """Download the exact bytes of an entry, to be checked against its proof."""
    with store().reading() as session:
        content = queries.entry_at(session, seq).bytes
    headers = {"Content-Disposition": f'attachment; filename="entry-{seq}.json"'}
    return Response(content, mimetype="application/json", headers=headers)


@bp.get("/log/heads")
@guarded(Role.AUDITOR)
def heads() -> str:
    """Show the signed heads, and the button that makes a bundle."""
    with store().reading() as session:
        return render_template("exports/heads.html", heads=queries.checkpoints(session), form=ConfirmForm())


@bp.post("/log/heads/sign")
@guarded(Role.AUDITOR)
def sign() -> str:
    """Sign the head of the log as it stands."""
    if not ConfirmForm().validate_on_submit():
        raise NotFound
    sign_checkpoint(store(), load_log_key(settings().log_key))
    return heads()


@bp.post("/bundle")
@guarded(Role.AUDITOR)
def bundle() -> Response:
    """Make a bundle and hand it over."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise NotFound
    with tempfile.TemporaryDirectory(prefix="bundle-") as folder:
        path = Path(folder) / "bundle.zip"
        receipt = write_bundle(store(), load_log_key(settings().log_key), viewer().actor, path)
        # The open file outlives its folder: nothing stays behind when the answer has been sent.
        return send_file(
            path.open("rb"),
            mimetype="application/zip",
            as_attachment=True,
            download_name=f"bundle-{receipt.size}.zip",
        )
