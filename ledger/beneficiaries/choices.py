"""What the forms about beneficiaries let one choose from, in the reader's language."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from babel import Locale
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.actor import Role
from ledger.beneficiaries.rules import CONSENT_SCOPES
from ledger.signin.queries import actor_for, everyone
from ledger.vault.rules.details import METHODS
from ledger.vocabulary import AGES, GENDERS, GROUPS, THREATS
from ledger.web.context import store, viewer
from ledger.web.fields import choices_of

LISTS = (("gender", GENDERS), ("age", AGES), ("group", GROUPS), ("threat", THREATS))
_TERRITORY = 2
_NO_COUNTRIES = {"EU", "UN", "ZZ", "EZ", "QO", "XA", "XB"}


def offer(form: Any, session: Session) -> None:
    """Give every list of a form its choices."""
    for name, codes in (*LISTS, ("method", METHODS), ("scope", CONSENT_SCOPES)):
        if name in form:
            form[name].choices = choices_of(codes)
    for name in ("country", "bank_country"):
        if name in form:
            form[name].choices = [("", _("Not stated")), *countries()]
    if "second" in form:
        form.second.choices = [("", _("Nobody yet")), *other_officers(session)]


def country_name(code: str | None) -> str:
    """Write a country in the reader's language."""
    return str((get_locale() or Locale("en")).territories.get(code or "", code or ""))


def countries() -> list[tuple[str, str]]:
    """Return the countries by name."""
    known = (get_locale() or Locale("en")).territories
    named = [(code, str(name)) for code, name in known.items() if len(code) == _TERRITORY and code.isalpha()]
    return sorted((pair for pair in named if pair[0] not in _NO_COUNTRIES), key=lambda pair: pair[1])


def other_officers(session: Session) -> list[tuple[str, str]]:
    """Return who could be the case's other officer."""
    today, me = store().clock.now().date(), viewer().actor.id
    return [
        (str(person.id), person.name)
        for person in everyone(session)
        if person.id != me and actor_for(session, person.id, today).has(Role.OFFICER)
    ]


def officer_names(session: Session, people: list[UUID | None]) -> str:
    """Write some people's call names, for the facts of a case."""
    known = {person.id: person.name for person in everyone(session)}
    return ", ".join(known[person] for person in people if person in known) or "–"


def telling_names(origin: str) -> tuple[str, ...]:
    """Return what a beneficiary's statement must not hold: the organisation's name, and the log's."""
    name: str = current_app.extensions["organisation"]
    return name, origin
