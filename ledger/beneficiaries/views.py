"""Pages of beneficiaries, by pseudonym only."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.actor import Role
from ledger.beneficiaries import queries
from ledger.beneficiaries.choices import country_name, officer_names
from ledger.beneficiaries.consent_views import add_consent_pages
from ledger.beneficiaries.detail_views import add_detail_pages
from ledger.beneficiaries.forms import FindForm
from ledger.beneficiaries.models import Beneficiary
from ledger.beneficiaries.register_views import add_register_pages
from ledger.beneficiaries.rules import CONSENT_SCOPES
from ledger.beneficiaries.ways import channel_in_words, hands_in_words
from ledger.errors import N_
from ledger.signin.history import history_of
from ledger.signin.queries import names_of
from ledger.vault.models import Tombstone
from ledger.vault.queries.locks import lock_held_of
from ledger.vault.queries.openings import openings_of, records_of
from ledger.vault.queries.ways import ways_of
from ledger.vault.rules.compartments import Compartment
from ledger.vault.words import COMPARTMENTS
from ledger.vocabulary import AGES, GENDERS, GROUPS, THREATS
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, viewer, watched
from ledger.web.formats import day
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("beneficiaries", __name__, url_prefix="/beneficiaries")
add_register_pages(bp)
add_detail_pages(bp)
add_consent_pages(bp)

add_place(Place(Section.CASEWORK, 10, N_("Beneficiaries"), "beneficiaries.index", frozenset(CASEWORK)))


@bp.get("")
@guarded(*CASEWORK)
def index() -> str | Response:
    """List beneficiaries."""
    form = FindForm(request.args)
    columns = [
        Column[tuple[Beneficiary, str, str]]("who", _("Pseudonym"), lambda r: r[0].pseudonym, "reference", _url),
        Column[tuple[Beneficiary, str, str]]("home", _("Household"), lambda r: r[1], "reference"),
        Column[tuple[Beneficiary, str, str]]("country", _("Country"), lambda r: country_name(r[2])),
        Column[tuple[Beneficiary, str, str]]("since", _("Registered"), lambda r: r[0].registered_at, "moment"),
    ]
    new = [(_("Register a beneficiary"), url_for("beneficiaries.new"))] if viewer().has(Role.OFFICER) else []
    with store().reading() as session:
        query = queries.beneficiaries_like(form.q.data or "", (form.household.data or "").strip().upper())
        return answer(
            session, Listing("beneficiaries", _("Beneficiaries"), columns, query, form, new, key=Beneficiary.pseudonym)
        )


def _url(row: tuple[Beneficiary, str, str]) -> str:
    return url_for("beneficiaries.show", pseudonym=row[0].pseudonym)


@bp.get("/<pseudonym>")
@guarded(*CASEWORK)
def show(pseudonym: str) -> str:
    """Show what is known under a pseudonym, and what is sealed; never what the seals hold."""
    me = viewer().actor
    with watched() as session:
        person = queries.beneficiary_by_pseudonym(session, pseudonym)
        erased = session.get(Tombstone, pseudonym)
        records, ways = records_of(session, pseudonym), ways_of(session, pseudonym)
        return render_template(
            "beneficiaries/show.html",
            person=person,
            facts=_facts(session, person) + ([] if erased else [(_("To be erased from"), day(person.erase_on) or "–")]),
            others=queries.household_members(session, person),
            household=queries.household_reference(session, person),
            erased=erased,
            records=records,
            ways=[(way, hands_in_words(way.paid_to), channel_in_words(way.channel)) for way in ways],
            compartments=COMPARTMENTS,
            names=names_of(session, [*(one.by for one in records), *(way.by for way in ways)]),
            can_read={name: lock_held_of(session, me, Compartment(name)) for name in COMPARTMENTS},
            openings=openings_of(session, pseudonym),
            events=history_of(session, pseudonym),
        )


def _facts(session: Session, person: Beneficiary) -> list[tuple[str, str]]:
    facts = [
        (_("Household"), queries.household_reference(session, person)),
        (_("Officers"), officer_names(session, [person.officer_id, person.second_id])),
    ]
    profile = queries.profile_of(session, person.pseudonym)
    if profile is not None:
        facts += [
            (_("Country"), country_name(profile.country) or "–"),
            (_("Gender"), _(GENDERS[profile.gender])),
            (_("Age group"), _(AGES[profile.age])),
            (_("Field of work"), _(GROUPS[profile.group])),
            (_("Threat"), _(THREATS[profile.threat])),
        ]
    agreed = next(iter(queries.consents_of(session, person.pseudonym)), None)
    if agreed is not None:
        said = _("taken back on %(day)s", day=day(agreed.withdrawn_on)) if agreed.withdrawn_on else _("in force")
        words = _(
            "%(version)s, %(scope)s, %(day)s: %(said)s",
            version=agreed.version,
            scope=_(CONSENT_SCOPES[agreed.scope]),
            day=day(agreed.given_on),
            said=said,
        )
        facts.append((_("Consent"), words))
    return facts
