"""Verbs of the organisation's own money: accounts, exchanges, refunds, gifts that come another way, periods."""

from __future__ import annotations

from audit import shapes as s

_SHOWN: s.Shape = {"date": s.day, "statement": s.uuid}
_IN_CASH: s.Shape = {**_SHOWN, "cash": s.code}
_GIFT: s.Shape = {"contribution": s.uuid}
_MONEY: s.Shape = {"fund": s.uuid, "currency": s.currency, "minor": s.integer}


def _carried_out(name: str) -> s.Shape:
    return {name: s.uuid, "proposal": s.uuid}


VERBS: dict[str, s.Shape] = {
    "cash.opened": {
        "cash": s.code,
        "kind": s.token,
        "currency": s.currency,
        "usual": s.boolean,
        "network": s.nullable(s.token),
    },
    "cash.numbered": {"cash": s.code},
    "cash.booked": {"booking": s.uuid, "event": s.token, **_MONEY, **_IN_CASH},
    "money.recovered": {"award": s.uuid, **_MONEY, **_IN_CASH},
    "cash.handed_in": {"booking": s.uuid, "holder": s.code, **_MONEY, **_IN_CASH},
    "exchange.announced": {
        "exchange": s.uuid,
        "reference": s.code,
        "fund": s.uuid,
        "date": s.day,
        "sold_cash": s.code,
        "sold_currency": s.currency,
        "sold_minor": s.integer,
        "bought_cash": s.code,
        "bought_currency": s.currency,
        "bought_minor": s.integer,
    },
    "exchange.changed": {"exchange": s.uuid, "bought_minor": s.integer},
    "exchange.cancelled": {"exchange": s.uuid},
    "exchange.shown": {"exchange": s.uuid, "side": s.token, **_SHOWN},
    "fund.transferred": _carried_out("transfer"),
    "refund.decided": _carried_out("refund"),
    "refund.cancelled": {"refund": s.uuid},
    "refund.paid": {"refund": s.uuid, **_IN_CASH},
    "loss.approved": _carried_out("loss"),
    "loss.booked": {"loss": s.uuid, **_SHOWN},
    "loss.cancelled": {"loss": s.uuid},
    "contribution.conditioned": {**_GIFT, "condition": s.token},
    "contribution.held": {**_GIFT, **_IN_CASH},
    "contribution.collected": {**_GIFT, "fee_minor": s.integer, **_IN_CASH},
    "contribution.converted": {
        **_GIFT,
        "asset": s.token,
        "network": s.token,
        "amount": s.decimal,
        "transaction_sha256": s.hex_64,
        "rate": s.decimal,
        "source": s.code,
        "announced_minor": s.integer,
        "minor": s.integer,
    },
    "condition.met": {"met": s.uuid, **_GIFT, "minor": s.integer, "evidence": s.token},
    "condition.taken_back": {"met": s.uuid},
    "income.earned": {"met": s.uuid, "date": s.day},
    "revaluation.posted": _carried_out("revaluation"),
    "period.closed": {"until": s.day, "proposal": s.uuid},
    "manual.posted": _carried_out("manual"),
}
