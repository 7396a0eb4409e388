"""H9 of proposals: each kind's content has exactly its members, none of which could hold words about a person."""

from typing import Any

from audit import shapes as s
from audit.replay.reading import Reading
from audit.verbs.paying import CHANNEL_RULES
from audit.verbs.people import RULE


def whole(value: Any) -> bool:
    """Say whether this is an integer; how large one may be is a matter of H14."""
    return type(value) is int


_GRANTED: s.Shape = {"role": s.token, "from": s.day, "until": s.day}
_ENDED: s.Shape = {"role": s.token, "until": s.day}
_KEYS: s.Shape = {"signing_key": s.ssh_key, "reading_key": s.hex_64, "invitation": s.uuid}
_RATE: s.Shape = {"base": s.currency, "rate": s.decimal, "source": s.code, "date": s.day}
_INSTALMENT: s.Shape = {"number": whole, "due": s.day, "minor": whole}

CONTENT: dict[str, s.Shape] = {
    "award": {
        "award": s.uuid,
        "award_kind": s.token,
        "household": s.uuid,
        "purpose": s.code,
        "emergency": s.boolean,
        "requested_at": s.nullable(s.moment),
        "recognition": s.token,
        "way": s.positive,
        "channel": s.token,
        "paid_to": s.token,
        "instalments": s.list_of(s.fits(_INSTALMENT)),
        "repayments": s.list_of(s.fits(_INSTALMENT)),
    },
    "schedule": {
        "award": s.uuid,
        "replaces": s.list_of(s.positive),
        "instalments": s.list_of(s.fits(_INSTALMENT)),
    },
    "award_resume": {"award": s.uuid},
    "loan_allowance": {"award": s.uuid, "minor": whole},
    "loan_write_off": {"award": s.uuid},
    "loan_reschedule": {"award": s.uuid, "repayments": s.list_of(s.fits(_INSTALMENT))},
    "loan_resume": {"award": s.uuid},
    "loan_grant": {"award": s.uuid, "award_kind": s.token},
    "run": {"run": s.uuid, "channel": s.code, "cash": s.code, "count": s.natural, "lines_sha256": s.hex_64},
    "import": {
        "import": s.uuid,
        "file_sha256": s.hex_64,
        "rows": s.natural,
        "taken": s.natural,
        "refused": s.natural,
        "totals": s.map_of(s.currency, whole),
        "rates": s.map_of(s.currency, s.fits(_RATE)),
        "rows_sha256": s.hex_64,
    },
    "channel_rules": {"version": s.positive, **CHANNEL_RULES},
    "lost_file": {"file": s.uuid, "run": s.uuid, "sha256": s.hex_64},
    "advance": {"advance": s.uuid, "intermediary": s.uuid, "code": s.token, "fee_minor": whole},
    "advance_loss": {"advance": s.uuid, "loss": s.uuid},
    "claim_loss": {"claim": s.uuid, "cash": s.code},
    "payee": {"award": s.uuid, "way": s.positive, "envelope": s.uuid, "channel": s.token, "paid_to": s.token},
    "award_way": {
        "award": s.uuid,
        "replaces": s.positive,
        "way": s.positive,
        "envelope": s.uuid,
        "channel": s.token,
        "paid_to": s.token,
    },
    "access": {"lock": s.uuid, "name": s.token, "epoch": s.positive, "person": s.uuid},
    "erasure": {"erasure": s.uuid, "beneficiary": s.pseudonym},
    "appointment": {
        "person": s.uuid,
        "code": s.code,
        **_KEYS,
        "roles": s.list_of(s.fits(_GRANTED)),
    },
    "roles": {
        "person": s.uuid,
        "granted": s.list_of(s.fits(_GRANTED)),
        "ended": s.list_of(s.fits(_ENDED)),
    },
    "rates": {"rates": s.list_of(s.fits({**_RATE, "currency": s.currency}))},
    "budget": {
        "budget": s.uuid,
        "version": s.positive,
        "currency": s.currency,
        "method": s.token,
        "lines": s.list_of(s.fits({"code": s.token, "items": s.list_of(s.token), "minor": whole})),
    },
    "transfer": {
        "transfer": s.uuid,
        "to": s.uuid,
        "cash": s.code,
        "consents": s.list_of(s.fits({"donor": s.uuid, "code": s.token, "date": s.day})),
    },
    "refund": {"refund": s.uuid, "donor": s.uuid, "contribution": s.nullable(s.uuid)},
    "loss": {"loss": s.uuid, "cash": s.code},
    "revaluation": {
        "revaluation": s.uuid,
        "date": s.day,
        "rates": s.map_of(s.currency, s.fits(_RATE)),
        "count": s.natural,
        "lines_sha256": s.hex_64,
    },
    "period": {"period": s.uuid, "until": s.day},
    "manual": {
        "manual": s.uuid,
        "date": s.day,
        "lines": s.list_of(s.fits({"account": s.account, "minor": whole, "base": whole})),
    },
    "key_reset": {"person": s.uuid, **_KEYS},
    "policy": {"version": s.positive, "rules": s.list_of(s.fits(RULE))},
}
"""Kind of proposal to the members of its content."""

HEAD: s.Shape = {
    "reason": s.nullable(s.token),
    "money": s.nullable(s.fits({"minor": whole, "currency": s.text})),
    "base_minor": s.nullable(whole),
}
"""Members beside the content that nothing else holds to what they may say."""

_CONTENT = {kind: s.fits(shape) for kind, shape in CONTENT.items()}
_HEAD = s.fits(HEAD)


def check_shape(reading: Reading, ident: str, kind: str, signed: dict[str, Any]) -> None:
    """Hold a proposal to the members of its kind."""
    reading.checks["H9"] += 1
    content, head = signed["content"], {name: signed[name] for name in HEAD}
    if not (_CONTENT[kind](content) and _HEAD(head)):
        fault = s.fault_in(CONTENT[kind], content) or s.fault_in(HEAD, head)
        reading.find("H9", f"the content of proposal {ident} {fault}")
