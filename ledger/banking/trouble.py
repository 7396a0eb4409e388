"""What is wrong with a bank's file, by line, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger.errors import N_, Refusal


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong: the line or row of the file (0: the file as a whole), what, and what to do.

    Both sentences are templates marked by `N_`; `values` fill both. They never hold text out of the file besides
    account numbers of the organisation, amounts, days and codes.
    """

    line: int
    sentence: str
    mend: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return it in English."""
        said = f"{self.sentence} {self.mend}" % self.values
        return f"Line {self.line}: {said}" if self.line else said


class CannotRead(Refusal):
    """A file of which nothing was taken. `troubles` says what is wrong, in the order of the file."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        """Carry them all, so that somebody mends a file once and not line by line."""
        self.troubles = tuple(sorted(troubles, key=lambda one: one.line))
        super().__init__(N_("This file cannot be taken as it is; nothing was saved."), field="file")


DOWNLOAD = N_("Download it from the bank again, and do not open or save it in another program in between.")
"""What to do about most of them."""


MOST = 100
"""Troubles after which a file is read no further: it is wrong throughout, and telling all would fill the memory."""


class Troubles(list[Trouble]):
    """What is wrong with a file so far. Raises CannotRead once that is too much to tell."""

    def append(self, one: Trouble) -> None:
        """Write one down."""
        super().append(one)
        if len(self) >= MOST:
            sentence = N_("The file is wrong in %(most)s places up to here, and was read no further.")
            raise CannotRead([*self, Trouble(one.line, sentence, DOWNLOAD, {"most": MOST})])

    def append_all(self, more: Iterable[Trouble]) -> None:
        """Write down one after the other."""
        for one in more:
            self.append(one)


def broken(line: int, sentence: str, mend: str = DOWNLOAD, **values: object) -> CannotRead:
    """One trouble that ends the reading."""
    return CannotRead([Trouble(line, sentence, mend, values)])
