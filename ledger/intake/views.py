"""Pages of the import of past awards: dry run, proposal, and the list that is handed over once."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from ledger.actor import Role
from ledger.approvals.models import Proposal
from ledger.books.rules.rates import rates_from
from ledger.errors import N_, Refusal
from ledger.intake import describing
from ledger.intake.actions.propose import Joined, propose_import
from ledger.intake.forms import UploadForm
from ledger.intake.models import AwardImport
from ledger.intake.rules.reading import CannotRead, Reading, read_awards
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("intake", __name__, url_prefix="/past-awards")

add_place(Place(Section.CASEWORK, 50, N_("Past awards"), "intake.index", frozenset({Role.OFFICER})))

READERS = (Role.OFFICER, Role.APPROVER, Role.AUDITOR)


@bp.route("", methods=["GET", "POST"])
@guarded(*READERS)
def index() -> str | Response:
    """Look at a file first; propose it then."""
    form = UploadForm()
    reading: Reading | None = None
    if request.method == "POST" and form.validate_on_submit():
        try:
            reading = read_awards(form.file.data.read(), store().clock.now().date())
            if request.form.get("act") == "propose":
                return _propose(form, reading)
        except CannotRead as trouble:
            form.refuse(Refusal(str(trouble).replace("%", "%%"), field="file"))
        except Refusal as refusal:
            form.refuse(refusal)
    with store().reading() as session:
        query = (
            select(AwardImport, Proposal)
            .join(Proposal, Proposal.id == AwardImport.proposal_id)
            .order_by(AwardImport.proposed_at.desc())
            .limit(50)
        )
        known = session.execute(query).all()
        return render_template("intake/index.html", form=form, reading=reading, known=known)


def _propose(form: UploadForm, reading: Reading) -> Response:
    without = len(reading.refused_rows()) if form.without.data else 0
    with unit(form) as work:
        proposal, joined = propose_import(work, reading, rates_from(form.rates.data or ""), without=without)
        work.location = f"/proposals/{proposal.reference}"
        name = f"list-{proposal.reference}.csv"
    return Response(
        joined_csv(joined),
        mimetype="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def joined_csv(joined: Joined) -> str:
    """Write the list that joins the file's recipients to pseudonyms."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_("Recipient"), _("Pseudonym")])
    for key, pseudonym in joined.rows:
        recipient = key.partition(":")[2]
        writer.writerow([f"'{recipient}" if recipient[:1] in "=+-@\t\r" else recipient, pseudonym])
    return out.getvalue()


__all__ = ["bp", "describing"]
