"""Forms about beneficiaries. What says who somebody is goes into an envelope and into nothing else."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ledger.vault.rules.details import LONGEST
from ledger.vault.words import FIELDS
from ledger.web.fields import CodeField, DayField, FilterForm, Form, StepUpForm

_SHORT = [Optional(), Length(max=200)]
_LONG = [Optional(), Length(max=LONGEST)]


class CaseFields:
    """Coarse codes about a person, their household, and who looks after the case."""

    country = SelectField(_l("Country"), [Optional()], choices=[])
    gender = CodeField(_l("Gender"))
    age = CodeField(_l("Age group"))
    group = CodeField(_l("Field of work"))
    threat = CodeField(_l("Threat"))
    household = StringField(
        _l("Household"),
        [Optional(), Length(max=13)],
        description=_l("The reference of a household that is known already, like H-7K3M-9QXT-C; empty for a new one."),
    )
    second = SelectField(
        _l("The case's other officer"),
        [Optional()],
        choices=[],
        description=_l("They are told whenever the contact is opened."),
    )


class ContactFields:
    """How to reach somebody."""

    name_to_use = StringField(_l(FIELDS["name_to_use"]), _SHORT)
    phones = TextAreaField(
        _l(FIELDS["phones"]), _LONG, description=_l("One a line, with the country's code: +254 712 345 678.")
    )
    email = StringField(_l(FIELDS["email"]), _SHORT)
    messenger = StringField(_l(FIELDS["messenger"]), _SHORT, description=_l("Which one, and the name or number there."))
    safe_hours = StringField(_l(FIELDS["safe_hours"]), _SHORT, description=_l("Hours, days, and in which zone."))
    contact_note = TextAreaField(_l("Note about reaching them"), _LONG)


class IdentityFields:
    """Who somebody is."""

    full_name = StringField(_l(FIELDS["full_name"]), _SHORT)
    other_names = StringField(_l(FIELDS["other_names"]), _SHORT)
    birth_date = StringField(_l(FIELDS["birth_date"]), _SHORT, description=_l("A day, or as much of it as is known."))
    documents = TextAreaField(
        _l(FIELDS["documents"]), _LONG, description=_l("One a line: country, kind, number, like KE passport A1234567.")
    )
    address = TextAreaField(_l(FIELDS["address"]), _LONG)
    identity_note = TextAreaField(_l("Note about the person"), _LONG)


class PaymentFields:
    """Where money goes, and what the person's own statement will show."""

    method = CodeField(_l(FIELDS["method"]))
    holder = StringField(_l(FIELDS["holder"]), _SHORT)
    account = StringField(_l(FIELDS["account"]), _SHORT)
    bank_code = StringField(_l(FIELDS["bank_code"]), _SHORT)
    bank_name = StringField(_l(FIELDS["bank_name"]), _SHORT)
    bank_country = SelectField(_l("Country of the account"), [Optional()], choices=[])
    mobile_provider = StringField(_l(FIELDS["mobile_provider"]), _SHORT)
    mobile_number = StringField(_l(FIELDS["mobile_number"]), _SHORT)
    network = StringField(_l(FIELDS["network"]), _SHORT)
    statement_payer = StringField(
        _l(FIELDS["statement_payer"]),
        _SHORT,
        description=_l("A name that says nothing of the organisation, as the bank or operator will show it."),
    )
    statement_reference = StringField(
        _l(FIELDS["statement_reference"]),
        _SHORT,
        description=_l("What anybody might be paid for, like invoice 4411 or rent."),
    )
    payment_note = TextAreaField(_l("Note about paying them"), _LONG)


class ConsentFields:
    """What somebody agreed to."""

    consent_version = StringField(
        _l("Version of the consent text"), [Optional(), Length(max=16)], description=_l("Like 2026-1.")
    )
    scope = CodeField(_l("What it covers"))
    given_on = DayField(_l("Agreed on"), [Optional()])


class EraseOnFields:
    """When somebody's records are to be erased."""

    erase_on = DayField(
        _l("To be erased from"), [Optional()], description=_l("A custodian is reminded on this day. May be left open.")
    )


class RegisterForm(StepUpForm, CaseFields, ContactFields, IdentityFields, PaymentFields, ConsentFields, EraseOnFields):
    """Everything about somebody new, in one form."""

    anyway = BooleanField(
        _l("Register in spite of a possible duplicate"), description=_l("After asking the officers of those named.")
    )


class ContactForm(StepUpForm, ContactFields):
    """New ways to reach somebody, in place of those before."""


class IdentityForm(StepUpForm, IdentityFields):
    """Who somebody is, in place of what was recorded before."""


class PaymentForm(StepUpForm, PaymentFields):
    """Where money goes from now on, or another way to be paid besides."""

    way = RadioField(_l("What you write down"), [InputRequired()], choices=[])


class AttachForm(StepUpForm):
    """A receipt, a letter: a picture or a PDF."""

    file = FileField(_l("File"), [FileRequired()], description=_l("JPEG, PNG or PDF, up to 5 MB."))


class ConsentForm(Form, ConsentFields):
    """A consent that somebody gave."""


class WithdrawForm(Form):
    """When somebody took their consent back."""

    withdrawn_on = DayField(_l("Taken back on"), [Optional()])


class EraseOnForm(Form, EraseOnFields):
    """From which day on somebody's records are due to be erased."""


class SecondForm(Form):
    """Who is the case's other officer from now on."""

    second = SelectField(_l("The case's other officer"), choices=[])


class FindForm(FilterForm):
    """What to look for."""

    q = StringField(_l("Pseudonym begins with"), [Optional(), Length(max=13)])
    household = StringField(_l("Household"), [Optional(), Length(max=13)])
