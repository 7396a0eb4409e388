"""A table as one statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from ledger.banking.amounts import minor_or
from ledger.banking.csv_statement.profile import Profile
from ledger.banking.csv_statement.rows import Row, rows
from ledger.banking.statement import Kind, Statement, StatementLine, bank_reference_from, tokens_in, transaction_from
from ledger.banking.trouble import DOWNLOAD, CannotRead, Trouble, Troubles, broken
from ledger.errors import N_, Refusal

_ROW = N_("Correct the profile if all rows are like this; otherwise download the file again.")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a table often does not say: its account, its currency, and its balances where it has no column of them."""

    account: str
    currency: str
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class _Moved:
    """What a row says: a movement, what the bank took for it beside its amount, and the balance after both."""

    line: StatementLine
    fee: int
    balance: int | None

    @property
    def minor(self) -> int:
        return self.line.minor - self.fee


@dataclass(slots=True)
class _Taking:
    profile: Profile
    currency: str
    moved: list[_Moved] = field(default_factory=list)
    accounts: set[str] = field(default_factory=set)
    troubles: Troubles = field(default_factory=Troubles)

    def wrong(self, line: int, sentence: str, mend: str = _ROW, **values: object) -> None:
        self.troubles.append(Trouble(line, sentence, mend, values))

    def amount(self, row: Row, column: str) -> int:
        try:
            found = minor_or(self.profile.amount_in(row.cells[column], self.currency), self.currency)
        except Refusal as refusal:
            found = refusal
        if isinstance(found, Refusal):
            self.troubles.append(Trouble(row.line, found.sentence, _ROW, found.values))
            return 0
        return found


def read(source: BinaryIO, profile: Profile, bounds: Bounds) -> list[Statement]:
    """Read a table. Raises CannotRead with everything that is wrong, and Refusal for a profile that cannot be."""
    profile.check()
    taking = _Taking(profile, bounds.currency)
    notes = list[Row]()
    for row in rows(source, profile):
        if _is_note(profile, row):
            notes.append(row)
        elif not profile.status or row.cells.get(profile.status, "").strip() in {"", *profile.booked}:
            _take_all(taking, notes)
            _take(taking, row)
    if not taking.moved:
        _take_all(taking, notes)
    if taking.troubles:
        raise CannotRead(taking.troubles)
    if not taking.moved:
        raise broken(0, N_("There are no rows below the header."), DOWNLOAD)
    return [_statement(taking, bounds)]


def _is_note(profile: Profile, row: Row) -> bool:
    """Whether a row may be what some banks write below a table: a sum, a balance, a sentence.

    A movement is held to be none though its day is broken: its amount and the balance after it stand beside it.
    """
    begun = row.cells.get(profile.day, "").strip()[:1]
    written = [row.cells.get(name, "").strip() for name in (profile.amount, profile.debit, profile.credit)]
    moved = any(written) and bool(row.cells.get(profile.balance, "").strip())
    return bool(begun) and not begun.isdigit() and profile.day_in(row.cells[profile.day]) is None and not moved


def _take_all(taking: _Taking, notes: list[Row]) -> None:
    """Read as movements what stands between movements: there it is no note."""
    for row in notes:
        _take(taking, row)
    notes.clear()


def _take(taking: _Taking, row: Row) -> None:
    profile, cells = taking.profile, row.cells
    if row.wanting:
        taking.wrong(row.line, N_("This row has more or fewer cells than the header."))
        return
    day = profile.day_in(cells[profile.day])
    if day is None:
        taking.wrong(row.line, N_("The day is not written as the profile says (%(form)s)."), form=profile.day_format)
        return
    if profile.currency and cells[profile.currency].strip() != taking.currency:
        taking.wrong(
            row.line,
            N_("This row is in another currency than %(currency)s, in which the account is kept."),
            N_("Download the statement of one account in one currency."),
            currency=taking.currency,
        )
        return
    if profile.account:
        taking.accounts.add(cells[profile.account].strip())
    line = StatementLine(
        len(taking.moved) + 1,
        day,
        _minor(taking, row),
        tokens_in(cells[name] for name in profile.texts),
        bank_reference_from(cells.get(profile.bank_reference)),
        profile.kinds.get(cells.get(profile.kind, "").strip(), Kind.OTHER),
        "",
        row.line,
        transaction_from(cells.get(profile.transaction)),
        hash(tuple(cells[name] for name in profile.texts)),
    )
    fee, balance = (
        taking.amount(row, name) if name and cells[name].strip() else None for name in (profile.fee, profile.balance)
    )
    taking.moved.append(_Moved(line, abs(fee or 0), balance))


def _minor(taking: _Taking, row: Row) -> int:
    profile, cells = taking.profile, row.cells
    if profile.amount:
        minor = taking.amount(row, profile.amount)
        if profile.direction:
            return -abs(minor) if cells[profile.direction].strip() in profile.debits else abs(minor)
        return minor
    filled = [name for name in (profile.debit, profile.credit) if cells[name].strip()]
    sums = {name: taking.amount(row, name) for name in filled}
    moved = {name: minor for name, minor in sums.items() if minor}
    if len(moved) > 1 or not filled:
        taking.wrong(row.line, N_("This row has both a debit and a credit, or neither."))
    return moved.get(profile.credit, 0) - abs(moved.get(profile.debit, 0))


def _statement(taking: _Taking, bounds: Bounds) -> Statement:
    moved = taking.moved[::-1] if _newest_first(taking.moved) else taking.moved
    opening, closing = _running(moved) or (bounds.opening, bounds.closing)
    if opening is None or closing is None:
        raise broken(
            0,
            N_("This table does not say its balances."),
            N_("Write the opening and the closing balance, as the bank shows them for these days."),
        )
    if len(taking.accounts) > 1:
        raise broken(0, N_("The rows are of more than one account."), N_("Download one account at a time."))
    lines = tuple(replace(one, number=number) for number, one in enumerate(_lines(moved), start=1))
    days = [one.day for one in lines]
    account = next(iter(taking.accounts), "") or bounds.account
    return Statement(account, bounds.currency, 0, 1, min(days), max(days), opening, closing, lines)


def _lines(moved: list[_Moved]) -> Iterator[StatementLine]:
    for one in moved:
        yield one.line
        if one.fee:
            yield StatementLine(0, one.line.day, -one.fee, kind=Kind.CHARGE, at=one.line.at)


def _newest_first(moved: list[_Moved]) -> bool:
    """Tell by the days, and within one day by which way round the balances follow from the amounts."""
    first, balances = moved[0], [one.balance for one in moved]
    if first.line.day != moved[-1].line.day:
        return first.line.day > moved[-1].line.day
    if len(moved) > 1 and balances.count(None) == len(moved) - 1:
        return first.balance is not None
    steps = zip(moved, balances, balances[1:], strict=False)
    return len(moved) > 1 and all((here or 0) - (after or 0) == one.minor for one, here, after in steps)


def _running(moved: list[_Moved]) -> tuple[int, int] | None:
    """Return the opening and the closing balance, or nothing where the last line has none behind it."""
    closing = moved[-1].balance
    if closing is None:
        return None
    known, balance = next((place, one.balance) for place, one in enumerate(moved) if one.balance is not None)
    expected = opening = balance - sum(one.minor for one in moved[: known + 1])
    for one in moved:
        expected += one.minor
        if one.balance is not None and one.balance != expected:
            raise broken(
                one.line.at,
                N_("The balance in this row does not follow from the row before it and its amount."),
                N_("A row is missing or too much, or rows were sorted anew. Download the file again."),
            )
    return opening, closing
