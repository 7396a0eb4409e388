"""A fund's statement in words: blocks of lines, the same for the page and for the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from ledger.books.rules.chart import NAMES
from ledger.books.words import EVENTS
from ledger.errors import N_
from ledger.money import digits_of
from ledger.reports.rules.fund_statement import FundStatement, Receipt
from ledger.vocabulary import PURPOSES

TIES = {
    "closing": N_("Opening and movements, less closing"),
    "made_of": N_("Closing, less what it is made of"),
    "balance": N_("Debits less credits of all its accounts"),
    "conversion": N_("Currency conversion in base"),
    "receipts": N_("Receipts, less income in the ledger"),
    "spent": N_("Spent by purpose, less expenses in the ledger"),
    "transfers": N_("Transfers, less transfers in the ledger"),
    "promises": N_("Promises and their contra account"),
    "rates": N_("Spent at the report's rates and their difference, less the books"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line: words, a reference or a currency rate beside them, an amount in its currency, and in base."""

    words: str
    base: int
    money: tuple[int, str] | None = None
    day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading, with their total."""

    title: str
    lines: Sequence[Told]
    total: Told | None = None
    figures: bool = field(default=True)
    """Whether its lines have an amount in their own currency as well."""


def blocks_of(told: FundStatement, base: str, *, published: bool) -> list[Block]:
    """Return the statement as blocks."""
    return [
        _movement(told, published=published),
        Block(
            _("What was received"),
            [_receipt(one, base) for one in told.receipts],
            Told(_("Contributions"), told.contributions),
        ),
        Block(
            _("What the closing balance is made of"),
            [_part(one.account, one.holder, (one.minor, one.currency), one.base) for one in told.parts],
            Told(_("Closing balance"), told.closing),
        ),
        Block(
            _("Notes"),
            [
                *(_part(one.account, "", (one.minor, one.currency), one.base) for one in told.promised),
                Told(_("Losses of money in these days"), told.spent_on("5850")),
                *(
                    Told(_("Money on its way through others: %(event)s", event=_(EVENTS[event])), minor)
                    for event, minor in told.advances
                ),
            ],
        ),
        Block(_("What must be nil"), [Told(_(TIES[code]), figure) for code, figure in told.ties], figures=False),
    ]


def _movement(told: FundStatement, *, published: bool) -> Block:
    lines = [
        Told(_("Opening balance"), told.opening),
        Told(_("Contributions"), told.contributions),
        Told(_("Interest and other income"), told.interest),
        Told(_("Refunds to donors"), -told.refunds),
        Told(_("Transfers from other funds"), told.transfers_in),
        Told(_("Transfers to other funds"), -told.transfers_out),
        Told(_("Brought into accumulated funds"), told.brought),
    ]
    for one in told.spent:
        words = f"{_(NAMES[one.account])}: {_(PURPOSES[one.purpose])}" if one.purpose else str(_(NAMES[one.account]))
        lines.append(Told(words, -one.translated))
    if published:
        lines.append(Told(_("Difference of the published rates to the books"), -told.rate_difference))
    lines += [
        Told(_("Exchange differences, realised"), -told.exchange),
        Told(_("Exchange differences, unrealised"), -told.unrealised),
    ]
    return Block(_("Movement"), lines, Told(_("Closing balance"), told.closing), figures=False)


def _receipt(one: Receipt, base: str) -> Told:
    words = one.giver or (_("Income earned") if one.day else _("All further receipts"))
    return Told(words, one.base, (one.minor, one.currency), one.day, _rate(one, base))


def _rate(one: Receipt, base: str) -> str:
    """The rate that the receipt is in the books with, as one unit of its currency in base."""
    if one.currency == base or not one.minor:
        return ""
    worth = Decimal(one.base).scaleb(-(digits_of(base) or 0)) / Decimal(one.minor).scaleb(
        -(digits_of(one.currency) or 0)
    )
    return format(worth.quantize(Decimal("0.000001")), "f")


def _part(account: str, holder: str, money: tuple[int, str], base: int) -> Told:
    return Told(str(_(NAMES[account])), base, money, note=holder)
