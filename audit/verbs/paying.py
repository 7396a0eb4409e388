"""Verbs of paying: awards, their instalments, disbursements and runs."""

from __future__ import annotations

from audit import shapes as s

_AWARD_MOVED: s.Shape = {"award": s.uuid, "from": s.code}
_PAYMENT_MOVED: s.Shape = {"disbursement": s.uuid, "from": s.code}
_RUN_PART: s.Shape = {"run": s.uuid, "disbursements": s.list_of(s.uuid)}

CHANNEL_RULES: s.Shape = {
    "limits": s.list_of(
        s.fits(
            {
                "channel": s.token,
                "currency": s.currency,
                "payment_minor": s.nullable(s.positive),
                "day_minor": s.nullable(s.positive),
                "month_minor": s.nullable(s.positive),
                "payee_day_minor": s.nullable(s.positive),
                "payee_month_minor": s.nullable(s.positive),
            }
        )
    ),
    "grades": s.list_of(s.fits({"kind": s.token, "from_minor": s.natural, "grade": s.natural})),
}
"""What channels let through, and how sure an arrival has to be."""

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
    "award.reduced": {"award": s.uuid, "number": s.positive, "minor": s.integer, "reason": s.token},
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
    "award.stopped": {"award": s.uuid, "reason": s.token},
    "award.resumed": {"award": s.uuid, "proposal": s.uuid},
    "award.moved": {"award": s.uuid, "way": s.positive, "proposal": s.uuid},
    "award.rescheduled": {"award": s.uuid, "proposal": s.uuid},
    "instalment.reviewed": {
        "award": s.uuid,
        "number": s.positive,
        "outcome": s.token,
        "reason": s.nullable(s.token),
        "again_on": s.nullable(s.day),
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
    "file.made": {
        "file": s.uuid,
        "run": s.uuid,
        "form": s.token,
        "sha256": s.hex_64,
        "count": s.natural,
        "minor": s.integer,
        "currency": s.currency,
        "replaces": s.nullable(s.uuid),
    },
    "evidence.recorded": {"disbursement": s.uuid, "way": s.token, "date": s.day},
    "file.handed_again": {"file": s.uuid, "run": s.uuid, "sha256": s.hex_64},
    "file.lost": {"file": s.uuid, "run": s.uuid},
    "channel_rules.set": {"version": s.positive, **CHANNEL_RULES},
    "payer.set": {"cash": s.code},
    "profile.set": {"code": s.token},
    "payment.named": {"disbursement": s.uuid, "by": s.token, "place": s.token, "commitment": s.hex_64},
    "disbursement.split": {
        **_PAYMENT_MOVED,
        "channel": s.token,
        "reason": s.token,
        "parts": s.list_of(s.fits({"disbursement": s.uuid, "reference": s.code, "minor": s.positive})),
    },
    "disbursement.sent": _PAYMENT_MOVED,
    "disbursement.failed": _PAYMENT_MOVED,
    "disbursement.cancelled": _PAYMENT_MOVED,
    "disbursement.confirmed": {**_PAYMENT_MOVED, "date": s.day},
    "disbursement.returned": {**_PAYMENT_MOVED, "date": s.day, "fee_minor": s.integer},
}
