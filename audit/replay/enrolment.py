"""Invitations to make keys, and what the invited have made: the newest counts (H2, H7)."""

from typing import Any

from audit.replay.reading import Reading
from audit.replay.state import Invitation


def invite(reading: Reading, data: dict[str, Any]) -> None:
    """Invite somebody new, or somebody who is to have new keys."""
    reading.create(data["invitation"], "invitation")
    if data["person"] is not None:
        reading.known(reading.state.people, data["person"], "person")
    reading.state.invitations[data["invitation"]] = Invitation(data["person"])


def prepare(reading: Reading, data: dict[str, Any]) -> None:
    """Take the public keys that whoever was invited has made."""
    invitation = reading.known(reading.state.invitations, data["invitation"], "invitation")
    if invitation is not None:
        invitation.signing_key, invitation.reading_key = data["signing_key"], data["reading_key"]
