"""Pages of locks: who holds which, granting one, granting again, renewing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.errors import NotFound, Refusal
from ledger.signin.queries import actor_for, everyone
from ledger.signin.stepup import demo_hint, step_up
from ledger.vault.actions.access import grant_again, propose_access
from ledger.vault.actions.renew import renew_lock
from ledger.vault.forms import GrantForm
from ledger.vault.models import LockMember, Membership
from ledger.vault.queries.locks import holds, standings
from ledger.vault.rules.compartments import OPPOSITE, ROLES
from ledger.vault.words import LOCK_WORDS
from ledger.web.access import guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import StepUpForm

HOLDERS = (Role.OFFICER, Role.CUSTODIAN, Role.APPROVER, Role.FINANCE)


def add_lock_pages(bp: Blueprint) -> None:
    """Hang the pages of locks into the slice's blueprint."""
    bp.add_url_rule("/locks", "locks", locks)
    bp.add_url_rule("/locks/<name>/grant", "grant", grant, methods=["GET", "POST"])
    bp.add_url_rule("/locks/<name>/renew", "renew", renew, methods=["GET", "POST"])


@guarded(*HOLDERS, Role.STEWARD, Role.AUDITOR)
def locks() -> str:
    """Show who holds which lock."""
    me, today = viewer().actor, store().clock.now().date()
    with store().reading() as session:
        rows = [
            {
                "lock": name,
                "words": LOCK_WORDS[name],
                "role": ROLES[name],
                "mine": holds(session, me, name),
                "members": [
                    (one.name, one.stage.value, actor_for(session, one.person, today).has(ROLES[name]))
                    for one in standings(session, name)
                ],
                "epoch": next((one.epoch for one in standings(session, name)), 1),
            }
            for name in ROLES
        ]
    return render_template("vault/locks.html", rows=rows)


@guarded(*HOLDERS)
def grant(name: str) -> str | Answer:
    """Give a lock to somebody: by a proposal, or again to who was without a copy."""
    _refuse_stranger(name)
    form = GrantForm()
    with store().reading() as session:
        form.person.choices = [(str(ident), words) for ident, words in _fitting(session, name)]
    if form.validate_on_submit():
        try:
            return _grant(name, form)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(name, form, _("Give a key"), _("Give it"))


def _grant(name: str, form: GrantForm) -> Answer:
    proved, person = step_up(form), UUID(form.person.data)
    with unit(form) as work:
        member = work.session.get(LockMember, (name, person))
        if member is not None and member.stage is Membership.WITHOUT_COPY:
            grant_again(work, proved.unlocked, name, person)
            work.location, said = url_for("vault.locks"), _("They hold the key again.")
        else:
            proposal = propose_access(work, proved.unlocked, name, person)
            work.location = url_for("approvals.show", reference=proposal.reference)
            said = _("Another person has to sign that.")
    flash(said, "done")
    return redirect(work.location, 303)


@guarded(*HOLDERS)
def renew(name: str) -> str | Answer:
    """Renew a lock, so that whoever left can open nothing with what they kept."""
    _refuse_stranger(name)
    form = StepUpForm()
    if form.validate_on_submit():
        try:
            proved = step_up(form)
            with unit(form) as work:
                count = renew_lock(work, proved.unlocked, name)
                work.location = url_for("vault.locks")
            flash(_("The lock is renewed; %(count)s keys were sealed anew.", count=count), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(name, form, _("Renew a lock"), _("Renew"))


def _page(name: str, form: StepUpForm, heading: str, submit: str) -> str:
    return render_template(
        "vault/lock.html",
        form=form,
        words=LOCK_WORDS[name],
        heading=heading,
        submit=submit,
        renewing=request.endpoint == "vault.renew",
        demo_hint=demo_hint(),
    )


def _refuse_stranger(name: str) -> None:
    with store().reading() as session:
        if name not in ROLES or not holds(session, viewer().actor, name):
            raise NotFound


def _fitting(session: Session, name: str) -> list[tuple[UUID, str]]:
    """Return who could hold a lock: the role today, no copy yet, no standing with the opposite lock."""
    today = store().clock.now().date()
    found = []
    for person in everyone(session):
        member = session.get(LockMember, (name, person.id))
        barred = name in OPPOSITE and session.get(LockMember, (OPPOSITE[name], person.id)) is not None
        waits = member is None or member.stage is Membership.WITHOUT_COPY
        if waits and not barred and actor_for(session, person.id, today).has(ROLES[name]):
            found.append((person.id, person.name))
    return found
