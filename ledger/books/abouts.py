"""What an entry is about, as people know it: each slice says how its own things are called and where their page is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session


class Known(NamedTuple):
    """A reference and the address of its page, empty where there is none."""

    text: str
    url: str


Finder = Callable[[Session, list[UUID]], dict[UUID, Known]]
_finders: dict[str, Finder] = {}


def find_abouts(kind: str, finder: Finder) -> None:
    """Register how things of a kind are found by their ids, many at once."""
    _finders[kind] = finder


def known_abouts(session: Session, pairs: Iterable[tuple[str, UUID]]) -> dict[UUID, Known]:
    """Return how the things behind pairs of kind and id are called; whatever no slice knows goes by kind and id."""
    by_kind: dict[str, list[UUID]] = {}
    for kind, ref in dict.fromkeys(pairs):
        by_kind.setdefault(kind, []).append(ref)
    found: dict[UUID, Known] = {}
    for kind, refs in by_kind.items():
        found |= {ref: Known(f"{kind.replace('_', ' ')} {str(ref)[:8]}", "") for ref in refs}
        if kind in _finders:
            found |= _finders[kind](session, refs)
    return found
