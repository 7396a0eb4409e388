"""The desk: what waits for the person who is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ledger.actor import Role
from ledger.approvals.words import KINDS
from ledger.desk import queries
from ledger.desk.sealed import sealed_for
from ledger.disbursements.models import RunStage
from ledger.disbursements.words import CHANNELS
from ledger.errors import N_
from ledger.loans.queries import late_loans
from ledger.loans.rules.falling_due import days_late
from ledger.log.entries import head_of
from ledger.log.queries import last_checkpoint
from ledger.signin.notices import notices_for
from ledger.statements.queries import unbooked
from ledger.vault.words import COMPARTMENTS, LOCK_WORDS, REASONS
from ledger.web.access import EVERYONE, STAFF, guarded
from ledger.web.context import Viewer, store, viewer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("desk", __name__)

add_place(Place(Section.DESK, 10, N_("Desk"), "desk.index", frozenset(STAFF)))

MONTH = timedelta(days=30)


@bp.get("/")
@guarded(*EVERYONE)
def index() -> str | Response:
    """Show what waits for me; a donor's desk is their funds."""
    who = viewer()
    if who.has(Role.DONOR):
        return redirect(url_for("funds.mine"))
    with store().reading() as session:
        now = store().clock.now()
        return render_template("desk/index.html", now=now, days_late=days_late, **_waiting(session, who))


def _waiting(session: Session, who: Viewer) -> dict[str, Any]:
    now = store().clock.now()
    officer, finance = who.has(Role.OFFICER), who.has(Role.FINANCE)
    return {
        "counts": queries.counts(session, now - MONTH) if queries.sees_casework(who.actor) else None,
        "to_sign": queries.to_sign(session, who.actor),
        "to_review": queries.to_review(session, now.date()) if officer else [],
        "mine": queries.my_proposals(session, who.actor) if officer else [],
        "due": queries.to_gather(session, now.date()) if finance else [],
        "runs": queries.runs_at(session, RunStage.OPEN, RunStage.RELEASED) if finance else [],
        "again": queries.to_make_again(session) if finance else [],
        "unbooked": unbooked(session) if finance else [],
        "late": late_loans(session, now.date(), queries.MOST) if officer or finance else [],
        "advances": queries.advances_open(session) if finance else [],
        "today": now.date(),
        "sealed": sealed_for(session, who.actor, now) if who.has(*STAFF) else None,
        "notices": notices_for(session, who),
        "channels": CHANNELS,
        "kinds": KINDS,
        "compartments": COMPARTMENTS,
        "lock_words": LOCK_WORDS,
        "reasons": REASONS,
        "gifts": queries.gifts_announced(session) if finance else [],
        "head": last_checkpoint(session) if who.has(Role.AUDITOR) else None,
        "log_size": head_of(session).size if who.has(Role.AUDITOR) else None,
    }
