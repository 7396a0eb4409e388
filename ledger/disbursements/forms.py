"""Forms about runs and disbursements."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ledger.web.fields import CodeField, DayField, FilterForm, Form, MoneyField, StepUpForm


class GatherForm(Form):
    """What goes into a run."""

    currency = CodeField(_l("Currency"))
    channel = CodeField(_l("Channel"))
    source = SelectField(_l("Paid from"), [Optional()], choices=[])
    until = DayField(_l("Everything due by"), [InputRequired()])


class SplitForm(Form):
    """Up to which day what is due is split."""

    until = DayField(_l("Everything due by"), [InputRequired()])


class EvidenceForm(Form):
    """By what it is known that money arrived."""

    way = CodeField(_l("Known by"))
    seen = DayField(_l("Seen on"), [InputRequired()])


class NamedForm(Form):
    """Which voucher, or which transaction, a payment is."""

    place = StringField(_l("Issuer's code, or network"), [InputRequired(), Length(max=16)])
    token = StringField(
        _l("Number of the voucher, or transaction id"),
        [InputRequired(), Length(max=80)],
        description=_l("It is kept nowhere: only whether it comes a second time is known."),
    )


class HandedForm(Form):
    """On which day an intermediary handed a payment over."""

    day = DayField(_l("Handed over on"), [InputRequired()])


class FileForm(StepUpForm):
    """What is made of the payees of a run."""

    form = CodeField(_l("Form"))
    profile = SelectField(_l("Operator's table"), [Optional()], choices=[])


class AgainForm(StepUpForm):
    """That the same file is handed over again."""


class CancelForm(Form):
    """Why the rest of an award is cancelled."""

    reason = CodeField(_l("Reason"))


class ReduceForm(Form):
    """By how much less is paid of an instalment, and why."""

    number = CodeField(_l("Instalment"))
    amount = MoneyField(_l("Reduced by"), [InputRequired()])
    reason = CodeField(_l("Reason"))


class FindRunForm(FilterForm):
    """Which runs to look for."""

    q = StringField(_l("Reference begins with"), [Optional(), Length(max=13)])
    stage = SelectField(_l("Stage"), [Optional()], choices=[])
    channel = SelectField(_l("Channel"), [Optional()], choices=[])


class FindForm(FilterForm):
    """What to look for."""

    q = StringField(_l("Reference begins with"), [Optional(), Length(max=13)])
    stage = SelectField(_l("Stage"), [Optional()], choices=[])
    award = StringField(_l("Award"), [Optional(), Length(max=13)])
