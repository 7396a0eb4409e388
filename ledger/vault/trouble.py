"""What can be wrong with something sealed."""

from __future__ import annotations

from uuid import UUID

from ledger.errors import N_, Alarming, Refusal


class Tampered(Alarming):
    """Something sealed is not what the log says was sealed. `what` is a code of `ledger.vault.rules.reasons.ALARMS`."""

    def __init__(self, what: str, pseudonym: str | None = None, about: UUID | None = None) -> None:
        """Say nothing about which of them it was."""
        super().__init__(
            N_("This sealed record is not the one that the log knows. Nothing was opened; custodians are told."),
            what,
            pseudonym,
            about,
        )


class NoCopy(Refusal):
    """Somebody does not hold the lock that this takes."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            N_("You do not hold the key that this takes. Somebody who holds it can grant it to you by a proposal.")
        )
