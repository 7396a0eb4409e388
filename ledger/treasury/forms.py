"""Forms of the treasury."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms import Form as Part
from wtforms.validators import InputRequired, Length, Optional

from ledger.web.fields import CodeField, DayField, Form, MoneyField

_PLAIN = _l("Letters, digits, dots and hyphens; it stands on the log for ever.")


class AccountForm(Form):
    """A cash account to be opened."""

    code = StringField(
        _l("Code"),
        [InputRequired(), Length(max=16)],
        description=_l("Short and neutral, in small letters, for example bank-kes; it stands on the log for ever."),
    )
    kind = CodeField(_l("Kind"))
    currency = CodeField(_l("Currency"))
    network = SelectField(_l("Network, of a digital wallet"), [Optional()], choices=[])
    number = StringField(
        _l("Number"),
        [Optional(), Length(max=64)],
        description=_l("As the statements name it: an IBAN, an account number, a short code. It is not on the log."),
    )


class NumberForm(Form):
    """How the bank or operator calls an account."""

    number = StringField(_l("Number"), [Optional(), Length(max=64)], description=_l("Empty where there is none."))


class RatesForm(Form):
    """Rates as they are typed, or a file that fills them in."""

    rates = TextAreaField(
        _l("Exchange rates"),
        [Optional(), Length(max=10_000)],
        description=_l("One in each row: code, what one unit is worth, source and day, like GBP 1.1625 ECB 2026-11-23"),
    )
    file = FileField(_l("File"), description=_l("CSV with the columns currency, rate, source and day."))


class ExchangeForm(Form):
    """What the bank was asked to exchange."""

    fund = CodeField(_l("Fund"))
    sold_cash = CodeField(_l("From the account"))
    amount = MoneyField(_l("Amount given"), [InputRequired()])
    bought_cash = CodeField(_l("To the account"))
    bought = MoneyField(_l("Amount expected"), [InputRequired()])
    day = DayField(_l("Day"), [InputRequired()])


class ChangeForm(Form):
    """What an exchange brought."""

    bought = MoneyField(_l("Amount that came"), [InputRequired()])


class TransferForm(Form):
    """Money of one fund that is to belong to another."""

    giving = CodeField(_l("From the fund"))
    taking = CodeField(_l("To the fund"))
    cash = CodeField(_l("In the account"))
    amount = MoneyField(_l("Amount"), [InputRequired()])
    reason = CodeField(_l("Reason"))
    consent = StringField(_l("Reference of the donor's consent"), [Optional(), Length(max=40)], description=_PLAIN)
    consent_day = DayField(_l("Day of the consent"), [Optional()])
    other_consent = StringField(
        _l("Reference of the other donor's consent"),
        [Optional(), Length(max=40)],
        description=_l("Where the donor of the other fund had to agree as well."),
    )
    other_day = DayField(_l("Day of that consent"), [Optional()])


class RefundForm(Form):
    """Money that goes back to a donor."""

    fund = CodeField(_l("Fund"))
    donor = CodeField(_l("Donor"))
    currency = CodeField(_l("Currency"))
    amount = MoneyField(_l("Amount"), [InputRequired()])
    reason = CodeField(_l("Reason"))


class GiftRefundForm(Form):
    """Money of a gift whose condition will not be met."""

    amount = MoneyField(_l("Amount"), [InputRequired()])
    reason = CodeField(_l("Reason"))


class LossForm(Form):
    """Money that is gone."""

    fund = CodeField(_l("Fund"))
    cash = CodeField(_l("From the account"))
    amount = MoneyField(_l("Amount"), [InputRequired()])
    reason = CodeField(_l("Reason"))


class ConditionalForm(Form):
    """A gift that depends on a condition."""

    fund = CodeField(_l("Fund"))
    donor = CodeField(_l("Donor"))
    amount = MoneyField(_l("Amount"), [InputRequired()])
    condition = CodeField(_l("Condition"))


class MetForm(Form):
    """The condition is met for a part of a gift."""

    amount = MoneyField(_l("For the amount of"), [InputRequired()])
    evidence = CodeField(_l("Known by"))


class DigitalForm(Form):
    """How a gift came in digital currency, and what it was sold for."""

    asset = StringField(_l("Asset"), [InputRequired(), Length(max=12)], description=_l("For example BTC or USDC."))
    network = StringField(_l("Network"), [InputRequired(), Length(max=24)], description=_l("For example bitcoin."))
    amount = StringField(_l("Amount of the asset"), [InputRequired(), Length(max=32)])
    transaction = StringField(_l("Transaction id"), [InputRequired(), Length(max=128)])
    rate = StringField(
        _l("Rate"), [InputRequired(), Length(max=24)], description=_l("What one unit of the asset was sold for.")
    )
    source = StringField(_l("Source of the rate"), [InputRequired(), Length(max=32)])


class ValuationForm(Form):
    """The last day of a period."""

    day = DayField(_l("Last day"), [InputRequired()])


class PeriodForm(Form):
    """Until when the books are closed."""

    until = DayField(_l("Last day"), [InputRequired()])


class EntryLine(Part):
    """One line of a manual entry."""

    account = SelectField(_l("Account"), choices=[], default="")
    debit = StringField(_l("Debit"), [Optional(), Length(max=30)])
    credit = StringField(_l("Credit"), [Optional(), Length(max=30)])


class ManualForm(Form):
    """An entry that no event of the rule table says."""

    fund = CodeField(_l("Fund"))
    currency = CodeField(_l("Currency"))
    day = DayField(_l("Day"), [InputRequired()])
    reason = CodeField(_l("Reason"))
    lines = FieldList(FormField(EntryLine), min_entries=6, max_entries=12)
