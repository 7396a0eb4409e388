"""What an entry of the log holds, verb by verb: sections 2, 4 and 5 of the log format as a table.

A member too many is a fault like one too few: it could carry a name.
"""

from __future__ import annotations

from typing import Any

from audit import shapes as s

_AWARD_MOVED: s.Shape = {"award": s.uuid, "from": s.code}
_PAYMENT_MOVED: s.Shape = {"disbursement": s.uuid, "from": s.code}
_SETTLED: s.Shape = {"proposal": s.uuid, "revision": s.positive}
_OWN_ACCOUNT: s.Shape = {"person": s.uuid}
_GIFT: s.Shape = {
    "contribution": s.uuid,
    "fund": s.uuid,
    "donor": s.uuid,
    "minor": s.integer,
    "currency": s.currency,
}
_OPENING: s.Shape = {"opening": s.uuid}
_LOCKDOWN: s.Shape = {"lockdown": s.uuid}
_LOCK: s.Shape = {
    "lock": s.uuid,
    "name": s.code,
    "epoch": s.positive,
    "public_key": s.hex_64,
    "members": s.list_of(s.uuid),
}
_RUN_PART: s.Shape = {"run": s.uuid, "disbursements": s.list_of(s.uuid)}

RULE: s.Shape = {
    "kind": s.code,
    "from_minor": s.natural,
    "needed": s.positive,
    "role": s.code,
}
LEFT_OUT: s.Shape = {"row": s.natural, "field": s.code, "reason": s.code}
LINE: s.Shape = {
    "line": s.positive,
    "fund": s.uuid,
    "account": s.account,
    "currency": s.currency,
    "minor": s.integer,
    "base": s.integer,
    "holder": lambda value: value == "" or s.code(value),
    "kind": s.code,
    "ref": s.uuid,
    "version": s.positive,
    "balance": s.integer,
    "base_balance": s.integer,
}

VERBS: dict[str, s.Shape] = {
    "organisation.founded": {
        "origin": s.code,
        "base_currency": s.currency,
        "log_key": s.text,
        "demo": s.boolean,
        "rules": s.one,
    },
    "person.registered": {
        "person": s.uuid,
        "code": s.code,
        "signing_key": s.ssh_key,
        "reading_key": s.hex_64,
        "from": s.day,
    },
    "role.granted": {"person": s.uuid, "role": s.code, "from": s.day, "until": s.day},
    "recovery.set": {"recipients": s.list_of(s.age_recipient)},
    "enrolment.invited": {"invitation": s.uuid, "person": s.nullable(s.uuid)},
    "enrolment.prepared": {
        "invitation": s.uuid,
        "signing_key": s.ssh_key,
        "reading_key": s.hex_64,
    },
    "person.key_changed": {
        "person": s.uuid,
        "signing_key": s.ssh_key,
        "reading_key": s.hex_64,
        "proposal": s.uuid,
    },
    "role.ended": {"person": s.uuid, "role": s.code, "until": s.day},
    "policy.set": {"version": s.positive, "rules": s.list_of(s.fits(RULE))},
    "donor.recorded": {"donor": s.uuid, "code": s.code},
    "donor.reader_named": {"donor": s.uuid, "person": s.uuid},
    "fund.opened": {
        "fund": s.uuid,
        "code": s.code,
        "donor": s.nullable(s.uuid),
        "currency": s.currency,
        "digits": s.natural,
        "opens": s.day,
        "closes": s.day,
        "purposes": s.list_of(s.code),
    },
    "contribution.announced": _GIFT,
    "contribution.imported": {**_GIFT, "date": s.day, "import": s.uuid},
    "contribution.received": {"contribution": s.uuid, "date": s.day},
    "beneficiary.registered": {
        "beneficiary": s.pseudonym,
        "household": s.uuid,
        "profile": s.hex_64,
    },
    "beneficiary.seconded": {"beneficiary": s.pseudonym, "person": s.uuid},
    "consent.recorded": {
        "beneficiary": s.pseudonym,
        "version": s.code,
        "scope": s.code,
        "date": s.day,
    },
    "consent.withdrawn": {"beneficiary": s.pseudonym, "date": s.day},
    "erasure.dated": {"beneficiary": s.pseudonym, "on": s.nullable(s.day)},
    "hint.checked": {"count": s.natural, "hits": s.natural},
    "lock.set": _LOCK,
    "lock.renewed": {**_LOCK, "envelopes": s.natural},
    "lock.joined": {
        "lock": s.uuid,
        "epoch": s.positive,
        "person": s.uuid,
        "proposal": s.uuid,
    },
    "lock.left": {"lock": s.uuid, "person": s.uuid, "why": s.code},
    "lock.regranted": {"lock": s.uuid, "epoch": s.positive, "person": s.uuid},
    "lock.recovered": {"lock": s.uuid, "epoch": s.positive, "person": s.uuid},
    "access.suspended": {"person": s.uuid, "until": s.day},
    "lockdown.raised": _LOCKDOWN,
    "lockdown.lift_signed": {**_LOCKDOWN, "bytes": s.text, "signature": s.text},
    "lockdown.lifted": _LOCKDOWN,
    "backup.made": {"size": s.natural},
    "backup.restored": {"size": s.natural, "erased": s.natural},
    "envelope.sealed": {
        "envelope": s.uuid,
        "beneficiary": s.pseudonym,
        "compartment": s.code,
        "version": s.positive,
        "sha256": s.hex_64,
        "bytes": s.text,
        "signature": s.text,
    },
    "contact.opened": {
        **_OPENING,
        "beneficiary": s.pseudonym,
        "envelope": s.uuid,
        "reason": s.code,
    },
    "opening.asked": {
        **_OPENING,
        "beneficiary": s.pseudonym,
        "compartment": s.code,
        "envelope": s.uuid,
        "reason": s.code,
        "until": s.moment,
    },
    "opening.consented": {**_OPENING, "bytes": s.text, "signature": s.text},
    "opening.refused": _OPENING,
    "opening.shown": _OPENING,
    "payee.passed": {"award": s.uuid, "envelope": s.uuid, "sha256": s.hex_64},
    "payee.voided": {"award": s.uuid, "envelope": s.uuid},
    "payees.opened": {"run": s.uuid, "count": s.natural, "form": s.code},
    "beneficiary.erased": {
        "beneficiary": s.pseudonym,
        "proposal": s.uuid,
        "envelopes": s.natural,
    },
    "alarm.raised": {
        "what": s.code,
        "beneficiary": s.nullable(s.pseudonym),
        "about": s.nullable(s.uuid),
    },
    "proposal.made": {
        "proposal": s.uuid,
        "revision": s.positive,
        "kind": s.code,
        "bytes": s.text,
        "sha256": s.hex_64,
        "policy": s.positive,
        "needed": s.positive,
        "role": s.code,
    },
    "decision.signed": {
        "proposal": s.uuid,
        "revision": s.positive,
        "decision": s.code,
        "person": s.uuid,
        "bytes": s.text,
        "signature": s.text,
    },
    "proposal.approved": _SETTLED,
    "proposal.refused": _SETTLED,
    "proposal.withdrawn": _SETTLED,
    "award.drafted": {
        "award": s.uuid,
        "reference": s.code,
        "kind": s.code,
        "beneficiary": s.pseudonym,
        "household": s.uuid,
        "fund": s.uuid,
        "currency": s.currency,
    },
    "award.proposed": {**_AWARD_MOVED, "proposal": s.uuid, "revision": s.positive},
    "award.approved": _AWARD_MOVED,
    "award.refused": _AWARD_MOVED,
    "award.withdrawn": _AWARD_MOVED,
    "award.activated": _AWARD_MOVED,
    "award.completed": _AWARD_MOVED,
    "award.cancelled": {
        **_AWARD_MOVED,
        "reason": s.code,
        "recognised_minor": s.integer,
        "memo_minor": s.integer,
        "instalments": s.list_of(s.positive),
    },
    "award.imported": {
        "award": s.uuid,
        "reference": s.code,
        "import": s.uuid,
        "kind": s.code,
        "beneficiary": s.pseudonym,
        "fund": s.uuid,
        "minor": s.integer,
        "currency": s.currency,
        "date": s.day,
        "purpose": s.code,
        "disbursement": s.uuid,
    },
    "instalment.recognised": {
        "award": s.uuid,
        "number": s.positive,
        "minor": s.integer,
        "review": s.code,
    },
    "disbursement.planned": {
        "disbursement": s.uuid,
        "reference": s.code,
        "award": s.uuid,
        "number": s.positive,
        "minor": s.integer,
        "currency": s.currency,
        "due": s.day,
        "replaces": s.nullable(s.uuid),
    },
    "run.opened": {
        "run": s.uuid,
        "reference": s.code,
        "channel": s.code,
        "currency": s.currency,
        "cash": s.code,
    },
    "run.gathered": _RUN_PART,
    "run.proposed": {"run": s.uuid, "proposal": s.uuid, "revision": s.positive},
    "run.released": {"run": s.uuid},
    "run.settled": {"run": s.uuid},
    "run.abandoned": _RUN_PART,
    "disbursement.sent": _PAYMENT_MOVED,
    "disbursement.failed": _PAYMENT_MOVED,
    "disbursement.cancelled": _PAYMENT_MOVED,
    "disbursement.confirmed": {**_PAYMENT_MOVED, "date": s.day},
    "disbursement.returned": {**_PAYMENT_MOVED, "date": s.day, "fee_minor": s.integer},
    "entry.posted": {
        "entry": s.uuid,
        "number": s.positive,
        "event": s.code,
        "rules": s.one,
        "date": s.day,
        "reverses": s.nullable(s.positive),
        "lines": s.list_of(s.fits(LINE)),
    },
    "import.proposed": {"import": s.uuid, "proposal": s.uuid, "file_sha256": s.hex_64},
    "import.left_out": {"import": s.uuid, "rows": s.list_of(s.fits(LEFT_OUT))},
    "import.carried_out": {
        "import": s.uuid,
        "awards": s.natural,
        "totals": s.map_of(s.currency, s.integer),
    },
    "rate.recorded": {
        "currency": s.currency,
        "base": s.currency,
        "rate": s.decimal,
        "source": s.code,
        "date": s.day,
        "proposal": s.uuid,
    },
    "account.passphrase_changed": _OWN_ACCOUNT,
    "account.recovery_code_used": _OWN_ACCOUNT,
    "account.recovery_codes_renewed": _OWN_ACCOUNT,
    "account.sessions_ended": {**_OWN_ACCOUNT, "count": s.natural},
    "signin.failures_counted": {"count": s.natural, "since": s.moment},
    "export.made": {"what": s.code, "rows": s.natural},
    "bundle.made": {"size": s.natural},
}
"""Verb to the members of its `data`."""

ENVELOPE: s.Shape = {
    "v": s.one,
    "seq": s.natural,
    "at": s.moment,
    "work": s.uuid,
    "actor": s.actor,
    "verb": lambda value: type(value) is str and value in VERBS,
    "subjects": s.subjects,
    "data": lambda value: type(value) is dict,
    "salt": s.hex_32,
}


_ENVELOPE = s.fits(ENVELOPE)
_VERBS = {verb: s.fits(shape) for verb, shape in VERBS.items()}


def fault_of(entry: Any) -> str | None:
    """Say what in an entry is not as its verb calls for; None when all of it is."""
    if not _ENVELOPE(entry):
        return f"the entry {s.fault_in(ENVELOPE, entry)}"
    verb, data = entry["verb"], entry["data"]
    if not _VERBS[verb](data):
        return f"the data of {verb} {s.fault_in(VERBS[verb], data)}"
    return None
