"""Verbs of giving and helping: donors, funds, gifts, beneficiaries and what they agreed to; proposals to sign."""

from __future__ import annotations

from audit import shapes as s

_GIFT: s.Shape = {
    "contribution": s.uuid,
    "fund": s.uuid,
    "donor": s.uuid,
    "minor": s.integer,
    "currency": s.currency,
}
_SETTLED: s.Shape = {"proposal": s.uuid, "revision": s.positive}

VERBS: dict[str, s.Shape] = {
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
    "contribution.withdrawn": {"contribution": s.uuid},
    "contribution.received": {"contribution": s.uuid, "date": s.day},
    "beneficiary.registered": {
        "beneficiary": s.pseudonym,
        "household": s.uuid,
        "profile": s.hex_64,
    },
    "beneficiary.seconded": {"beneficiary": s.pseudonym, "person": s.uuid},
    "consent.recorded": {
        "beneficiary": s.pseudonym,
        "version": s.token,
        "scope": s.token,
        "date": s.day,
    },
    "consent.withdrawn": {"beneficiary": s.pseudonym, "date": s.day},
    "erasure.dated": {"beneficiary": s.pseudonym, "on": s.nullable(s.day)},
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
}
