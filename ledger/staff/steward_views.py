"""What stewards do: invite, propose appointments, new keys, roles, and rules of the policy."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ledger.actor import Grant, Role
from ledger.approvals.kinds import proposers_by_kind
from ledger.approvals.rules import Requirement
from ledger.approvals.words import KINDS
from ledger.errors import N_, Refusal
from ledger.log.roles import grants_of
from ledger.organisation import base_currency
from ledger.signin.forms import ConfirmForm
from ledger.signin.queries import everyone
from ledger.signin.registry import registered_fingerprint
from ledger.staff.actions.appoint import propose_appointment
from ledger.staff.actions.found import far
from ledger.staff.actions.invite import LASTS, invite_again, invite_newcomer
from ledger.staff.actions.policy import propose_rule, propose_without_rule
from ledger.staff.actions.reset import propose_reset
from ledger.staff.actions.roles import propose_roles
from ledger.staff.forms import AppointForm, ChangeRolesForm, InviteForm, RuleForm
from ledger.staff.queries.enrolments import invitation_line
from ledger.staff.queries.people import person_by_code
from ledger.staff.rules.grants import End
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of
from ledger.web.frame import ROLE_WORDS

ROLES = {role.value: words for role, words in ROLE_WORDS.items()}
SIGNING = {role.value: ROLE_WORDS[role] for role in (Role.APPROVER, Role.FINANCE, Role.CUSTODIAN)}
Page = str | Response


def add_steward_pages(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    bp.add_url_rule("/people/invite", "invite", invite, methods=["GET", "POST"])
    bp.add_url_rule("/people/invited/<uuid:ident>", "propose", propose, methods=["GET", "POST"])
    bp.add_url_rule("/people/<code>/roles", "roles", roles, methods=["GET", "POST"])
    bp.add_url_rule("/people/policy", "policy", policy, methods=["GET", "POST"])


@guarded(Role.STEWARD)
def invite() -> Page:
    """Invite somebody, and show the code once."""
    form = InviteForm()
    with store().reading() as session:
        known = [(str(one.id), _("%(name)s, whose keys are lost", name=one.name)) for one in everyone(session)]
    form.whom.choices = [("", _("Somebody new")), *known]
    if not form.validate_on_submit():
        return render_template("staff/invite.html", form=form, days=LASTS.days)
    with unit(form) as work:
        whom = form.whom.data
        invited = invite_again(work, UUID(whom)) if whom else invite_newcomer(work)
        work.location = url_for("staff.index")
    return render_template("staff/invited.html", code=invited.code, days=LASTS.days)


@guarded(Role.STEWARD)
def propose(ident: UUID) -> Page:
    """Propose whoever has made keys on an invitation: as somebody new, or with new keys."""
    with store().reading() as session:
        line = invitation_line(session, ident, store().clock.now())
        former = registered_fingerprint(session, line.person)
    form = _appoint_form() if line.newcomer else ConfirmForm()
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                if isinstance(form, AppointForm):
                    propose_appointment(work, ident, _granted(form))
                else:
                    propose_reset(work, ident)
                work.location = url_for("staff.index")
            return _proposed(work.location)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("staff/propose.html", form=form, line=line, former=former)


def _appoint_form() -> AppointForm:
    today = store().clock.now().date()
    form = AppointForm(since=today, until=far(today, 1))
    form.granted.choices = choices_of(ROLES)
    return form


@guarded(Role.STEWARD)
def roles(code: str) -> Page:
    """Propose that somebody is granted roles, or that roles of theirs end."""
    today = store().clock.now().date()
    with store().reading() as session:
        person = person_by_code(session, code)
        held = [one for one in grants_of(session, person.id) if one.until >= today]
    form = ChangeRolesForm(since=today, until=far(today, 1), last=today - timedelta(days=1))
    form.granted.choices = choices_of(ROLES)
    form.ended.choices = choices_of({role.value: ROLE_WORDS[role] for role in sorted({one.role for one in held})})
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                propose_roles(work, person.id, _granted(form), _ended(form))
                work.location = url_for("staff.index")
            return _proposed(work.location)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("staff/roles.html", form=form, person=person, held=held)


@guarded(Role.STEWARD)
def policy() -> Page:
    """Propose one rule of the policy, or to take one away."""
    form = RuleForm()
    form.kind.choices = choices_of({kind: KINDS[kind] for kind in sorted(proposers_by_kind()) if kind in KINDS})
    form.role.choices = choices_of(SIGNING)
    if form.validate_on_submit():
        try:
            return _propose_rule(form)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("staff/policy.html", form=form)


def _propose_rule(form: RuleForm) -> Response:
    with store().reading() as session:
        from_minor = form.from_amount.minor_in(base_currency(session))
    with unit(form) as work:
        if form.away.data:
            propose_without_rule(work, form.kind.data, from_minor)
        elif form.needed.data is None:
            raise Refusal(N_("Write how many have to sign."), field="needed")
        else:
            propose_rule(work, Requirement(form.kind.data, from_minor, form.needed.data, Role(form.role.data)))
        work.location = url_for("staff.index")
    return _proposed(work.location)


def _proposed(where: str) -> Response:
    flash(_("Another person has to sign that."), "done")
    return redirect(where, 303)


def _granted(form: AppointForm | ChangeRolesForm) -> list[Grant]:
    wanted = form.granted.data or []
    return [Grant(Role(name), form.since.day, form.until.day) for name in wanted]


def _ended(form: ChangeRolesForm) -> list[End]:
    return [End(Role(name), form.last.day) for name in form.ended.data or []]
