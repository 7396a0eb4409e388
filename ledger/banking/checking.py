"""What must hold of every statement, whatever file it came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ledger.banking.accounts import is_of
from ledger.banking.numbering import Place, follows
from ledger.banking.statement import Statement, StatementLine
from ledger.banking.trouble import DOWNLOAD, CannotRead, Trouble, Troubles
from ledger.errors import N_
from ledger.money import plain_amount


def check(statements: Sequence[Statement], account: str, currency: str) -> None:
    """Raise CannotRead with all that is wrong. An empty `account` is any: nobody has said yet which it is."""
    known = account or next((one.account for one in statements), "")
    troubles = Troubles()
    for one in statements:
        troubles.append_all(_troubles(one, known, currency))
    if not statements:
        troubles.append(Trouble(0, N_("There is no statement in this file."), DOWNLOAD))
    troubles.append_all(_out_of_order(statements))
    if troubles:
        raise CannotRead(troubles)


def _troubles(one: Statement, account: str, currency: str) -> Iterator[Trouble]:
    if not is_of(one.account, account):
        yield Trouble(
            0,
            N_("This is a statement of account %(other)s, not of %(account)s."),
            N_("Choose the account that it belongs to, or download the statement of this one."),
            {"other": one.account, "account": account},
        )
    if one.currency != currency:
        yield Trouble(
            0,
            N_("This statement is in %(other)s; the account is kept in %(currency)s."),
            N_("Choose the account of that currency."),
            {"other": one.currency, "currency": currency},
        )
        return
    yield from _of_lines(one)
    total = one.opening + sum(line.minor for line in one.lines)
    if total != one.closing:
        yield Trouble(
            0,
            N_("The opening balance %(opening)s and the lines come to %(total)s; the closing balance is %(closing)s."),
            N_("A line is missing or too much. Ask the bank for the whole statement."),
            {
                "opening": plain_amount(one.opening, currency),
                "total": plain_amount(total, currency),
                "closing": plain_amount(one.closing, currency),
            },
        )


def _of_lines(one: Statement) -> Iterator[Trouble]:
    seen: dict[tuple[object, ...], StatementLine] = {}
    for line in one.lines:
        if not one.first <= line.day <= one.last:
            yield Trouble(
                line.at,
                N_("%(day)s lies outside of the statement, which is from %(first)s to %(last)s."),
                N_("Ask the bank for a statement that holds its own days."),
                {"day": line.day, "first": one.first, "last": one.last},
            )
        reference = line.bank_reference or line.transaction.lower()
        key = (reference, line.day, line.minor, line.mark)
        if reference and key in seen:
            yield Trouble(
                line.at,
                N_("This is the same as line %(other)s: day, amount, the bank's reference and all texts."),
                N_("A movement stands on a statement once. Ask the bank for the statement again."),
                {"other": seen[key].at},
            )
        seen.setdefault(key, line)


def _out_of_order(statements: Sequence[Statement]) -> Iterator[Trouble]:
    for before, after in pairwise(statements):
        if not is_of(after.account, before.account):
            continue
        if not follows(Place(after.number, after.page, after.last), Place(before.number, before.page, before.last)):
            yield Trouble(
                after.at,
                N_("The bank numbers this statement %(number)s, and the one before it in this file %(before)s."),
                N_("What lies between is missing, or they stand in another order. Ask the bank for all of them."),
                {"number": after.numbered, "before": before.numbered},
            )
        if after.opening != before.closing:
            yield Trouble(
                after.at,
                N_("Statement %(number)s opens at %(opening)s, but the one before it closed at %(closing)s."),
                N_("A statement between them is missing, or they are of different accounts. Send them one by one."),
                {
                    "number": after.number,
                    "opening": plain_amount(after.opening, after.currency),
                    "closing": plain_amount(before.closing, before.currency),
                },
            )
