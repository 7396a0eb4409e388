"""Forms about beneficiaries. There is no field for a name, and none may be added here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from ledger.web.fields import CodeField, FilterForm, Form


class RegisterForm(Form):
    """Coarse codes about a person, and their household."""

    country = SelectField(_l("Country"), [Optional()], choices=[])
    gender = CodeField(_l("Gender"))
    age = CodeField(_l("Age group"))
    group = CodeField(_l("Field of work"))
    threat = CodeField(_l("Threat"))
    household = StringField(
        _l("Household"),
        [Optional(), Length(max=13)],
        description=_l("The reference of a household that is known already, like H-7K3M-9QXT-C; empty for a new one."),
    )


class FindForm(FilterForm):
    """What to look for."""

    q = StringField(_l("Pseudonym begins with"), [Optional(), Length(max=13)])
