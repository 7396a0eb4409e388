"""Forms about runs and disbursements."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ledger.web.fields import CodeField, DayField, FilterForm, Form


class GatherForm(Form):
    """What goes into a run."""

    currency = CodeField(_l("Currency"))
    channel = CodeField(_l("Channel"))
    until = DayField(_l("Everything due by"), [InputRequired()])


class CancelForm(Form):
    """Why the rest of an award is cancelled."""

    reason = CodeField(_l("Reason"))


class FindForm(FilterForm):
    """What to look for."""

    q = StringField(_l("Reference begins with"), [Optional(), Length(max=13)])
    stage = SelectField(_l("Stage"), [Optional()], choices=[])
    award = StringField(_l("Award"), [Optional(), Length(max=13)])
