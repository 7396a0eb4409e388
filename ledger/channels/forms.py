"""Forms about the organisation's own side of a channel."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ledger.web.fields import CodeField, Form


class PayerForm(Form):
    """Who pays from an account."""

    name = StringField(
        _l("Payer that banks show"),
        [InputRequired(), Length(max=70)],
        description=_l("It stands on every payee's statement: a neutral name that your bank knows you by."),
    )
    number = StringField(_l("IBAN or account number"), [InputRequired(), Length(max=42)])
    bank = StringField(_l("BIC or clearing number of the bank"), [Optional(), Length(max=35)])
    country = StringField(_l("Country of the bank"), [Optional(), Length(max=2)], description=_l("Two letters."))
    service = CodeField(_l("Kind of transfer"))
    charges = CodeField(_l("Charges"))
    version = CodeField(_l("Version of the file"))


class ProfileForm(Form):
    """The table that an operator takes."""

    code = StringField(_l("Code"), [InputRequired(), Length(max=16)], description=_l("Short; it stands on the log."))
    columns = TextAreaField(
        _l("Columns"),
        [InputRequired(), Length(max=6000)],
        description=_l("One a line: what it holds | its heading | a fixed text."),
    )
    delimiter = CodeField(_l("Between two cells"))
    header = BooleanField(_l("The first row holds the headings"))


class RulesForm(Form):
    """What channels let through, and how sure an arrival has to be."""

    rules = TextAreaField(_l("Rules"), [Optional(), Length(max=6000)], description=_l("One a line."))
