"""Whether a statement may follow the last one of its account. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ledger.banking.numbering import Place, follows
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

    @property
    def numbered(self) -> str:
        """Its number at the bank as people read it, with the page from the second on."""
        return f"{self.bank_number}/{self.bank_page}" if self.bank_page > 1 else str(self.bank_number)


def refuse_unfollowing(one: Statement, before: Last | None, today: date) -> None:
    """Raise Refusal for a statement that ends in the future, leaves a gap, or opens otherwise than the last closed."""
    if one.last > today:
        raise Refusal(N_("This statement ends on %(day)s, which is not over yet."), field="file", day=one.last)
    if before is None:
        return
    place = Place(before.bank_number, before.bank_page, before.last)
    if not follows(Place(one.number, one.page, one.last), place):
        raise Refusal(
            N_(
                "The bank numbers this statement %(number)s, and the last one here is %(last)s. Send what lies between."
            ),
            field="file",
            number=one.numbered,
            last=before.numbered,
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


def refuse_out_of_turn(found: Iterable[Statement], before: Last | None, today: date) -> None:
    """Raise Refusal where the statements of a file do not follow one another from the last one of their account."""
    for one in found:
        refuse_unfollowing(one, before, today)
        before = Last(one.number, one.page, one.last, one.closing)
