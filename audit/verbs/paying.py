"""Verbs of paying: awards, their instalments, disbursements and runs."""

from __future__ import annotations

from audit import shapes as s

_AWARD_MOVED: s.Shape = {"award": s.uuid, "from": s.code}
_PAYMENT_MOVED: s.Shape = {"disbursement": s.uuid, "from": s.code}
_RUN_PART: s.Shape = {"run": s.uuid, "disbursements": s.list_of(s.uuid)}

VERBS: dict[str, s.Shape] = {
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
        "reason": s.token,
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
}
