"""Forms of openings and locks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from ledger.web.fields import CodeField, Form, StepUpForm


class ContactForm(StepUpForm):
    """Why a contact is opened."""

    reason = CodeField(_l("Reason"))


class AskForm(Form):
    """Why a record is to be read."""

    reason = CodeField(_l("Reason"))


class GrantForm(StepUpForm):
    """Who is to hold a lock."""

    person = SelectField(_l("Person"), choices=[])


class EraseForm(Form):
    """Why somebody's records are to be erased."""

    reason = CodeField(_l("Reason"))
