"""Forms about awards."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ledger.awards.rules.repaying import MOST_GRACE
from ledger.awards.rules.schedule import MOST
from ledger.web.fields import CodeField, DayField, FilterForm, Form, MomentField, MoneyField


class RepayFields:
    """How a micro-loan is paid back."""

    grace = IntegerField(
        _l("Months of grace"),
        [Optional(), NumberRange(0, MOST_GRACE)],
        description=_l("Only for a micro-loan: months without repayment, after it is paid out."),
    )
    repay_count = IntegerField(
        _l("Repayments"),
        [Optional(), NumberRange(1, MOST)],
        description=_l("Only for a micro-loan: in how many equal parts it is paid back, without interest or fees."),
    )
    repay_rhythm = SelectField(_l("Repaid"), [Optional()], choices=[])


class PlanFields:
    """In which instalments money is given."""

    rhythm = CodeField(_l("Instalments"))
    count = IntegerField(_l("How many"), [Optional(), NumberRange(1, MOST)], default=1)
    first = DayField(_l("First one due on"), [Optional()])
    schedule = TextAreaField(
        _l("Given dates"),
        [Optional(), Length(max=4000)],
        description=_l("Only for given dates: one line each, day and amount, like 2027-01-31 400.00"),
    )


class AwardForm(PlanFields, RepayFields, Form):
    """What is promised."""

    kind = CodeField(_l("Kind of support"))
    fund = CodeField(_l("Fund"))
    purpose = CodeField(_l("Purpose"))
    reason = CodeField(_l("Reason"))
    way = CodeField(
        _l("Paid by"), description=_l("Which of the beneficiary's ways to be paid. The approvers are shown it too.")
    )
    currency = SelectField(_l("Currency"), [Optional()], choices=[])
    amount = MoneyField(_l("Amount in all"), [InputRequired()])
    owed = SelectField(
        _l("Owed"),
        [Optional()],
        choices=[],
        description=_l("As usual, an emergency grant is owed at once, other gifts by instalment."),
    )
    emergency = BooleanField(_l("Emergency: a life or freedom is at stake now"))
    requested_at = MomentField(_l("The request came"), [Optional()])
    seen_overlaps = HiddenField(validators=[Optional(), Length(max=20_000)])


class ScheduleForm(PlanFields, Form):
    """How what is still promised is given instead."""


class ReviewForm(Form):
    """The short review of safety and need before an instalment."""

    outcome = RadioField(_l("What the review says"), [InputRequired()], choices=[])
    safe = BooleanField(_l("It is safe for the person to receive this now"))
    needed = BooleanField(_l("It is still needed"))
    reason = SelectField(_l("If it is not paid now: why"), [Optional()], choices=[])
    again_on = DayField(
        _l("If it is put off: look again on"), [Optional()], description=_l("Within the next three months.")
    )


class StopForm(Form):
    """Why nothing more of an award is paid for now."""

    reason = CodeField(_l("Reason"))


class WayForm(Form):
    """By which of the beneficiary's ways an award is paid."""

    way = CodeField(_l("Way to be paid"))


class CancelForm(Form):
    """Why the rest of an award is cancelled."""

    reason = SelectField(_l("Reason"), [InputRequired()], choices=[])


class FindForm(FilterForm):
    """What to look for."""

    q = StringField(_l("Reference begins with"), [Optional(), Length(max=13)])
    stage = SelectField(_l("Stage"), [Optional()], choices=[])
    fund = SelectField(_l("Fund"), [Optional()], choices=[])
    beneficiary = StringField(_l("Beneficiary"), [Optional(), Length(max=13)])
    household = StringField(_l("Household"), [Optional(), Length(max=13)])
