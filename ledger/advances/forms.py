"""Forms about intermediaries and advances."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ledger.web.fields import CodeField, DayField, FilterForm, Form, MoneyField


class IntermediaryForm(Form):
    """Who carries money."""

    code = StringField(
        _l("Code"),
        [InputRequired(), Length(max=16)],
        description=_l("Short and neutral; it stands on the log for ever."),
    )
    kind = CodeField(_l("Sort"))
    label = StringField(
        _l("What you call them"),
        [InputRequired(), Length(max=80)],
        description=_l("It can be read by whoever reads the database: no name of a person at risk, no number."),
    )


class AdvanceForm(Form):
    """What is asked for."""

    intermediary = CodeField(_l("Intermediary"))
    fund = CodeField(_l("Fund"))
    currency = CodeField(_l("Currency"))
    amount = MoneyField(_l("Amount"), [InputRequired()])
    fee = MoneyField(
        _l("Fee at most"), [Optional()], description=_l("What they may keep of it for the service, all in all.")
    )


class FeeForm(Form):
    """What they keep."""

    fee = MoneyField(_l("Fee"), [InputRequired()])
    day = DayField(_l("On"), [InputRequired()])


class LossForm(Form):
    """What is gone."""

    lost = MoneyField(_l("Amount"), [InputRequired()])
    reason = CodeField(_l("What happened"))


class FindForm(FilterForm):
    """Which advances to look for."""

    q = StringField(_l("Reference begins with"), [Optional(), Length(max=13)])
    intermediary = SelectField(_l("Intermediary"), [Optional()], choices=[])
    stage = SelectField(_l("Stage"), [Optional()], choices=[])


class FindIntermediaryForm(FilterForm):
    """Which intermediaries to look for."""

    q = StringField(_l("Code begins with"), [Optional(), Length(max=16)])
    kind = SelectField(_l("Sort"), [Optional()], choices=[])
