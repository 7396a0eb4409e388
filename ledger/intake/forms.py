"""Forms of the import of past awards."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField
from wtforms.validators import Length, Optional

from ledger.web.fields import Form


class UploadForm(Form):
    """A file, and whether to propose it at once."""

    file = FileField(_l("File"), [FileRequired()], description=_l("360Giving JSON, XLSX or CSV, up to 50 MB."))
    without = BooleanField(
        _l("Take the other rows without those that are refused"),
        description=_l("The log says which rows were left out."),
    )
    rates = StringField(
        _l("Exchange rates"),
        [Optional(), Length(max=300)],
        description=_l(
            "For each currency other than the base currency: code, rate, source and day, like"
            " GBP 1.1625 ECB 2026-11-23; separate several by a semicolon."
        ),
    )
