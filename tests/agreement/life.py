"""A history in the making: each step picks, by the dice, something that could be done, and does it or finds it refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

from sqlalchemy.exc import IntegrityError

from ledger.errors import Alarming, Refusal
from ledger.work import Work
from tests.builders import World


class Life:
    """One history. What people do stands in the classes that build on this one, as methods `do_…`."""

    def __init__(self, world: World, seed: int) -> None:
        """Begin with a seed."""
        self.world, self.dice = world, Random(seed)  # noqa: S311 - a story, not a secret

    def step(self, name: str) -> None:
        """Do one thing, or find that it cannot be done: then nothing has changed. Nothing here is ever exchanged."""
        try:
            getattr(self, f"do_{name}")()
        except Alarming:
            raise
        except (Refusal, IntegrityError):
            return

    def pick(self, query: Any) -> Any:
        """Read one of what a query finds, by the dice; None where it finds nothing."""
        with self.world.store.reading() as session:
            found = session.scalars(query).all()
        return self.dice.choice(found) if found else None

    def one_of(self, names: Sequence[str]) -> str:
        """Choose somebody."""
        return self.dice.choice(names)

    @contextmanager
    def work_of(self, name: str) -> Iterator[Work]:
        """Begin a unit of work of somebody."""
        with self.world.store.work(self.world.actors[name]) as work:
            yield work
