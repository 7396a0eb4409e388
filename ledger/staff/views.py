"""The page of people: who holds which role, from when to when, under which key; and the policy in force."""

from __future__ import annotations

from flask import Blueprint, render_template

from ledger.actor import Role
from ledger.approvals.queries import policy_in_force
from ledger.errors import N_
from ledger.organisation import base_currency
from ledger.staff.queries.people import staff
from ledger.web.access import guarded
from ledger.web.context import store
from ledger.web.navigation import Place, add_place

bp = Blueprint("staff", __name__)

READERS = (Role.STEWARD, Role.AUDITOR, Role.APPROVER)

add_place(Place(90, N_("People"), "staff.index", frozenset(READERS)))


@bp.get("/people")
@guarded(*READERS)
def index() -> str:
    """Show people, roles, keys and policy."""
    with store().reading() as session:
        version, rules = policy_in_force(session)
        return render_template(
            "staff/index.html",
            lines=staff(session),
            today=store().clock.now().date(),
            version=version,
            rules=rules,
            base=base_currency(session),
        )
