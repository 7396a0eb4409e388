"""Refusals: what the ledger will not do, said so that a tired person can act on it."""

from __future__ import annotations


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


class Misuse(Exception):  # noqa: N818 - raised only where the program itself is wrong
    """The program broke a rule of the house; no input can cause this."""
