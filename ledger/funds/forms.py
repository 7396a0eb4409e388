"""Forms about donors, funds and contributions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms import Form as Part
from wtforms.validators import InputRequired, Length, Optional, Regexp
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
    currency = SelectField(
        _l("Currency"), [Optional()], choices=[], description=_l("That of the fund, or of another account of ours.")
    )


class BudgetPart(Part):
    """One line of a budget: its code and its amount."""

    code = StringField(_l("Code"), [Optional(), Length(max=20)])
    amount = StringField(_l("Amount"), [Optional(), Length(max=30)])


class ItemPart(Part):
    """In which line something stands; the label says what."""

    item = HiddenField()
    line = StringField("", [Optional(), Length(max=20)])


class BudgetForm(Form):
    """The budget of a fund, and at which rates its statement tells money."""

    method = CodeField(_l("Rates on the statement"))
    lines = FieldList(FormField(BudgetPart), min_entries=8, max_entries=40)
    items = FieldList(FormField(ItemPart), max_entries=40)
