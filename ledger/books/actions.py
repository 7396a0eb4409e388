"""Posting: entries that balance, each line with the running state of its sub-account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from ledger.books.models import Entry, Posting, SubAccount
from ledger.books.queries import (
    SubAccountState,
    available,
    cash_held,
    closed_until,
    last_entry_number,
    rate_on,
    state_of,
)
from ledger.books.rules.chart import CASH, CEILING
from ledger.books.rules.events import VERSION, WITHOUT_STATEMENT, check_lines
from ledger.books.rules.lines import Line, Place, Placed
from ledger.books.rules.rates import RATE_HOLDS, in_base
from ledger.bulk import insert_rows
from ledger.clock import day_text
from ledger.errors import N_, Misuse, Refusal
from ledger.money import convert, plain_amount
from ledger.organisation import base_currency
from ledger.work import Work


class About(NamedTuple):
    """What an entry is about, a code such as `award` or `disbursement`, and its id."""

    kind: str
    ref: UUID


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the rule table on an accounting day, in the fund and currency of lines that name no other."""

    event: str
    date: date
    fund: UUID
    currency: str
    about: About


_Key = tuple[UUID, str, str, str]


@dataclass(slots=True)
class Journal:
    """The journal open for writing within one unit of work. Nobody else writes meanwhile, so it may remember.

    `first_open` is the first day that no closed period holds: what happened before is posted on it.
    """

    work: Work
    base: str
    number: int
    first_open: date = date.min
    states: dict[_Key, SubAccountState] = field(default_factory=dict)
    postings: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    fresh: list[dict[str, Any]] = field(default_factory=list)
    holders: dict[UUID, str] = field(default_factory=dict)
    left: dict[Place, int] = field(default_factory=dict)
    sealed: dict[int, UUID] = field(default_factory=dict)
    past: bool = False
    """What is posted lies before this ledger: no statement that it has shows the money."""

    def post(self, what: Happening, lines: list[Line], reverses: int | None = None) -> int:
        """Post one entry and return its number. Raises Misuse for anything outside the rule table.

        A day inside a closed period gives way to the first open one. `reverses` is the number of an entry of this
        very unit of work that this one takes back.
        """
        what = replace(what, date=max(what.date, self.first_open))
        placed = [(Place(line.fund or what.fund, line.currency or what.currency), line) for line in lines]
        check_lines(what.event, placed)
        if not self.past and what.event not in WITHOUT_STATEMENT:
            _refuse_unshown(lines)
        if any(place.currency == self.base and line.minor != line.base for place, line in placed):
            message = "in the base currency an amount is its own base amount"
            raise Misuse(message)
        self._hold_to_ceiling(placed)
        self.number += 1
        entry = uuid4()
        rows = [self._posting(entry, number, what, one) for number, one in enumerate(placed, start=1)]
        seq = self._record(entry, what, rows, reverses)
        self.sealed[self.number] = entry
        self.postings += rows
        self.entries.append(
            {
                "id": entry,
                "number": self.number,
                "event": what.event,
                "rules": VERSION,
                "date": what.date,
                "at": self.work.at,
                "actor": self.work.author.actor,
                "log_seq": seq,
                "reverses": self.sealed[reverses] if reverses else None,
            }
        )
        return self.number

    def cash_cost(self, fund: UUID, currency: str, holder: str, minor: int, account: str = CASH) -> int:
        """Return what `minor` units of cash cost in base: the moving average of that cash account in that fund.

        The last unit takes the rest. In the base currency money costs itself. The money that an intermediary
        holds (`account` ADVANCES) costs what was given to them. Raises Refusal where there is less than that.
        """
        state = self._state((fund, account, currency, holder))
        if minor > state.balance:
            raise Refusal(
                N_("%(holder)s holds %(has)s %(code)s of this fund, less than %(amount)s."),
                holder=holder,
                has=plain_amount(state.balance, currency),
                amount=plain_amount(minor, currency),
                code=currency,
            )
        if currency == self.base:
            return minor
        return state.base_balance if minor == state.balance else convert(minor, state.base_balance, state.balance)

    def carried(self, fund: UUID, currency: str, account: str, minor: int) -> int:
        """Return what `minor` units of something that is owed stand at in base; the last unit takes the rest.

        Raises Refusal where the fund owes less than that on the account.
        """
        state = self._state((fund, account, currency, ""))
        if minor > -state.balance:
            raise Refusal(
                N_("This fund holds %(has)s %(code)s of that kind, less than %(amount)s."),
                field="amount",
                has=plain_amount(-state.balance, currency),
                amount=plain_amount(minor, currency),
                code=currency,
            )
        return convert(minor, state.base_balance, state.balance)

    def worth(self, fund: UUID, currency: str, minor: int, on: date) -> int:
        """Return what an amount that is promised or owed is worth in base on a day.

        By the newest approved rate not older than RATE_HOLDS, else by what the fund's cash in that currency cost.
        Raises Refusal where there is neither.
        """
        if currency == self.base:
            return minor
        rate = rate_on(self.work.session, currency, self.base, on)
        if rate is not None:
            return in_base(minor, currency, self.base, rate)
        self.write()
        held = cash_held(self.work.session, fund, currency)
        if held.minor <= 0:
            raise Refusal(
                N_("Money in %(code)s needs an approved exchange rate of the last %(days)s days. Propose one first."),
                field="currency",
                code=currency,
                days=RATE_HOLDS.days,
            )
        return convert(minor, held.base, held.minor)

    def write(self) -> None:
        """Insert what was posted: the lines first, then the rows that seal them."""
        session = self.work.session
        session.flush()
        for model, rows in ((SubAccount, self.fresh), (Posting, self.postings), (Entry, self.entries)):
            insert_rows(session, model, rows)
            rows.clear()

    def _hold_to_ceiling(self, placed: list[Placed]) -> None:
        """Refuse an entry after which a fund would have promised more than it has (H5)."""
        moved: dict[Place, int] = {}
        for place, line in placed:
            moved[place] = moved.get(place, 0) + CEILING[line.account] * line.minor
        for place, change in moved.items():
            if place not in self.left:
                self.left[place] = available(self.work.session, *place)
            before, self.left[place] = self.left[place], self.left[place] + change
            if change < 0 and self.left[place] < 0:
                raise Refusal(
                    N_("The fund has %(left)s %(code)s that is not promised; this needs %(amount)s."),
                    left=plain_amount(before, place.currency),
                    code=place.currency,
                    amount=plain_amount(-change, place.currency),
                )

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

    def _posting(self, entry: UUID, number: int, what: Happening, placed: Placed) -> dict[str, Any]:
        place, line = placed
        state = self._state((place.fund, line.account, place.currency, line.holder))
        state.version += 1
        state.balance += line.minor
        state.base_balance += line.base
        self.holders[state.id] = line.holder
        return {
            "entry_id": entry,
            "line": number,
            "sub_account_id": state.id,
            "fund_id": place.fund,
            "account": line.account,
            "currency": place.currency,
            "date": what.date,
            "minor": line.minor,
            "base_minor": line.base,
            "kind": what.about.kind,
            "ref": what.about.ref,
            "version": state.version,
            "balance": state.balance,
            "base_balance": state.base_balance,
            "statement": line.statement,
        }

    def _record(self, entry: UUID, what: Happening, rows: list[dict[str, Any]], reverses: int | None) -> int:
        written = [
            {
                "line": row["line"],
                "fund": str(row["fund_id"]),
                "account": row["account"],
                "currency": row["currency"],
                "minor": row["minor"],
                "base": row["base_minor"],
                "holder": self.holders[row["sub_account_id"]],
                "kind": row["kind"],
                "ref": str(row["ref"]),
                "version": row["version"],
                "balance": row["balance"],
                "base_balance": row["base_balance"],
                "statement": str(row["statement"]) if row["statement"] else None,
            }
            for row in rows
        ]
        return self.work.record(
            "entry.posted",
            [*dict.fromkeys(row["fund_id"] for row in rows), what.about.ref],
            entry=str(entry),
            number=self.number,
            event=what.event,
            rules=VERSION,
            date=day_text(what.date),
            reverses=reverses,
            lines=written,
        )


def _refuse_unshown(lines: list[Line]) -> None:
    if any(line.account == CASH and line.statement is None for line in lines):
        message = "only a statement line posts to cash"
        raise Misuse(message)


@contextmanager
def past_journal(work: Work) -> Iterator[Journal]:
    """Open the journal for what happened before this ledger was kept, of which it has no statements."""
    with journal(work) as opened:
        opened.past = True
        yield opened


@contextmanager
def journal(work: Work) -> Iterator[Journal]:
    """Open the journal for posting; what was posted is written when the block ends."""
    closed = closed_until(work.session)
    first_open = closed + timedelta(days=1) if closed else date.min
    opened = Journal(work, base_currency(work.session), last_entry_number(work.session), first_open)
    yield opened
    opened.write()
