"""The clock of an emergency in words, as pages and lists show it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from ledger.awards.models import Award, AwardStage
from ledger.awards.rules.clock import Clock
from ledger.errors import N_
from ledger.web.formats import duration, filled, moment

LEGS = (N_("To the first signature"), N_("To the last signature"), N_("To the money"))
"""Each leg from the mark before it; the last signature is the last of those that are needed."""
OVER = (AwardStage.REFUSED, AwardStage.WITHDRAWN, AwardStage.CANCELLED)

Told = tuple[str, str, str]
"""Label, duration, moment."""


def told(clock: Clock, now: datetime, *, over: bool = False) -> list[Told]:
    """Tell a clock leg by leg; the leg that is running counts, unless the award came to nothing."""
    lines = [(_("Asked for"), _("%(span)s ago", span=duration(now - clock.requested_at)), moment(clock.requested_at))]
    running = not over
    for label, leg, begin, end in zip(LEGS, clock.legs, clock.marks, clock.marks[1:], strict=False):
        if leg is not None:
            lines.append((_(label), duration(leg), moment(end)))
        elif begin is not None and running:
            lines.append((_(label), _("%(span)s so far", span=duration(now - begin)), _("waits")))
            running = False
        else:
            lines.append((_(label), "–", ""))
    return lines


def in_short(award: Award, kind: str, now: datetime) -> str:
    """Tell in a cell of a list what an award is, and of an emergency how long somebody waits, or has waited."""
    if award.requested_at is None or award.stage in OVER:
        return kind
    end, sentence = award.sent_at, N_("%(kind)s, money after %(span)s")
    if end is None:
        end, sentence = now, N_("%(kind)s, waits for %(span)s")
    return filled(sentence, {"kind": kind, "span": duration(end - award.requested_at)})
