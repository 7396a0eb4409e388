"""The form with which one decides, and the one with which one looks for what is to be decided."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ledger.web.fields import FilterForm, StepUpForm


class DecideForm(StepUpForm):
    """Yes or no to exactly the content that the page showed."""

    seen = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    seen_overlaps = HiddenField(validators=[Optional(), Length(max=20_000)])
    overlap_reason = SelectField(
        _l("Why it is right in spite of the overlap"),
        [Optional()],
        choices=[],
        description=_l("It becomes part of what you sign. Only for an approval."),
    )


class FindForm(FilterForm):
    """Which proposals to look for."""

    q = StringField(_l("Reference begins with"), [Optional(), Length(max=13)])
    kind = SelectField(_l("What"), [Optional()], choices=[])
    stage = SelectField(_l("Stage"), [Optional()], choices=[])
