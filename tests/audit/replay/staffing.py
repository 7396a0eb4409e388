"""People in a history: appointed, given and deprived of roles, given new keys, a new policy, each by proposal."""

from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import POLICY, History, keys_of, uid

UNTIL = "2027-12-31"


def role(name: str, since: str = "2026-01-01", until: str = UNTIL) -> dict[str, str]:
    """Give a role as it is signed."""
    return {"role": name, "from": since, "until": until}


def invite(history: History, name: str, secret: str, person: str | None = None) -> str:
    """Invite somebody, let them make keys, and return the invitation."""
    history.work("Stu")
    invitation = uid(f"invitation {name} {len(history.entries)}")
    history.write("enrolment.invited", invitation=invitation, person=person)
    prepare(history, invitation, secret)
    return invitation


def prepare(history: History, invitation: str, secret: str) -> None:
    """Let whoever was invited make keys, once more where they began again."""
    history.work("system")
    history.write("enrolment.prepared", invitation=invitation, **keys_of(secret))


def propose(history: History, kind: str, content: dict[str, Any], by: str = "Stu", **changed: Any) -> str:
    """Propose something about a person or the policy, and return the proposal."""
    history.work(by)
    ident = uid(f"proposal {kind} {len(history.entries)}")
    subject = content.get("person", uid(f"subject of {ident}"))
    deeds.make_proposal(history, {"proposal": ident, "kind": kind, "subject": subject, "content": content, **changed})
    return ident


def approve(history: History, proposal: str, by: str = "Ada") -> dict[str, Any]:
    """Let another sign it, and return what was signed."""
    deeds.decide(history, proposal, by)
    deeds.settle(history, proposal, "approved")
    content: dict[str, Any] = history.proposals[proposal]["content"]
    return content


def propose_appointment(history: History, name: str, *roles: str, **content: Any) -> str:
    """Propose to appoint somebody new who was invited."""
    invitation = invite(history, name, name)
    members = {
        "person": uid(name),
        "code": name[:2].upper(),
        "invitation": invitation,
        **keys_of(name),
        "roles": [role(one) for one in roles],
        **content,
    }
    return propose(history, "appointment", members)


def appoint(history: History, name: str, *roles: str) -> None:
    """Appoint somebody new with these roles."""
    content = approve(history, propose_appointment(history, name, *roles))
    register(history, content)
    for one in content["roles"]:
        grant(history, content["person"], one)


def register(history: History, content: dict[str, Any], **changed: Any) -> None:
    """Write that somebody is registered, as it was signed."""
    members = {name: content[name] for name in ("person", "code", "signing_key", "reading_key")}
    history.write("person.registered", **{**members, **changed}, from_=history.at[:10])


def grant(history: History, person: str, given: dict[str, str]) -> None:
    """Write that a role is granted, as it was signed."""
    history.write("role.granted", person=person, role=given["role"], from_=given["from"], until=given["until"])


def propose_roles(history: History, name: str, granted: list[Any], ended: list[Any]) -> str:
    """Propose to change somebody's roles."""
    return propose(history, "roles", {"person": uid(name), "granted": granted, "ended": ended})


def end_role(history: History, name: str, ended: str, *locks: str, until: str | None = None) -> None:
    """End a role of somebody, and with it the locks that they held by it."""
    last = until or (history.now.date().replace(day=history.now.day - 1).isoformat())
    proposal = propose_roles(history, name, [], [{"role": ended, "until": last}])
    approve(history, proposal)
    history.write("role.ended", person=uid(name), role=ended, until=last)
    for lock in locks:
        history.write("lock.left", lock=uid(f"lock {lock}"), person=uid(name), why="role_ended")


def propose_keys(history: History, name: str, secret: str, **content: Any) -> str:
    """Propose new keys for somebody, made from another secret."""
    invitation = invite(history, name, secret, uid(name))
    return propose(history, "key_reset", {"person": uid(name), "invitation": invitation, **keys_of(secret), **content})


def change_keys(history: History, name: str, secret: str, *locks: str) -> None:
    """Give somebody new keys; locks that they held are closed to them until they are granted again."""
    proposal = propose_keys(history, name, secret)
    approve(history, proposal)
    history.write("person.key_changed", person=uid(name), proposal=proposal, **keys_of(secret))
    for lock in locks:
        history.write("lock.left", lock=uid(f"lock {lock}"), person=uid(name), why="keys_changed")
    history.secrets[name] = secret


def set_policy(history: History, rules: list[dict[str, Any]] = POLICY, **changed: Any) -> None:
    """Put another policy in force."""
    version = history.policy + 1
    approve(history, propose(history, "policy", {"version": version, "rules": rules}))
    history.policy = version
    history.write("policy.set", **{"version": version, "rules": rules, **changed})
