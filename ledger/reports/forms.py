"""What a report is asked for: a day, a span of days, a fund."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from ledger.web.fields import DayField, FilterForm


class AtDateForm(FilterForm):
    """The end of which day, and of which fund."""

    day = DayField(_l("At the end of"), [Optional()])
    fund = SelectField(_l("Fund"), [Optional()], choices=[])


class SpanForm(FilterForm):
    """From the beginning of one day to the end of another."""

    since = DayField(_l("From"), [Optional()])
    until = DayField(_l("Until"), [Optional()])


class DayForm(FilterForm):
    """The end of which day; without one, now."""

    day = DayField(_l("At the end of"), [Optional()])


class StatementForm(SpanForm):
    """A span, and at which rates what was spent in other currencies is told."""

    method = SelectField(_l("Rates"), [Optional()], choices=[])
