"""Posting: entries that balance, each line with the running state of its sub-account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import insert

from ledger.books.models import CashAccount, CurrencyRow, Entry, LedgerAccount, Posting, SubAccount
from ledger.books.queries import SubAccountState, last_entry_number, state_of
from ledger.books.rules.chart import CASH, CHART
from ledger.books.rules.events import VERSION, Line, check_lines
from ledger.clock import day_text
from ledger.errors import Misuse
from ledger.money import convert, digits_of, known_currencies
from ledger.organisation import base_currency
from ledger.work import Work


class About(NamedTuple):
    """What an entry is about: `award`, `disbursement` or `contribution`, and its id."""

    kind: str
    ref: UUID


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the rule table on an accounting day, in one fund and currency."""

    event: str
    date: date
    fund: UUID
    currency: str
    about: About


_Key = tuple[UUID, str, str, str]


@dataclass(slots=True)
class Journal:
    """The journal open for writing within one unit of work. Nobody else writes meanwhile, so it may remember."""

    work: Work
    base: str
    number: int
    states: dict[_Key, SubAccountState] = field(default_factory=dict)
    postings: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    fresh: list[dict[str, Any]] = field(default_factory=list)

    def post(self, what: Happening, lines: list[Line]) -> int:
        """Post one entry and return its number. Raises Misuse for anything outside the rule table."""
        check_lines(what.event, lines)
        if what.currency == self.base and any(line.minor != line.base for line in lines):
            message = "in the base currency an amount is its own base amount"
            raise Misuse(message)
        self.number += 1
        entry = uuid4()
        rows = [self._posting(entry, place, what, line) for place, line in enumerate(lines, start=1)]
        seq = self._record(entry, what, lines, rows)
        self.postings += rows
        self.entries.append(
            {
                "id": entry,
                "number": self.number,
                "event": what.event,
                "rules": VERSION,
                "date": what.date,
                "at": self.work.at,
                "actor": self.work.actor.name,
                "log_seq": seq,
                "reverses": None,
            }
        )
        return self.number

    def cash_cost(self, fund: UUID, currency: str, cash: str, minor: int) -> int:
        """Return what `minor` units of cash cost in base: the moving average of that cash account in that fund.

        The last unit takes the rest. In the base currency money costs itself.
        """
        if currency == self.base:
            return minor
        state = self._state((fund, CASH, currency, cash))
        if not state.balance:
            message = "a cash account that holds nothing has no average cost"
            raise Misuse(message)
        return state.base_balance if minor == state.balance else convert(minor, state.base_balance, state.balance)

    def write(self) -> None:
        """Insert what was posted: the lines first, then the rows that seal them."""
        session = self.work.session
        session.flush()
        for model, rows in ((SubAccount, self.fresh), (Posting, self.postings), (Entry, self.entries)):
            if rows:
                session.execute(insert(model), rows)
                rows.clear()

    def _state(self, key: _Key) -> SubAccountState:
        state = self.states.get(key)
        if state is None:
            state = state_of(self.work.session, *key)
            if state is None:
                state = SubAccountState(uuid4(), 0, 0, 0)
                fund, account, currency, holder = key
                self.fresh.append(
                    {
                        "id": state.id,
                        "fund_id": fund,
                        "account": account,
                        "currency": currency,
                        "holder": holder,
                    }
                )
            self.states[key] = state
        return state

    def _posting(self, entry: UUID, place: int, what: Happening, line: Line) -> dict[str, Any]:
        state = self._state((what.fund, line.account, what.currency, line.holder))
        state.version += 1
        state.balance += line.minor
        state.base_balance += line.base
        return {
            "entry_id": entry,
            "line": place,
            "sub_account_id": state.id,
            "fund_id": what.fund,
            "account": line.account,
            "currency": what.currency,
            "minor": line.minor,
            "base_minor": line.base,
            "kind": what.about.kind,
            "ref": what.about.ref,
            "version": state.version,
            "balance": state.balance,
            "base_balance": state.base_balance,
        }

    def _record(self, entry: UUID, what: Happening, lines: list[Line], rows: list[dict[str, Any]]) -> int:
        written = [
            {
                "line": row["line"],
                "fund": str(what.fund),
                "account": line.account,
                "currency": what.currency,
                "minor": line.minor,
                "base": line.base,
                "holder": line.holder,
                "kind": what.about.kind,
                "ref": str(what.about.ref),
                "version": row["version"],
                "balance": row["balance"],
                "base_balance": row["base_balance"],
            }
            for line, row in zip(lines, rows, strict=True)
        ]
        return self.work.record(
            "entry.posted",
            [what.fund, what.about.ref],
            entry=str(entry),
            number=self.number,
            event=what.event,
            rules=VERSION,
            date=day_text(what.date),
            reverses=None,
            lines=written,
        )


@contextmanager
def journal(work: Work) -> Iterator[Journal]:
    """Open the journal for posting; what was posted is written when the block ends."""
    opened = Journal(work, base_currency(work.session), last_entry_number(work.session))
    yield opened
    opened.write()


def pair(debit: str, credit: str, minor: int, base: int) -> list[Line]:
    """The plainest entry: one account debited, another credited, no holder on either."""
    return [Line(debit, minor, base), Line(credit, -minor, -base)]


def lay_out_chart(work: Work) -> None:
    """Write the chart of accounts and the currencies, once, at founding."""
    work.session.add_all(CurrencyRow(code=code, digits=digits_of(code)) for code in known_currencies())
    work.session.execute(
        insert(LedgerAccount),
        [{"number": line.number, "name": line.name, "kind": line.kind, "ceiling": line.ceiling} for line in CHART],
    )
    work.session.flush()


def cash_account_for(work: Work, currency: str) -> str:
    """Return the code of the cash account of a currency, opened where there is none yet."""
    code = f"main-{currency.lower()}"
    if work.session.get(CashAccount, code) is None:
        work.session.add(CashAccount(code=code, currency=currency))
        work.session.flush()
    return code
