"""Verbs of what is sealed: locks and who holds them, envelopes, openings, payees, erasure, alarms."""

from __future__ import annotations

from audit import shapes as s

_LOCK: s.Shape = {
    "lock": s.uuid,
    "name": s.token,
    "epoch": s.positive,
    "public_key": s.hex_64,
    "members": s.list_of(s.uuid),
}
_COPY: s.Shape = {"lock": s.uuid, "epoch": s.positive, "person": s.uuid}
_OPENING: s.Shape = {"opening": s.uuid}
_WISH: s.Shape = {**_OPENING, "beneficiary": s.pseudonym, "envelope": s.uuid, "reason": s.token}
_SIGNED: s.Shape = {"bytes": s.text, "signature": s.text}

VERBS: dict[str, s.Shape] = {
    "lock.set": _LOCK,
    "lock.renewed": {**_LOCK, "envelopes": s.natural},
    "lock.joined": {**_COPY, "proposal": s.uuid},
    "lock.left": {"lock": s.uuid, "person": s.uuid, "why": s.token},
    "lock.regranted": _COPY,
    "lock.recovered": _COPY,
    "envelope.sealed": {
        "envelope": s.uuid,
        "beneficiary": s.pseudonym,
        "compartment": s.token,
        "version": s.positive,
        "way": s.nullable(s.positive),
        "channel": s.nullable(s.token),
        "paid_to": s.nullable(s.token),
        "sha256": s.hex_64,
        **_SIGNED,
    },
    "hint.checked": {"count": s.natural, "hits": s.natural},
    "contact.opened": _WISH,
    "opening.asked": {**_WISH, "compartment": s.token, "until": s.moment},
    "opening.consented": {**_OPENING, **_SIGNED},
    "opening.refused": _OPENING,
    "opening.shown": _OPENING,
    "payee.passed": {"award": s.uuid, "envelope": s.uuid, "sha256": s.hex_64},
    "payee.voided": {"award": s.uuid, "envelope": s.uuid},
    "payees.opened": {"run": s.uuid, "count": s.natural, "form": s.token},
    "beneficiary.erased": {
        "beneficiary": s.pseudonym,
        "proposal": s.uuid,
        "envelopes": s.natural,
    },
    "alarm.raised": {
        "what": s.token,
        "beneficiary": s.nullable(s.pseudonym),
        "about": s.nullable(s.uuid),
    },
}
