"""The ways in which somebody can be paid, in words, and as what a form lets one choose from."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.channels.words import CHANNELS
from ledger.errors import N_, Refusal
from ledger.vault.queries.ways import Way, next_way, ways_of
from ledger.vault.rules.compartments import FIRST_WAY
from ledger.vault.rules.details import PAID_TO
from ledger.web.formats import moment

ANOTHER = "another"
"""What a form sends where payment details are no change of a way, but another one."""


def in_words(way: int | None, paid_to: str | None, channel: str | None) -> str:
    """Write into whose hands money goes, by which channel and which of somebody's ways to be paid."""
    hands = hands_in_words(paid_to)
    if way is None:
        return hands
    facts = {"hands": hands, "channel": channel_in_words(channel), "number": way}
    return str(_("%(hands)s (%(channel)s, way %(number)s)", **facts))


def hands_in_words(paid_to: str | None) -> str:
    """Write into whose hands a way to be paid pays."""
    return str(_(PAID_TO[paid_to])) if paid_to in PAID_TO else "–"


def channel_in_words(channel: str | None) -> str:
    """Write by which channel a way to be paid is served."""
    return str(_(CHANNELS[channel])) if channel in CHANNELS else "–"


def ways_to_choose(session: Session, pseudonym: str) -> list[tuple[str, str]]:
    """Return somebody's ways to be paid as choices."""
    return [(str(way.number), _choice(way)) for way in ways_of(session, pseudonym)]


def offer_ways(form: Any, session: Session, pseudonym: str) -> None:
    """Let one choose, in the field `way` of a form, how somebody is paid; nothing is asked where there is one way."""
    known = ways_to_choose(session, pseudonym)
    if len(known) > 1:
        form.way.choices = [("", _("Choose")), *known]
    else:
        del form.way


def way_chosen(session: Session, pseudonym: str, chosen: str | None) -> int:
    """Return the number of the way that payment details change, or the next one.

    Raises Refusal where nothing was chosen and details were recorded meanwhile: they are not to be changed unawares.
    """
    if chosen and chosen != ANOTHER:
        return int(chosen)
    number = next_way(session, pseudonym)
    if chosen is None and number != FIRST_WAY:
        raise Refusal(N_("Payment details were recorded meanwhile. Open the page again, and choose what you change."))
    return number


def _choice(way: Way) -> str:
    facts = {"number": way.number, "hands": hands_in_words(way.paid_to), "channel": channel_in_words(way.channel)}
    return str(_("%(number)s: %(hands)s, %(channel)s, sealed %(since)s", since=moment(way.since), **facts))
