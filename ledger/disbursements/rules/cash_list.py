"""The list that an intermediary pays by: a page of its own, to be printed, with room for two signatures a payment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from ledger.errors import N_

_HEAD = (N_("Code"), N_("Amount"), N_("Name"), N_("Phone"), N_("Note"), N_("Received"), N_("Witness"))


@dataclass(frozen=True, slots=True)
class Handed:
    """One payment that is to be handed over."""

    code: str
    amount: str
    holder: str = field(repr=False)
    phone: str = field(repr=False)
    note: str = field(repr=False)


def cash_list(payments: Iterable[Handed]) -> str:
    """Return the list as an HTML document that needs nothing beside it, in plain English words."""
    head = "".join(f"<th>{escape(one)}</th>" for one in _HEAD)
    rows = "".join(_row(one) for one in payments)
    style = "table{border-collapse:collapse;width:100%}td,th{border:1px solid;padding:.6em;text-align:start}"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>List</title><style>{style}</style></head>'
        f"<body><h1>List</h1><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></body></html>\n"
    )


def _row(one: Handed) -> str:
    cells = (one.code, one.amount, one.holder, one.phone, one.note, "", "")
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in cells) + "</tr>"
