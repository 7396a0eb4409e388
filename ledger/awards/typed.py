"""From what an officer typed to the terms of an award."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ledger.awards.actions.propose import AwardTerms
from ledger.awards.forms import AwardForm, PlanFields
from ledger.awards.models import AwardKind, Recognition
from ledger.awards.repaid import repayments_typed
from ledger.awards.rules.schedule import Planned, Rhythm, given, schedule
from ledger.errors import N_, Refusal
from ledger.funds.models import Fund
from ledger.money import minor_units
from ledger.vault.rules.compartments import FIRST_WAY

GIVEN = "given"
_ASKED = "requested_at"


def terms_of(form: AwardForm, beneficiary: str, fund: Fund) -> AwardTerms:
    """Return the terms. Raises Refusal that names the field."""
    currency = form.currency.data or fund.currency
    plan = plan_typed(form, form.amount.minor_in(currency), currency)
    return AwardTerms(
        kind=AwardKind(form.kind.data),
        beneficiary=beneficiary,
        fund=fund,
        purpose=form.purpose.data,
        reason=form.reason.data,
        plan=plan,
        requested_at=_requested(form),
        way=int(form.way.data) if "way" in form else FIRST_WAY,
        kept_in=currency,
        repayments=repayments_typed(form, plan),
        owed=Recognition(form.owed.data) if form.owed.data else None,
    )


def _requested(form: AwardForm) -> datetime | None:
    """Return when help was asked for, of an emergency. Raises Refusal where only one of the two was said."""
    if not form.emergency.data:
        if form.requested_at.data is not None:
            raise Refusal(N_("Tick that this is an emergency, or leave the time of the request empty."), field=_ASKED)
        return None
    return form.requested_at.moment


def plan_typed(form: PlanFields, minor: int, currency: str) -> tuple[Planned, ...]:
    """Return the instalments of so much. Raises Refusal that names the field."""
    if form.rhythm.data != GIVEN:
        if form.first.data is None:
            raise Refusal(N_("Say when the first instalment falls due."), field="first")
        return schedule(minor, form.first.data, form.count.data or 1, Rhythm(form.rhythm.data))
    plan = given([_line(place, line, currency) for place, line in _lines(form)])
    total = sum(part.minor for part in plan)
    if total != minor:
        raise Refusal(N_("The instalments do not sum to the amount. Correct one of the two."), field="schedule")
    return plan


def _lines(form: PlanFields) -> list[tuple[int, str]]:
    lines = (form.schedule.data or "").splitlines()
    return [(place, line.strip()) for place, line in enumerate(lines, start=1) if line.strip()]


def _line(place: int, line: str, currency: str) -> tuple[date, int]:
    day, _, amount = line.partition(" ")
    try:
        return date.fromisoformat(day), minor_units(format(Decimal(amount.strip()), "f"), currency)
    except (ValueError, InvalidOperation):
        raise Refusal(N_("Line %(line)s is not a day and an amount."), field="schedule", line=place) from None
    except Refusal as refusal:
        raise Refusal(refusal.sentence, field="schedule", **refusal.values) from None
