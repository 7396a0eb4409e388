"""Money to an intermediary and back: paid and returned as the statement shows it, charged as was signed, paid on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from ledger.actor import Role
from ledger.advances.actions.stage import account_for, move, subjects
from ledger.advances.models import Advance, AdvanceStage
from ledger.books.actions import About, Happening, Journal, journal
from ledger.books.models import Posting
from ledger.books.rules.chart import ADVANCES, CHARGES, PAYABLE
from ledger.books.rules.lines import Line, Shown, with_difference
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.money import plain_amount
from ledger.work import Work


def pay_advance(work: Work, advance: Advance, shown: Shown) -> None:
    """Say that the statement shows the advance leaving: exactly its amount, in its currency."""
    work.actor.require(Role.FINANCE)
    if (-shown.minor, shown.currency) != (advance.minor, advance.currency):
        raise Refusal(
            N_("The line shows another amount than %(reference)s: that is %(amount)s %(currency)s."),
            reference=advance.reference,
            amount=plain_amount(advance.minor, advance.currency),
            currency=advance.currency,
        )
    _refuse_booked(work, shown)
    move(work, advance, AdvanceStage.PAID)
    advance.left_minor, advance.paid_on = advance.minor, shown.on
    work.session.flush()
    work.record("advance.paid", subjects(advance), advance=str(advance.id), **_where(shown))
    with journal(work) as books:
        cost = books.cash_cost(advance.fund_id, advance.currency, shown.cash, advance.minor)
        lines = [
            Line(ADVANCES, advance.minor, cost, advance.intermediary.code),
            shown.of_cash(advance.fund_id, -advance.minor, -cost),
        ]
        books.post(_happening(advance, "advance", shown.on), lines)


def take_back(work: Work, advance: Advance, shown: Shown) -> None:
    """Say that the statement shows money of an advance coming back."""
    work.actor.require(Role.FINANCE)
    _refuse_not_in_hand(advance)
    if shown.minor <= 0 or shown.currency != advance.currency:
        raise Refusal(
            N_("%(reference)s was paid in %(currency)s; the line shows other money."),
            reference=advance.reference,
            currency=advance.currency,
        )
    _refuse_more(advance, shown.minor)
    _refuse_booked(work, shown)
    work.record(
        "advance.returned",
        subjects(advance),
        advance=str(advance.id),
        minor=shown.minor,
        **_where(shown),
    )
    with journal(work) as books:
        gone = _out_of_hand(books, advance, shown.minor)
        back = shown.of_cash(advance.fund_id, shown.minor, -gone.base)
        books.post(_happening(advance, "advance_returned", shown.on), [back, gone])
    account_for(work, advance, shown.minor)


def charge_fee(work: Work, advance: Advance, minor: int, on: date) -> None:
    """Say what an intermediary keeps of an advance for the service: never more, in all, than was signed."""
    work.actor.require(Role.FINANCE)
    _refuse_not_in_hand(advance)
    refuse_day(work, advance, on)
    left = advance.fee_minor - advance.charged_minor
    if not 0 < minor <= left:
        raise Refusal(
            N_("Others signed a fee of at most %(left)s %(currency)s more. A higher one is a loss to be proposed."),
            field="amount",
            left=plain_amount(left, advance.currency),
            currency=advance.currency,
        )
    _refuse_more(advance, minor)
    advance.charged_minor += minor
    work.record("advance.charged", subjects(advance), advance=str(advance.id), minor=minor, date=day_text(on))
    with journal(work) as books:
        gone = _out_of_hand(books, advance, minor)
        fee = Line(CHARGES, minor, -gone.base)
        books.post(_happening(advance, "intermediary_fee", on), [fee, gone])
    account_for(work, advance, minor)


def pay_on(books: Journal, advance: Advance, paid: UUID, owed: tuple[int, int], on: date) -> int:
    """Post that an intermediary has paid a disbursement out of an advance; return what the money cost in base.

    `owed` is the payment's minor units and what was owed by it in base. The caller logs the payment before, and takes
    it off the advance after.
    """
    minor, base = owed
    _refuse_not_in_hand(advance)
    _refuse_more(advance, minor)
    gone = _out_of_hand(books, advance, minor)
    what = Happening("paid_by_intermediary", on, advance.fund_id, advance.currency, About("disbursement", paid))
    books.post(what, with_difference([Line(PAYABLE, minor, base), gone], advance.currency, books.base))
    return -gone.base


def refuse_day(work: Work, advance: Advance, on: date) -> None:
    """Refuse a day before the money was in their hands, or ahead."""
    if on > work.at.date():
        raise Refusal(N_("The day lies in the future."), field="day")
    if advance.paid_on is not None and on < advance.paid_on:
        raise Refusal(N_("The day lies before the advance was paid."), field="day")


def _where(shown: Shown) -> dict[str, str]:
    """What the log says of the statement line that shows the money."""
    return {"cash": shown.cash, "date": day_text(shown.on), "statement": str(shown.line)}


def _refuse_booked(work: Work, shown: Shown) -> None:
    if work.session.scalar(select(exists().where(Posting.statement == shown.line))):
        raise Refusal(N_("This line of the statement is in the books already."))


def _out_of_hand(books: Journal, advance: Advance, minor: int) -> Line:
    code = advance.intermediary.code
    cost = books.cash_cost(advance.fund_id, advance.currency, code, minor, ADVANCES)
    return Line(ADVANCES, -minor, -cost, code)


def _happening(advance: Advance, event: str, on: date) -> Happening:
    return Happening(event, on, advance.fund_id, advance.currency, About("advance", advance.id))


def _refuse_not_in_hand(advance: Advance) -> None:
    if advance.stage is not AdvanceStage.PAID:
        raise Refusal(N_("%(reference)s is not in anybody's hands."), reference=advance.reference)


def _refuse_more(advance: Advance, minor: int) -> None:
    if minor > advance.left_minor:
        raise Refusal(
            N_("%(reference)s has %(left)s %(currency)s left to account for, less than that."),
            field="amount",
            reference=advance.reference,
            left=plain_amount(advance.left_minor, advance.currency),
            currency=advance.currency,
        )
