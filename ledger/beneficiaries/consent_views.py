"""What somebody agreed to, when their records are to be erased, and who else looks after the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.beneficiaries.actions.consent import date_erasure, record_consent, withdraw_consent
from ledger.beneficiaries.actions.register import name_second
from ledger.beneficiaries.choices import offer
from ledger.beneficiaries.forms import ConsentForm, EraseOnForm, SecondForm, WithdrawForm
from ledger.beneficiaries.queries import beneficiary_by_pseudonym, consents_of
from ledger.beneficiaries.rules import CONSENT_SCOPES
from ledger.beneficiaries.typed import agreed_in
from ledger.errors import N_, NotFound, Refusal
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import Form
from ledger.work import Work

Act = Callable[[Work, str, Any], None]


def add_consent_pages(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    bp.add_url_rule("/<pseudonym>/consent", "consent", consent)
    bp.add_url_rule("/<pseudonym>/consent/<act>", "act_on_consent", act_on_consent, methods=["POST"])


@guarded(Role.OFFICER)
def consent(pseudonym: str) -> str:
    """Show what was agreed to, with a form for each thing that can change."""
    return _page(pseudonym, {})


@guarded(Role.OFFICER)
def act_on_consent(pseudonym: str, act: str) -> str | Answer:
    """Record, take back, set the day of erasure, name the other officer."""
    if act not in _ACTS:
        raise NotFound
    form = _ACTS[act][0]()
    with store().reading() as session:
        offer(form, session)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                beneficiary_by_pseudonym(work.session, pseudonym)
                _ACTS[act][1](work, pseudonym, form)
                work.location = url_for("beneficiaries.show", pseudonym=pseudonym)
            flash(_(_ACTS[act][2]), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(pseudonym, {act: form})


def _page(pseudonym: str, filled: dict[str, Form]) -> str:
    with store().reading() as session:
        person = beneficiary_by_pseudonym(session, pseudonym)
        forms = {act: filled.get(act) or kind() for act, (kind, _act, _said) in _ACTS.items()}
        for form in forms.values():
            offer(form, session)
        if not filled:
            _begin(forms, person.erase_on)
        return render_template(
            "beneficiaries/consent.html",
            person=person,
            consents=consents_of(session, pseudonym),
            scopes=CONSENT_SCOPES,
            forms=forms,
        )


def _begin(forms: dict[str, Form], erase_on: Any) -> None:
    today = store().clock.now().date()
    for act, name, value in (
        ("record", "given_on", today),
        ("withdraw", "withdrawn_on", today),
        ("erasure", "erase_on", erase_on),
    ):
        forms[act][name].data = value


def _record(work: Work, pseudonym: str, form: Any) -> None:
    agreed = agreed_in(form)
    record_consent(work, pseudonym, agreed.version, agreed.scope, agreed.given_on)


def _withdraw(work: Work, pseudonym: str, form: Any) -> None:
    withdraw_consent(work, pseudonym, form.withdrawn_on.day)


def _date(work: Work, pseudonym: str, form: Any) -> None:
    date_erasure(work, pseudonym, form.erase_on.data)


def _second(work: Work, pseudonym: str, form: Any) -> None:
    if not form.second.data:
        raise Refusal(N_("Choose another officer."), field="second")
    name_second(work, beneficiary_by_pseudonym(work.session, pseudonym), UUID(form.second.data))


_ACTS: dict[str, tuple[type[Form], Act, str]] = {
    "record": (ConsentForm, _record, N_("The consent is recorded.")),
    "withdraw": (WithdrawForm, _withdraw, N_("It is noted that the consent was taken back.")),
    "erasure": (EraseOnForm, _date, N_("The day of erasure is set.")),
    "second": (SecondForm, _second, N_("The other officer is named.")),
}
