"""H11: which roles people hold on a day: granted as signed, auditor and donor alone."""

from typing import Any

from audit.replay.dues import carry_out_or_found
from audit.replay.reading import Reading
from audit.replay.state import Grant

ALONE = frozenset({"auditor", "donor"})
ROLES = frozenset({"officer", "approver", "finance", "custodian", "steward"}) | ALONE


def grant_role(reading: Reading, data: dict[str, Any]) -> None:
    """Grant a role for a time; auditor and donor stand alone while they last."""
    grant = Grant(data["person"], data["role"], data["from"], data["until"])
    state = reading.state
    reading.known(state.people, grant.person, "person")
    carry_out_or_found(reading, "role.granted", data)
    reading.checks["H11"] += 1
    if grant.role not in ROLES:
        reading.find("H11", f"role {grant.role!r} of {grant.person} is not one of the seven")
    held = state.grants.setdefault(grant.person, [])
    for other in held:
        if (
            other.role != grant.role
            and ALONE & {other.role, grant.role}
            and other.since <= other.until
            and other.since <= grant.until
            and grant.since <= other.until
        ):
            reading.find(
                "H11",
                f"{grant.person} is {other.role} and {grant.role}, one of which stands alone",
            )
    held.append(grant)
    state.roles.append(grant)
    reading.duties.clear()


def duties_on(reading: Reading, actor: str, day: str) -> frozenset[str]:
    """Say what an actor may act as on a day: their roles, and `person` or `system` itself."""
    duties = reading.duties.get((actor, day))
    if duties is None:
        grants = reading.state.grants.get(actor, ())
        held = {grant.role for grant in grants if grant.since <= day <= grant.until}
        if actor == "system":
            held.add("system")
        elif actor in reading.state.people:
            held.add("person")
        duties = reading.duties[actor, day] = frozenset(held)
    return duties
