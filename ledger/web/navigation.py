"""The way about: each slice says which of its pages stand in the navigation, for whom, and in which section."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import current_app, request, url_for
from flask_babel import gettext

from ledger.actor import Role
from ledger.errors import N_
from ledger.web.context import viewer_or_none

ROOM = 6
"""Up to so many links stand beside each other; more are folded into their sections."""


class Section(enum.IntEnum):
    """The parts of the navigation, in their order."""

    DESK = 1
    CASEWORK = 2
    MONEY = 3
    BOOKS = 4


_LABELS = {Section.CASEWORK: N_("Casework"), Section.MONEY: N_("Money"), Section.BOOKS: N_("Books")}
"""What is written on a folded section; those of the desk are never folded."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation. `order` says where it stands within its section."""

    section: Section
    order: int
    label: str
    endpoint: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Link:
    """A place as one reader sees it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The links of one section. `label` is a message to translate; without one they stand beside each other."""

    label: str
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        """Whether the page that is open stands in it."""
        return any(link.current for link in self.links)


_places: list[Place] = []


def add_place(place: Place) -> None:
    """Put a page into the navigation."""
    if place not in _places:
        _places.append(place)
        _places.sort(key=lambda known: (known.section, known.order))


def navigation() -> list[Menu]:
    """Return the menus for the person who is signed in, of those pages that this application holds."""
    who = viewer_or_none()
    if who is None:
        return []
    return arrange(
        [
            (place.section, _link(place))
            for place in _places
            if who.has(*place.roles) and place.endpoint in current_app.view_functions
        ]
    )


def arrange(links: Sequence[tuple[Section, Link]]) -> list[Menu]:
    """Fold sections of more than one link where there are more links than fit beside each other."""
    crowded = len(links) > ROOM
    menus = []
    for section, found in groupby(links, key=lambda one: one[0]):
        together = tuple(link for _, link in found)
        menus.append(Menu(_LABELS.get(section, "") if crowded and len(together) > 1 else "", together))
    return menus


def _link(place: Place) -> Link:
    here = (request.blueprint or "").partition(".")[0]
    return Link(gettext(place.label), url_for(place.endpoint), place.endpoint.partition(".")[0] == here)
