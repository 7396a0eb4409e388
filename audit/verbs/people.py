"""Verbs of people: the founding, who works here, their keys, roles, policy and own accounts."""

from __future__ import annotations

from audit import shapes as s

_OWN_ACCOUNT: s.Shape = {"person": s.uuid}
_KEYS: s.Shape = {"signing_key": s.ssh_key, "reading_key": s.hex_64}

RULE: s.Shape = {
    "kind": s.code,
    "from_minor": s.natural,
    "needed": s.positive,
    "role": s.code,
}
"""One line of the policy: from an amount on, a kind of proposal needs so many approvals by a role."""

VERBS: dict[str, s.Shape] = {
    "organisation.founded": {
        "origin": s.code,
        "base_currency": s.currency,
        "log_key": s.text,
        "demo": s.boolean,
        "rules": s.one,
    },
    "recovery.set": {"recipients": s.list_of(s.age_recipient)},
    "enrolment.invited": {"invitation": s.uuid, "person": s.nullable(s.uuid)},
    "enrolment.prepared": {"invitation": s.uuid, **_KEYS},
    "person.registered": {"person": s.uuid, "code": s.code, **_KEYS, "from": s.day},
    "person.key_changed": {"person": s.uuid, **_KEYS, "proposal": s.uuid},
    "role.granted": {"person": s.uuid, "role": s.code, "from": s.day, "until": s.day},
    "role.ended": {"person": s.uuid, "role": s.code, "until": s.day},
    "policy.set": {"version": s.positive, "rules": s.list_of(s.fits(RULE))},
    "account.passphrase_changed": _OWN_ACCOUNT,
    "account.recovery_code_used": _OWN_ACCOUNT,
    "account.recovery_codes_renewed": _OWN_ACCOUNT,
    "account.sessions_ended": {**_OWN_ACCOUNT, "count": s.natural},
    "signin.failures_counted": {"count": s.natural, "since": s.moment},
}
