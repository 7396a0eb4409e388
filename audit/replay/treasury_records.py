"""What replay knows of the organisation's own money: one record a concept, rebuilt from entries alone."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Cash(NamedTuple):
    """A cash account: its currency, whether it is the usual one of it, and the network of a digital wallet."""

    currency: str
    usual: bool
    network: str | None


class Rate(NamedTuple):
    """An exchange rate as it was recorded."""

    currency: str
    base: str
    rate: str
    source: str
    date: str


class Side(NamedTuple):
    """One side of an exchange."""

    cash: str
    currency: str
    minor: int


@dataclass(slots=True)
class Exchange:
    """Currency bought or sold; `shown` maps a side to day and statement line."""

    fund: str
    sold: Side
    bought: Side
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    cancelled: bool = False


@dataclass(slots=True)
class Refund:
    """Money that is owed to a donor; `gift` is what it was held in advance of, if it was."""

    fund: str
    currency: str
    minor: int
    gift: str | None
    paid: bool = False
    cancelled: bool = False


@dataclass(slots=True)
class Loss:
    """Money that is gone."""

    fund: str
    cash: str
    currency: str
    minor: int
    booked: bool = False
    cancelled: bool = False


@dataclass(slots=True)
class Met:
    """Somebody's word that a condition is met for a part of a gift."""

    contribution: str
    minor: int
    by: str
    earned: bool = False
    taken_back: bool = False


@dataclass(slots=True)
class Collected:
    """Money of loans that somebody took for the organisation: by day what came, and how much they handed over."""

    came: list[tuple[str, int]] = field(default_factory=list)
    handed: int = 0

    @property
    def left(self) -> int:
        """What they still have."""
        return sum(minor for _, minor in self.came) - self.handed

    def left_of(self, until: str) -> int:
        """What they still have of what came until a day, where the oldest is handed over first."""
        return sum(minor for day, minor in self.came if day <= until) - self.handed
