"""What can be made of a run's payees, by its channel."""

from __future__ import annotations

PAIN, MOBILE, LIST, CASH_LIST = "pain.001", "mobile", "list", "cash-list"

FORMS: dict[str, tuple[str, ...]] = {
    "bank": (PAIN, LIST),
    "mobile_money": (MOBILE, LIST),
    "cash": (CASH_LIST,),
    "voucher": (LIST,),
    "digital": (LIST,),
}
"""The forms that a channel takes, the best first. A plain list is typed by hand into what takes no file."""

MOST = 20_000
"""Payments in one file: it is held in memory between being logged and being handed over."""
