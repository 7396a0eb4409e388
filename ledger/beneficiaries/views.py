"""Pages of beneficiaries, by pseudonym only."""

from __future__ import annotations

from babel import Locale
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.beneficiaries import queries
from ledger.beneficiaries.actions.register import register_beneficiary
from ledger.beneficiaries.forms import FindForm, RegisterForm
from ledger.beneficiaries.models import Beneficiary
from ledger.beneficiaries.rules import CoarseProfile
from ledger.errors import N_, Refusal
from ledger.signin.history import history_of
from ledger.vocabulary import AGES, GENDERS, GROUPS, THREATS
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import choices_of
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, add_place

bp = Blueprint("beneficiaries", __name__, url_prefix="/beneficiaries")

add_place(Place(30, N_("Beneficiaries"), "beneficiaries.index", frozenset(CASEWORK)))

_LISTS = (("gender", GENDERS), ("age", AGES), ("group", GROUPS), ("threat", THREATS))
_TERRITORY = 2


@bp.get("")
@guarded(*CASEWORK)
def index() -> str | Response:
    """List beneficiaries."""
    form = FindForm(request.args)
    columns = [
        Column[tuple[Beneficiary, str, str]]("who", _("Pseudonym"), lambda r: r[0].pseudonym, "reference", _url),
        Column[tuple[Beneficiary, str, str]]("home", _("Household"), lambda r: r[1], "reference"),
        Column[tuple[Beneficiary, str, str]]("country", _("Country"), lambda r: _country(r[2])),
        Column[tuple[Beneficiary, str, str]]("since", _("Registered"), lambda r: r[0].registered_at, "moment"),
    ]
    new = [(_("Register a beneficiary"), url_for("beneficiaries.new"))] if viewer().has(Role.OFFICER) else []
    with store().reading() as session:
        query = queries.beneficiaries_like(form.q.data or "")
        return answer(session, Listing("beneficiaries", _("Beneficiaries"), columns, query, form, new))


def _url(row: tuple[Beneficiary, str, str]) -> str:
    return url_for("beneficiaries.show", pseudonym=row[0].pseudonym)


def _country(code: str | None) -> str:
    return str((get_locale() or Locale("en")).territories.get(code or "", code or ""))


@bp.get("/<pseudonym>")
@guarded(*CASEWORK)
def show(pseudonym: str) -> str:
    """Show what is known under a pseudonym."""
    with store().reading() as session:
        person = queries.beneficiary_by_pseudonym(session, pseudonym)
        profile = queries.profile_of(session, pseudonym)
        facts = [(_("Household"), queries.household_reference(session, person))]
        if profile is not None:
            facts += [
                (_("Country"), _country(profile.country) or "–"),
                (_("Gender"), _(GENDERS[profile.gender])),
            ]
            facts += [(_("Age group"), _(AGES[profile.age])), (_("Field of work"), _(GROUPS[profile.group]))]
            facts += [(_("Threat"), _(THREATS[profile.threat]))]
        return render_template(
            "beneficiaries/show.html",
            person=person,
            facts=facts,
            others=queries.household_members(session, person),
            events=history_of(session, pseudonym),
        )


@bp.route("/new", methods=["GET", "POST"])
@guarded(Role.OFFICER)
def new() -> str | Answer:
    """Register a beneficiary."""
    form = RegisterForm()
    form.country.choices = [("", _("Not stated")), *_countries()]
    for name, codes in _LISTS:
        form[name].choices = choices_of(codes)
        if request.method == "GET":
            form[name].data = "not_stated"
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                profile = CoarseProfile(
                    country=form.country.data or "",
                    gender=form.gender.data,
                    age=form.age.data,
                    group=form.group.data,
                    threat=form.threat.data,
                )
                home = (form.household.data or "").strip().upper() or None
                person = register_beneficiary(work, profile, home)
                work.location = url_for("beneficiaries.show", pseudonym=person.pseudonym)
            flash(_("The beneficiary is registered. Note the pseudonym: nothing else leads back here."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("funds/form.html", form=form, heading=_("New beneficiary"), submit=_("Register"))


def _countries() -> list[tuple[str, str]]:
    known = (get_locale() or Locale("en")).territories
    named = [(code, str(name)) for code, name in known.items() if len(code) == _TERRITORY and code.isalpha()]
    return sorted(
        (pair for pair in named if pair[0] not in {"EU", "UN", "ZZ", "EZ", "QO", "XA", "XB"}),
        key=lambda p: p[1],
    )
