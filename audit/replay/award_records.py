"""What replay knows of an award besides its terms: instalments with their reviews, the clock of an emergency."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Review:
    """What one person said in the review before an instalment, and in which unit of work."""

    outcome: str
    reason: str | None
    again_on: str | None
    person: str
    at: str
    work: str
    seq: int


@dataclass(slots=True)
class Instalment:
    """One planned payment; `stage` is planned, recognised, cancelled or replaced.

    `live` are its payments that have not come to nothing: one, or several parts that a channel's limit forced.
    """

    due: str
    minor: int
    stage: str = "planned"
    live: dict[str, int] = field(default_factory=dict)
    paid_minor: int = 0
    given_up: int = 0
    reviews: list[Review] = field(default_factory=list)

    @property
    def paid(self) -> bool:
        """Whether all that is to be paid of it was paid."""
        return self.paid_minor > 0 and self.paid_minor + self.given_up >= self.minor

    @property
    def open_minor(self) -> int:
        """What is neither paid, nor on its way, nor given up."""
        return self.minor - self.given_up - sum(self.live.values())


@dataclass(slots=True)
class Clock:
    """When an emergency was asked for, signed by the first and the last who had to, and sent money that is out."""

    requested_at: str
    first_signed_at: str | None = None
    approved_at: str | None = None
    sent_at: str | None = None
