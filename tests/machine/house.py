"""A house in which something of everything has begun, copied for each example; and how people act in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import func, select, text

from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.approvals.queries import content_of
from ledger.books.models import Entry
from ledger.books.uses import uses_for
from ledger.clock import SetClock
from ledger.database import open_engine
from ledger.errors import Alarming, Refusal
from ledger.funds.models import Fund
from ledger.log.models import LogEntry
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line as line_of
from ledger.statements.queries import shown_by, waiting_where
from ledger.work import Store, Work, watch
from tests.agreement.comparing import compare
from tests.builders import ORIGIN, World, accepting, heard
from tests.machine.beside import hold_overlaps
from tests.machine.holding import hold

Act = Callable[[Work], Any]
N = st.integers(0, 30)
"""Which one of what there is."""
PERCENT = st.integers(1, 101)
"""How much of it: a part, all, or more than there is."""
MINOR = st.one_of(st.integers(1, 90), st.integers(91, 60_000))
BACK = st.sampled_from([0, 0, 0, 1, 4, 20])
"""How many days ago it happened."""
SIGNERS = ("carla", "deniz", "goran", "bao")
SIGNED = st.sampled_from([True, True, True, False])
FUNDS = st.sampled_from(["FUND", "FUND", "OTHER"])
CASH = {"EUR": "main-eur", "KES": "bank-kes", "JPY": "bank-jpy"}
CURRENCIES = st.sampled_from(["EUR", "EUR", "EUR", "KES", "JPY"])


def part(whole: int, percent: int) -> int:
    """So many percent of an amount, at least one unit; 101 is one unit more than all of it."""
    return whole + 1 if percent > 100 else max(1, whole * percent // 100)


@dataclass(frozen=True)
class Template:
    """A house as a file, to be copied, and who lives in it."""

    path: Path
    world: World

    def copy(self, folder: Path) -> World:
        """Open a copy of the house, at the moment when the template was closed."""
        shutil.copy(self.path, folder / "ledger.db")
        engine = open_engine(f"sqlite:///{folder / 'ledger.db'}")
        watch(engine)
        clock = SetClock(self.world.clock.now())
        world = replace(self.world, store=Store(engine, clock, ORIGIN), clock=clock)
        world.fund, world.donor = self.world.fund, self.world.donor
        return world


class House(RuleBasedStateMachine):
    """One example: a copy of the house. What people do stands in the classes that build on this one."""

    def __init__(self, template: Template) -> None:
        """Begin with a copy."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.world = template.copy(self.folder)
        self.checked = 0

    def teardown(self) -> None:
        """Hold the whole log to the auditor's replay, table by table, and clear up."""
        try:
            compare(self.world)
        finally:
            self.world.store.engine.dispose()
            shutil.rmtree(self.folder)

    def check_invariants(self, settings: Any, output: Any, runtimes: Any) -> None:
        """After every step that posted something, all that must always hold, holds; after every one, no help is double."""
        super().check_invariants(settings, output, runtimes)
        heads = self.heads()
        with self.world.store.reading() as session:
            hold_overlaps(session)
        if heads[1] != self.checked or heads[0] % 7 == 0:
            with self.world.store.reading() as session:
                hold(session, self.today)
            self.checked = heads[1]

    @property
    def today(self) -> date:
        """The day it is."""
        return self.world.clock.now().date()

    def day(self, back: int) -> date:
        """A day so many days ago."""
        return self.today - timedelta(days=back)

    def heads(self) -> tuple[int, int]:
        """How long the log is, and the journal."""
        with self.world.store.reading() as session:
            return (
                session.scalar(select(func.count()).select_from(LogEntry)) or 0,
                session.scalar(select(func.count()).select_from(Entry)) or 0,
            )

    def attempt(self, who: str, act: Act) -> bool:
        """Let somebody do something; whether it was done. What is refused changes nothing, and says why."""
        before = self.heads()
        try:
            with self.world.store.work(self.world.actors[who]) as work:
                act(work)
        except Alarming:
            raise
        except Refusal as refusal:
            told = refusal.sentence % refusal.values
        else:
            return True
        assert told
        assert self.heads() == before, told
        return False

    def forbidden(self, who: str, act: Act) -> None:
        """Let somebody try what must be refused."""
        assert not self.attempt(who, act), "this had to be refused"

    def pick(self, query: Any, n: int) -> Any:
        """One of what a query finds, in the order in which it came to be; None where it finds nothing."""
        first = query.column_descriptions[0]["entity"].__tablename__
        in_order = query.order_by(None).order_by(text(f"{first}.rowid"))
        with self.world.store.reading() as session:
            found: Sequence[Any] = session.scalars(in_order).all()
        return found[n % len(found)] if found else None

    def fund(self, work: Work, code: str) -> Fund:
        """A fund by its code."""
        return work.session.scalars(select(Fund).where(Fund.code == code)).one()

    def fund_id(self, code: str) -> UUID:
        """The id of a fund."""
        with self.world.store.reading() as session:
            return session.scalars(select(Fund.id).where(Fund.code == code)).one()

    def sign(self, proposal: UUID, verdict: Verdict = Verdict.APPROVE) -> None:
        """Let everybody who may sign it, sign it, until it is settled."""
        for who in SIGNERS:
            with suppress(Refusal):
                self.attempt(who, lambda work, who=who: self._decide(work, who, proposal, verdict))

    def _decide(self, work: Work, who: str, proposal: UUID, verdict: Verdict) -> None:
        found = work.session.get_one(Proposal, proposal)
        seen = content_of(work.session, found).sha256
        decide(work, found, verdict, self.world.signers[who], seen, accepting(work, found))

    def propose(self, who: str, act: Callable[[Work], Any], *, signed: bool) -> bool:
        """Let somebody propose something; let it be signed at once, or leave it open."""
        made: list[UUID] = []

        def do(work: Work) -> None:
            found = act(work)
            made.append(found.id if isinstance(found, Proposal) else found.proposal_id)

        done = self.attempt(who, do)
        if done and signed:
            self.sign(made[0])
        return done

    def come(self, cash: str, minor: int, back: int = 0, code: str = "") -> UUID | None:
        """Take in a statement with one line of some days ago; its id, unless a later statement came before it."""
        taken: list[UUID] = []
        on = self.day(back)
        self.attempt("farah", lambda work: taken.extend(heard(work, [(minor, code)], cash, on)))
        assert taken or back, "a statement of today is always taken in"
        return taken[0] if taken else None

    def book(self, cash: str, minor: int, back: int, use: str, target: str) -> bool:
        """Take in a statement with one line, and book it; a line that cannot be booked so waits."""
        line = self.come(cash, minor, back)
        return line is not None and self.attempt(
            "goran", lambda work: book_line(work, line_of(work.session, line), use, target)
        )

    @rule(n=N, verdict=st.sampled_from([Verdict.APPROVE, Verdict.APPROVE, Verdict.REFUSE]))
    def settle_what_waits(self, n: int, verdict: Verdict) -> None:
        """Sign, or refuse, what was proposed a while ago."""
        found = self.pick(select(Proposal).where(Proposal.stage == ProposalStage.OPEN), n)
        if found:
            self.sign(found.id, verdict)

    @rule(n=N, way=N)
    def book_what_waits(self, n: int, way: int) -> None:
        """Book a line that waits as anything that it could be."""
        found = self.pick(waiting_where(), n)
        if not found:
            return
        with self.world.store.reading() as session:
            shown = shown_by(line_of(session, found.id))
            ways = [(use.code, target.value) for use in uses_for(shown) for target in use.targets(session, shown)]
        if ways:
            self.attempt("farah", lambda work: book_line(work, line_of(work.session, found.id), *ways[way % len(ways)]))

    @rule(days=st.integers(1, 30))
    def wait(self, days: int) -> None:
        """Let days go by."""
        self.world.clock.move(timedelta(days=days))
