"""Forms about people: inviting, beginning, appointing, roles, policy."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ledger.web.fields import CodeField, DayField, Form, MoneyField, StepUpForm

MOST_SIGNATURES = 9


def _roles_field(label: Any, description: Any = "") -> Any:
    """Some of a list of roles, each with its box; the view gives the list."""
    return SelectMultipleField(
        label,
        choices=[],
        description=description,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class InviteForm(Form):
    """Who is to make keys."""

    whom = SelectField(_l("Who"), choices=[])


class BeginForm(Form):
    """The code that somebody was given."""

    invitation = StringField(_l("Code"), [InputRequired(), Length(max=40)])


class KeysForm(Form):
    """What belongs to new keys: the names of a newcomer, and a passphrase twice."""

    invitation = HiddenField(validators=[InputRequired(), Length(max=40)])
    name = StringField(
        _l("How you are called here"),
        [Optional(), Length(max=60)],
        description=_l("A call name that your colleagues know; it need not be your own."),
    )
    sign_in_name = StringField(_l("Sign-in name"), [Optional(), Length(max=60)])
    new = PasswordField(
        _l("Passphrase"),
        [InputRequired(), Length(max=200)],
        description=_l("At least 15 characters. Any words will do, as long as nobody would guess them."),
    )
    again = PasswordField(_l("Passphrase again"), [InputRequired(), Length(max=200)])


class ProofForm(StepUpForm):
    """Passphrase and first one-time code: the device works."""

    invitation = HiddenField(validators=[InputRequired(), Length(max=40)])
    code = StringField(
        _l("One-time code"),
        [InputRequired(), Length(max=30)],
        description=_l("Six digits from your authenticator."),
    )


class AppointForm(Form):
    """The roles of somebody new."""

    granted = _roles_field(_l("Roles"), _l("Auditor and donor stand alone."))
    since = DayField(_l("From"), [InputRequired()])
    until = DayField(_l("Until"), [InputRequired()], description=_l("The last day. Every role ends."))


class ChangeRolesForm(Form):
    """Roles that somebody is granted, and roles that end."""

    granted = _roles_field(_l("Grant"), _l("Auditor and donor stand alone."))
    since = DayField(_l("From"), [Optional()])
    until = DayField(_l("Until"), [Optional()])
    ended = _roles_field(_l("End"))
    last = DayField(_l("Last day"), [Optional()], description=_l("With yesterday, a role is over at once."))


class RuleForm(Form):
    """How many sign a kind of proposal from an amount on."""

    kind = CodeField(_l("Kind of proposal"))
    from_amount = MoneyField(
        _l("From the amount"), [InputRequired()], default="0", description=_l("0 for a rule that holds for all.")
    )
    needed = IntegerField(_l("Approvals"), [Optional(), NumberRange(1, MOST_SIGNATURES)], default=1)
    role = CodeField(_l("By people with the role"))
    away = BooleanField(_l("Take the rule for this amount away instead"))
