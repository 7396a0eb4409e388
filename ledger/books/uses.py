"""What a statement line that matched nothing can be booked as: slices register their uses here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger.books.rules.lines import Shown
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a line may be about: what is sent by the form, and the words that finance chooses it by."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Use:
    """One way to book a statement line.

    `sign` is 1 for money that came in, -1 for money that left. `targets` finds what it could be about: funds, announced
    gifts, advances, loans; `book` posts the whole line on the chosen target's value, and raises Refusal where it does
    not fit. It is called in finance's unit of work, once for a line. Where there may be more targets than a person
    chooses from, `targets` gives the likely ones, and `named` finds any of the others by its reference.
    """

    code: str
    label: str
    sign: int
    targets: Callable[[Session, Shown], list[Target]]
    book: Callable[[Work, Shown, str], None]
    named: Callable[[Session, Shown, str], list[Target]] | None = None

    def target_of(self, session: Session, shown: Shown, said: str) -> str | None:
        """Return the value of what somebody chose from the list, or named by its reference; None where it is none."""
        if said in {one.value for one in self.targets(session, shown)}:
            return said
        found = self.named(session, shown, said.strip().upper()) if self.named else []
        return found[0].value if found else None


_uses: dict[str, Use] = {}


def register_use(use: Use) -> Use:
    """Add a way to book statement lines."""
    _uses[use.code] = use
    return use


def uses_for(shown: Shown) -> list[Use]:
    """The ways to book a line of this direction, in the order they were registered."""
    return [use for use in _uses.values() if use.sign * shown.minor > 0]
