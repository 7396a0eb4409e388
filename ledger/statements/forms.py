"""Forms of statements."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ledger.web.fields import CodeField, FilterForm, Form, MoneyField


class FindForm(FilterForm):
    """Whose statements or lines to look for."""

    account = SelectField(_l("Account"), [Optional()], choices=[])


class UploadForm(Form):
    """A statement's file; balances only for a table that does not say them."""

    cash = CodeField(_l("Account"))
    file = FileField(_l("File"), [FileRequired()], description=_l("camt.053, MT940, or a table, up to 20 MB."))
    opening = MoneyField(
        _l("Opening balance"), [Optional()], description=_l("Only for a table without a column of balances.")
    )
    closing = MoneyField(
        _l("Closing balance"), [Optional()], description=_l("Only for a table without a column of balances.")
    )


class BookForm(Form):
    """What a line is, and about what."""

    use = CodeField(_l("What it is"))
    target = CodeField(_l("About"))
    reference = StringField(_l("Not in the list? Write its reference"), [Optional(), Length(max=40)])


class AsideForm(Form):
    """What a line waits for."""

    why = CodeField(_l("Waits, since"))


class GiveUpForm(Form):
    """Why a claim is given up."""

    reason = CodeField(_l("Reason"))


class AccountForm(Form):
    """What an account is called at its bank, and how its tables are read."""

    number = StringField(_l("Number at the bank"), [InputRequired(), Length(max=60)])
    profile = TextAreaField(
        _l("How its tables are read"),
        [Optional(), Length(max=4000)],
        description=_l(
            "JSON, only for banks that send tables: the columns day, amount or debit and credit, balance, texts, kind,"
            " bank_reference, account, currency, fee, and transaction for a wallet; direction, the column that says"
            " which way money went, with its words for what went, debits; status, with its words for what is booked,"
            " booked; day_format, delimiter, decimal, grouping, encoding. Where columns have no names, they are #1, #2."
        ),
    )
