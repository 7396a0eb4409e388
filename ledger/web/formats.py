"""How amounts, days, moments and stages are written, in the reader's language and zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from babel.dates import format_date, format_datetime, format_timedelta, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, get_timezone, gettext

from ledger.errors import N_
from ledger.money import digits_of

STAGES = {
    "drafted": N_("Drafted"),
    "proposed": N_("Waits for signatures"),
    "approved": N_("Approved"),
    "active": N_("Active"),
    "completed": N_("Completed"),
    "refused": N_("Refused"),
    "withdrawn": N_("Withdrawn"),
    "cancelled": N_("Cancelled"),
    "replaced": N_("Replaced"),
    "planned": N_("Planned"),
    "recognised": N_("Recognised"),
    "split": N_("Split into parts"),
    "in_run": N_("In a run"),
    "sent": N_("Sent"),
    "confirmed": N_("Confirmed"),
    "failed": N_("Failed"),
    "returned": N_("Returned"),
    "open": N_("Open"),
    "released": N_("Released"),
    "settled": N_("Settled"),
    "abandoned": N_("Abandoned"),
    "announced": N_("Announced"),
    "received": N_("Received"),
    "conditional": N_("On a condition"),
    "in_advance": N_("Held in advance"),
    "refunded": N_("Given back"),
    "half": N_("One side shown"),
    "done": N_("Done"),
    "due": N_("Due"),
    "paid": N_("Paid"),
    "carried_out": N_("Taken in"),
    "asked": N_("Asked"),
    "consented": N_("Consented"),
    "shown": N_("Shown once"),
    "promised": N_("Promised"),
    "running": N_("Running"),
    "repaid": N_("Paid back"),
    "written_off": N_("Written off"),
    "granted": N_("Turned into a grant"),
    "matched": N_("Booked"),
    "set_aside": N_("Put aside"),
}


_UNITS: tuple[tuple[Literal["day", "hour", "minute"], int], ...] = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def amount(minor: int, currency: str) -> str:
    """Write minor units in the reader's way, with the digits that ISO 4217 gives the currency."""
    digits = digits_of(currency) or 0
    # The language's own grouping (in Hindi 1,00,000), with the currency's digits in place of the language's.
    whole = get_locale().decimal_formats[None].pattern.partition(".")[0]
    pattern = f"{whole}.{'0' * digits}" if digits else whole
    return format_decimal(Decimal(minor).scaleb(-digits), pattern, get_locale(), decimal_quantization=False)


def money(minor: int, currency: str) -> str:
    """Write an amount with its currency code."""
    return f"{amount(minor, currency)} {currency}"


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """Translate a sentence and fill in its values."""
    written: str = gettext(sentence, **values) if values else gettext(sentence)
    return written


def day(value: date | None) -> str:
    """Write a day in the reader's way."""
    return format_date(value, "medium", get_locale()) if value else ""


def moment(value: datetime | None) -> str:
    """Write a moment in the reader's zone, with the zone named."""
    if value is None:
        return ""
    zone = get_timezone()
    local = value.astimezone(zone)
    written = format_datetime(local, "medium", tzinfo=zone, locale=get_locale())
    return f"{written} {get_timezone_name(local, 'short', locale=get_locale())}"


def zone_name(at: datetime) -> str:
    """Name the reader's zone as it is called at that moment."""
    written: str = get_timezone_name(at.astimezone(get_timezone()), "short", locale=get_locale())
    return written


def duration(span: timedelta, width: Literal["long", "short"] = "long") -> str:
    """Say how long something took in its two largest units, cut off below: 2 days, 3 hours.

    `short` words the units briefly, for the cells of a list: 2 days, 3 hr.
    """
    rest, told = int(span.total_seconds()), list[str]()
    for unit, seconds in _UNITS:
        count, rest = divmod(rest, seconds)
        part = timedelta(seconds=count * seconds)
        if count:
            told.append(format_timedelta(part, granularity=unit, threshold=10**6, format=width, locale=get_locale()))
        elif told:
            break
    if not told:
        less: str = gettext("less than a minute")
        return less
    return format_list(told[:2], style="unit", locale=get_locale())


def stage_word(stage: object) -> str:
    """Say a stage in the reader's language."""
    name = str(getattr(stage, "value", stage))
    return gettext(STAGES[name]) if name in STAGES else name


def short_hash(value: bytes | str) -> str:
    """Write the head and tail of a hash."""
    text = value.hex() if isinstance(value, bytes) else value
    return f"{text[:4]}…{text[-4:]}"


def add_filters(app: Flask) -> None:
    """Give the templates these words."""
    for name, function in (
        ("amount", amount),
        ("money", money),
        ("date", day),
        ("moment", moment),
        ("duration", duration),
        ("stage_word", stage_word),
        ("short_hash", short_hash),
        ("translated", gettext),
        ("filled", filled),
    ):
        app.add_template_filter(function, name)
