"""Refusals: what the ledger will not do, said so that a tired person can act on it."""

from __future__ import annotations

from uuid import UUID


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext's own tools look for
    """Mark a sentence for translation where it is written; the page translates it where it is read."""
    return sentence


class Refusal(Exception):  # noqa: N818 - a refusal is the domain's word
    """Something was asked that the ledger will not do. Nothing was changed.

    `sentence` is an English template marked by `N_`, `values` fill its `%(name)s` places,
    `field` names the form field it stands beside, where there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None, **values: object) -> None:
        """Keep the template and its values apart, so that the page can translate the one and format the other."""
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values
        self.field = field


class NotFound(Refusal):
    """What was asked for is not there, or may not be seen; the two must look the same."""

    def __init__(self) -> None:
        """Say nothing about which of the two it was."""
        super().__init__(N_("There is nothing here that you can see."))


class LockedDown(Refusal):
    """The ledger is locked down: nobody acts until two people have lifted it."""

    def __init__(self) -> None:
        """Say it in words that tell an onlooker nothing."""
        super().__init__(N_("Nothing can be done here for now. Nothing was changed."))


class Suspended(Refusal):
    """Whoever acts has suspended their own access, and the day until which they did is not over."""

    def __init__(self) -> None:
        """Say that waiting is all there is."""
        super().__init__(N_("You suspended your own access. It is open again when the day that you chose is over."))


class Alarming(Refusal):
    """Something stored is not what the log says of it. Nothing was changed, and a unit of work writes down that it was.

    `what` is a code, `pseudonym` and `about` say on what it was found, where that is known.
    """

    def __init__(self, sentence: str, what: str, pseudonym: str | None = None, about: UUID | None = None) -> None:
        """Refuse in the same words whatever it was: details are for the log and its auditors."""
        super().__init__(sentence)
        self.what = what
        self.pseudonym = pseudonym
        self.about = about


class Misuse(Exception):  # noqa: N818 - raised only where the program itself is wrong
    """The program broke a rule of the house; no input can cause this."""
