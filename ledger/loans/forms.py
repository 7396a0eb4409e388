"""Forms about loans."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ledger.awards.rules.schedule import MOST
from ledger.web.fields import CodeField, DayField, FilterForm, Form, MoneyField


class FindForm(FilterForm):
    """What to look for."""

    q = StringField(_l("Award begins with"), [Optional(), Length(max=13)])
    stage = SelectField(_l("Stage"), [Optional()], choices=[])
    household = StringField(_l("Household"), [Optional(), Length(max=13)])


class AllowanceForm(Form):
    """What is to be set aside."""

    amount = MoneyField(
        _l("Set aside from now on"), [InputRequired()], description=_l("In all, not beside what is set aside already.")
    )


class WriteOffForm(Form):
    """What is given up."""

    amount = MoneyField(_l("Written off"), [InputRequired()])


class GrantForm(Form):
    """What is given instead."""

    kind = CodeField(_l("Kind of support"))
    amount = MoneyField(_l("Turned into a grant"), [InputRequired()])


class RescheduleForm(Form):
    """How the rest is paid back from now on."""

    count = IntegerField(_l("Repayments"), [InputRequired(), NumberRange(1, MOST)])
    rhythm = CodeField(_l("Repaid"))
    first = DayField(_l("First one due on"), [InputRequired()])


class SuspendForm(Form):
    """Why nobody asks for the money for now."""

    reason = CodeField(_l("Reason"))


class HeldForm(Form):
    """What somebody who holds money for us took in."""

    holder = CodeField(_l("Who holds it"))
    amount = MoneyField(_l("Paid back"), [InputRequired()])
    day = DayField(_l("On"), [InputRequired()])
