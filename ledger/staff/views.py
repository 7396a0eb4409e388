"""The page of people: who holds which role, under which key; invitations and proposals of stewards; the policy."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from ledger.actor import Role
from ledger.approvals.actions import withdraw
from ledger.approvals.queries import policy_in_force
from ledger.approvals.words import KINDS
from ledger.errors import N_
from ledger.organisation import base_currency
from ledger.signin.forms import ConfirmForm
from ledger.signin.notices import tell_on_account
from ledger.staff import describing
from ledger.staff.begin_views import add_begin_pages
from ledger.staff.queries.enrolments import invitations
from ledger.staff.queries.people import staff
from ledger.staff.queries.proposals import stewards_proposal, stewards_proposals, waiting_about
from ledger.staff.rules.policies import ordered
from ledger.staff.steward_views import add_steward_pages
from ledger.staff.words import INVITED, PRESENT
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import Viewer, store, unit, viewer
from ledger.web.formats import moment
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("staff", __name__)
add_begin_pages(bp)
add_steward_pages(bp)

READERS = (Role.STEWARD, Role.AUDITOR, Role.APPROVER)

add_place(Place(Section.BOOKS, 40, N_("People"), "staff.index", frozenset(READERS)))


@bp.get("/people")
@guarded(*READERS)
def index() -> str:
    """Show people, roles, keys, what stewards do about them, and the policy."""
    me, now = viewer(), store().clock.now()
    with store().reading() as session:
        version, rules = policy_in_force(session)
        return render_template(
            "staff/index.html",
            people=staff(session, now.date()),
            present=PRESENT,
            today=now.date(),
            invited=invitations(session, now) if me.has(Role.STEWARD) else [],
            invited_words=INVITED,
            proposals=stewards_proposals(session),
            me=me.actor.id,
            sees_proposals=me.has(*CASEWORK),
            kinds=KINDS,
            version=version,
            rules=ordered(rules),
            base=base_currency(session),
            form=ConfirmForm(),
        )


@bp.post("/people/proposals/<reference>/withdraw")
@guarded(Role.STEWARD)
def withdraw_proposal(reference: str) -> Response:
    """Take a proposal of one's own back."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise BadRequest
    with unit(form) as work:
        withdraw(work, stewards_proposal(work.session, reference))
        work.location = url_for("staff.index")
    flash(_("The proposal is withdrawn."), "done")
    return redirect(work.location, 303)


@tell_on_account
def _what_waits_about(session: Session, me: Viewer) -> list[str]:
    """Tell somebody what is proposed about them: if it is not what they asked for, there is time to say no."""
    return [
        _(
            "Since %(at)s somebody proposes something about you: %(what)s. If you did not ask for it, tell an approver"
            " at once to refuse it.",
            at=moment(at),
            what=_(KINDS[kind]),
        )
        for kind, at in waiting_about(session, me.actor.id)
    ]


__all__ = ["bp", "describing"]
