"""Where an instalment stands before it is paid: what its last review said, or from when one waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A code (`none`, `later`, `due`, `passed`, `postponed`, `not_passed`), and the day on which it is looked at."""

    code: str
    on: date | None = None


def review_state(last: str | None, stage: str, review_from: date | None, today: date) -> ReviewState:
    """Return where an instalment stands; `last` is what its last review said, None where there was none."""
    if last in {"passed", "not_passed"}:
        return ReviewState(last)
    if review_from is None or stage != "planned":
        return ReviewState("none")
    if review_from <= today:
        return ReviewState("due", review_from)
    return ReviewState("postponed" if last else "later", review_from)
