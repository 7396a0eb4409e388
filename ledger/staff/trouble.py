"""What can be wrong with an invitation, or with what was made on it."""

from __future__ import annotations

from uuid import UUID

from ledger.errors import N_, Alarming, Refusal


class NoInvitation(Refusal):
    """A code invites nobody: mistyped, used, or too old. The three look the same."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            N_("This code is not right, was used already, or is too old. Ask for another where you got it."),
            field="invitation",
        )


class ExchangedKeys(Alarming):
    """What stands in the database is not what the log says was made on an invitation."""

    def __init__(self, invitation: UUID) -> None:
        """Say what to do."""
        super().__init__(
            N_("These keys are not those that the log says were made. Nothing was done; invite the person again."),
            "exchanged_enrolment",
            about=invitation,
        )
