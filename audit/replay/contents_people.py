"""What a proposal about people must say: appointment, roles, key reset, policy (section 3)."""

from typing import Any

from audit.replay.reading import Reading
from audit.replay.records import Proposal
from audit.replay.signed import compare


def check_appointment(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold an appointment to somebody new, with the keys that were made on their invitation."""
    content = signed["content"]
    compare(reading, f"proposal {ident}", signed, {"subject": content["person"]})
    reading.checks["H4"] += 1
    if content["person"] in reading.state.people:
        reading.find("H4", f"proposal {ident} appoints {content['person']}, who is registered already")
    check_invitation(reading, ident, content, None)


def check_roles(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a change of roles to somebody who is known."""
    content = signed["content"]
    compare(reading, f"proposal {ident}", signed, {"subject": content["person"]})
    reading.known(reading.state.people, content["person"], "person")


def check_key_reset(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold new keys to somebody who is known, and to what they made on their own invitation."""
    content = signed["content"]
    compare(reading, f"proposal {ident}", signed, {"subject": content["person"]})
    if reading.known(reading.state.people, content["person"], "person") is not None:
        check_invitation(reading, ident, content, content["person"])


def check_invitation(reading: Reading, ident: str, content: dict[str, Any], person: str | None) -> None:
    """Hold keys to the newest that were made on an invitation, which was for this person."""
    invitation = reading.known(reading.state.invitations, content["invitation"], "invitation")
    if invitation is None:
        return
    made = {"signing_key": invitation.signing_key, "reading_key": invitation.reading_key}
    what = f"proposal {ident}, held to what was made on invitation {content['invitation']},"
    compare(reading, what, content, made)
    if invitation.person != person:
        reading.find("H4", f"proposal {ident} uses invitation {content['invitation']}, which was for another")


def check_newest(reading: Reading, ident: str, proposal: Proposal) -> None:
    """Hold keys that are carried out to the newest made on their invitation: who began again counts anew."""
    content = proposal.signed["content"]
    if proposal.kind == "appointment":
        check_invitation(reading, ident, content, None)
    elif proposal.kind == "key_reset":
        check_invitation(reading, ident, content, content["person"])


def check_policy(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a new policy to the number after the one in force."""
    reading.checks["H4"] += 1
    version = signed["content"]["version"]
    if version != len(reading.state.policies) + 1:
        reading.find("H4", f"proposal {ident} is about policy {version}, which is not the next one")
