"""What finance can book a statement line as: an advance that left, money of one that came back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ledger.advances.actions.moving import pay_advance, take_back
from ledger.advances.models import Advance, AdvanceStage
from ledger.advances.queries import advance_by_reference, advances_where
from ledger.books.rules.lines import Shown
from ledger.books.uses import Target, Use, register_use
from ledger.errors import N_
from ledger.money import plain_amount
from ledger.work import Work


def _target(advance: Advance, minor: int) -> Target:
    amount = f"{plain_amount(minor, advance.currency)} {advance.currency}"
    return Target(advance.reference, f"{advance.intermediary.code} · {advance.reference} · {amount}")


def _approved(session: Session, shown: Shown) -> list[Target]:
    query = advances_where(AdvanceStage.APPROVED).where(
        Advance.currency == shown.currency, Advance.minor == -shown.minor
    )
    return [_target(one, one.minor) for one in session.scalars(query)]


def _in_hand(session: Session, shown: Shown) -> list[Target]:
    query = advances_where(AdvanceStage.PAID).where(
        Advance.currency == shown.currency, Advance.left_minor >= shown.minor
    )
    return [_target(one, one.left_minor) for one in session.scalars(query)]


def _pay(work: Work, shown: Shown, value: str) -> None:
    pay_advance(work, advance_by_reference(work.session, value), shown)


def _take_back(work: Work, shown: Shown, value: str) -> None:
    take_back(work, advance_by_reference(work.session, value), shown)


ADVANCE = register_use(Use("advance", N_("Advance to an intermediary"), -1, _approved, _pay))
RETURNED = register_use(Use("advance_returned", N_("Money of an advance that came back"), 1, _in_hand, _take_back))
