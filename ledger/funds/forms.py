"""Forms about donors, funds and contributions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from ledger.web.fields import CodeField, DayField, Form, MoneyField

_CODE = [
    InputRequired(),
    Length(max=40),
    Regexp(r"^[A-Za-z0-9][A-Za-z0-9._-]*$", message=_l("Use letters, digits, dots and hyphens only.")),
]


class DonorForm(Form):
    """Who gives."""

    code = StringField(_l("Code"), _CODE, description=_l("Short and neutral; it stands on the log for ever."))
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])


class FundForm(Form):
    """A pot."""

    code = StringField(_l("Code"), _CODE, description=_l("Short and neutral; it stands on the log for ever."))
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    donor = CodeField(_l("Donor"))
    currency = CodeField(_l("Currency"))
    opens = DayField(_l("Opens on"), [InputRequired()])
    closes = DayField(_l("Closes on"), [InputRequired()])
    purposes = SelectMultipleField(
        _l("Restricted to"),
        choices=[],
        description=_l("Choose none where any purpose is allowed."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ContributionForm(Form):
    """A gift that is on its way."""

    donor = CodeField(_l("Donor"))
    amount = MoneyField(_l("Amount"), [InputRequired()])
