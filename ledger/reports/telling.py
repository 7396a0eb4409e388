"""A fund's statement in words: blocks of lines, the same for the page and for the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flask_babel import format_percent
from flask_babel import gettext as _

from ledger.books.rules.chart import NAMES
from ledger.books.words import EVENTS
from ledger.errors import N_
from ledger.funds.models import RateMethod
from ledger.funds.rules.budget import ITEMS
from ledger.money import digits_of
from ledger.reports.rules.budget import Compared, Comparison
from ledger.reports.rules.fund_statement import FundStatement, Receipt
from ledger.vocabulary import PURPOSES
from ledger.web.formats import money as amount

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
    "budget": N_("Spent by line of the budget, less expenses in the ledger"),
    "cumulative": N_("Spent since the fund began, less expenses in the ledger"),
}
DIFFERENCES = {
    RateMethod.PUBLISHED: N_("Difference of the published rates to the books"),
    RateMethod.TRANCHES: N_("Difference of the tranches' rates to the books"),
}
"""The line that ties spending at other rates to the books; at the average there is none."""


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


def blocks_of(told: FundStatement, base: str, method: RateMethod) -> list[Block]:
    """Return the statement as blocks."""
    return [
        _movement(told, method),
        Block(
            _("What was received"),
            [_receipt(one, base) for one in told.receipts],
            Told(_("Contributions"), told.contributions),
        ),
        *_tranches(told, base),
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


def _movement(told: FundStatement, method: RateMethod) -> Block:
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
    if method in DIFFERENCES:
        lines.append(Told(_(DIFFERENCES[method]), -told.rate_difference))
    lines += [
        Told(_("Exchange differences, realised"), -told.exchange),
        Told(_("Exchange differences, unrealised"), -told.unrealised),
    ]
    return Block(_("Movement"), lines, Told(_("Closing balance"), told.closing), figures=False)


def _receipt(one: Receipt, base: str) -> Told:
    words = one.giver or (_("Income earned") if one.day else _("All further receipts"))
    return Told(words, one.base, (one.minor, one.currency), one.day, _rate(one.minor, one.currency, one.base, base))


def _rate(minor: int, currency: str, worth: int, base: str) -> str:
    """The rate that money is in the books with, as one unit of its currency in base."""
    if currency == base or not minor:
        return ""
    rate = Decimal(worth).scaleb(-(digits_of(base) or 0)) / Decimal(minor).scaleb(-(digits_of(currency) or 0))
    return format(rate.quantize(Decimal("0.000001")), "f")


def _tranches(told: FundStatement, base: str) -> list[Block]:
    """The tranches that spending was told at, with what is left of each."""
    lines = []
    for one in told.tranches:
        came = one.tranche
        rate = _rate(came.minor, one.currency, came.base, base)
        left = amount(one.left, one.currency)
        note = _("at %(rate)s, of which %(left)s is left", rate=rate, left=left)
        lines.append(Told(_("Tranche"), came.base, (came.minor, one.currency), came.day, note))
    return [Block(_("Tranches, in the order in which they are spent"), lines)] if lines else []


def _part(account: str, holder: str, money: tuple[int, str], base: int) -> Told:
    return Told(str(_(NAMES[account])), base, money, note=holder)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line of a budget in words, with its figures; `share` is the variance in hundredths of what was approved."""

    words: str
    items: str
    figures: Compared
    share: str
    plain_share: str
    """The same for files."""


def budget_rows(compared: Comparison) -> list[BudgetRow]:
    """Return the lines of a budget, what is unbudgeted, and the total."""
    rows = [_budget_row(_("Line %(code)s", code=one.code), one) for one in compared.lines]
    return [*rows, _budget_row(_("Unbudgeted"), compared.unbudgeted), _budget_row(_("Total"), compared.total)]


def _budget_row(words: str, one: Compared) -> BudgetRow:
    items = ", ".join(_(ITEMS[item]) if item else _("Nothing that says what for") for item in one.items)
    if one.thousandths is None:
        return BudgetRow(words, items, one, "", "")
    share = Decimal(one.thousandths).scaleb(-1)
    return BudgetRow(words, items, one, format_percent(share / 100, "#,##0.0\u00a0%"), str(share))
