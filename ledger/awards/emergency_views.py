"""The page of emergencies: whose clock runs, and how long each leg takes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from ledger.awards import emergencies
from ledger.awards.hours import LEGS, OVER
from ledger.awards.models import Award
from ledger.awards.rules.clock import Clock, paces
from ledger.errors import N_
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store
from ledger.web.formats import duration
from ledger.web.listing import Column, Listing, answer

YEAR = timedelta(days=365)
WAYS = (*LEGS, N_("From the request to the money"))

_Row = Any
"""Award, and when the first and the last who had to have signed."""


def add_emergencies(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/emergencies", "emergencies", show_emergencies)


@guarded(*CASEWORK)
def show_emergencies() -> str | Response:
    """List emergencies with their clocks, and the middle and the slowest of a year."""
    now = store().clock.now()
    with store().reading() as session:
        pace = paces(emergencies.clocks_since(session, now - YEAR))
        listing = Listing("emergencies", _("Emergencies"), _columns(), emergencies.emergencies())
        return answer(session, listing, "awards/emergencies.html", paces=list(zip(WAYS, pace, strict=True)))


def _columns() -> list[Column[_Row]]:
    now = store().clock.now()
    return [
        Column("reference", _("Award"), lambda row: row[0].reference, "reference", _url),
        Column("requested", _("Asked for"), lambda row: row[0].requested_at, "moment", sort=Award.requested_at),
        Column("first", _(LEGS[0]), lambda row: _leg(row, 0), "span"),
        Column("last", _(LEGS[1]), lambda row: _leg(row, 1), "span"),
        Column("money", _(LEGS[2]), lambda row: _leg(row, 2), "span"),
        Column("whole", _("In all"), lambda row: _whole(row, now), "span"),
        Column("amount", _("Amount"), lambda row: (row[0].minor, row[0].currency), "money", sort=Award.minor),
        Column("stage", _("Stage"), lambda row: row[0].stage, "stage", sort=Award.stage),
    ]


def _url(row: _Row) -> str:
    return url_for("awards.show", reference=row[0].reference)


def _clock(row: _Row) -> Clock:
    award, first, approved = row
    return Clock(award.requested_at, first, approved, award.sent_at)


def _leg(row: _Row, place: int) -> str:
    leg = _clock(row).legs[place]
    return "" if leg is None else duration(leg, "short")


def _whole(row: _Row, now: Any) -> str:
    clock = _clock(row)
    if clock.whole is not None:
        return duration(clock.whole, "short")
    return "" if row[0].stage in OVER else _("%(span)s so far", span=duration(clock.running(now), "short"))
