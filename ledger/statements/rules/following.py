"""Whether a statement may follow the last one of its account. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger.banking.statement import Statement
from ledger.errors import N_, Refusal
from ledger.money import plain_amount


@dataclass(frozen=True, slots=True)
class Last:
    """The last statement of an account, as far as the next one has to follow from it."""

    bank_number: int
    bank_page: int
    last: date
    closing: int


def refuse_unfollowing(one: Statement, before: Last | None, today: date) -> None:
    """Raise Refusal for a statement that ends in the future, leaves a gap, or opens otherwise than the last closed."""
    if one.last > today:
        raise Refusal(N_("This statement ends on %(day)s, which is not over yet."), field="file", day=one.last)
    if before is None:
        return
    if not _follows(one, before):
        raise Refusal(
            N_(
                "The bank numbers this statement %(number)s, and the last one here is %(last)s. Send what lies between."
            ),
            field="file",
            number=_written(one.number, one.page),
            last=_written(before.bank_number, before.bank_page),
        )
    if one.opening != before.closing:
        raise Refusal(
            N_("This statement opens at %(opening)s, and the last one here closed at %(closing)s. One is missing."),
            field="file",
            opening=plain_amount(one.opening, one.currency),
            closing=plain_amount(before.closing, one.currency),
        )
    if one.first < before.last:
        raise Refusal(
            N_("This statement begins on %(first)s, before the last one here ended on %(last)s."),
            field="file",
            first=one.first,
            last=before.last,
        )


def _follows(one: Statement, before: Last) -> bool:
    """Banks number by the year, page large statements, or do not number at all."""
    if not one.number or not before.bank_number:
        return True
    if one.number == before.bank_number:
        return one.page == before.bank_page + 1
    return one.number == before.bank_number + 1 or (one.number == 1 and one.last.year > before.last.year)


def _written(number: int, page: int) -> str:
    return f"{number}/{page}" if page > 1 else str(number)
