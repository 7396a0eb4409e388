"""What can be wrong with something sealed."""

from __future__ import annotations

from uuid import UUID

from ledger.errors import N_, Refusal


class Tampered(Refusal):
    """Something sealed is not what the log says was sealed: nothing is shown, and it is reported.

    `what` is a code of `ledger.vault.rules.alarms`; `about` the record it was found on.
    """

    def __init__(self, what: str, pseudonym: str | None = None, about: UUID | None = None) -> None:
        """Refuse in the same words whichever it was: details are for the log and its auditors."""
        super().__init__(
            N_("A sealed record is not the one that the log knows. Nothing was opened; custodians and auditors see it.")
        )
        self.what = what
        self.pseudonym = pseudonym
        self.about = about


class NoCopy(Refusal):
    """Somebody does not hold the lock that this takes."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            N_("You do not hold the key that this takes. Somebody who holds it can grant it to you by a proposal.")
        )
