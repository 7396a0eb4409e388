"""The form with which one decides."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from ledger.web.fields import StepUpForm


class DecideForm(StepUpForm):
    """Yes or no to exactly the content that the page showed."""

    seen = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
