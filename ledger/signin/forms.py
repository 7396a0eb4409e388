"""Forms of signing in and of one's own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from ledger.web.fields import DayField, Form, StepUpForm
from ledger.web.zones import zones


class SignInForm(StepUpForm):
    """Name, passphrase, code."""

    name = StringField(_l("Sign-in name"), [InputRequired(), Length(max=60)])


class StepInForm(Form):
    """On a demo: whom to step in as."""

    name = HiddenField(validators=[InputRequired()])


class PassphraseForm(StepUpForm):
    """The present passphrase and code, and the new passphrase twice."""

    new = PasswordField(
        _l("New passphrase"),
        [InputRequired(), Length(max=200)],
        description=_l("At least 15 characters. Any words will do, as long as nobody would guess them."),
    )
    again = PasswordField(_l("New passphrase again"), [InputRequired(), Length(max=200)])


class AwayForm(StepUpForm):
    """The last day on which one's own access stays suspended."""

    until = DayField(
        _l("Until the end of"), [InputRequired()], description=_l("From tomorrow on, at most sixty days from now.")
    )


class ZoneForm(Form):
    """In which zone moments are shown."""

    zone = SelectField(_l("Time zone"), choices=list(zones()))  # type: ignore[arg-type] # stubs behind WTForms 3.3


class ConfirmForm(Form):
    """A single button."""
