"""The way about: each slice says which of its pages stand in the navigation, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext

from ledger.actor import Role
from ledger.web.context import viewer_or_none


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation. `order` says where it stands."""

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


_places: list[Place] = []


def add_place(place: Place) -> None:
    """Put a page into the navigation."""
    if place not in _places:
        _places.append(place)
        _places.sort(key=lambda known: known.order)


def navigation() -> list[Link]:
    """Return the links for the person who is signed in, to those pages that this application holds."""
    who = viewer_or_none()
    if who is None:
        return []
    here = (request.blueprint or "").partition(".")[0]
    return [
        Link(gettext(place.label), url_for(place.endpoint), place.endpoint.partition(".")[0] == here)
        for place in _places
        if who.has(*place.roles) and place.endpoint in current_app.view_functions
    ]
