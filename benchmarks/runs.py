"""A run from gathering to a statement that reconciles, leg by leg, beside raw inserts of the same rows.

.venv/bin/python benchmarks/runs.py [sqlite|postgresql] [people] [payments to each]

The ground (people with sealed payees, an award to each that two have signed) is laid by the product's own actions in
few units of work; it is not timed. Nor is the passphrase, which a person types twice on the way.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from floor import Spent, Watch, floor, new, rows_of
from ground import house_on
from sqlalchemy import select
from vault import register_many, signed_for

from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, Verdict
from ledger.approvals.queries import content_of
from ledger.banking.statement import Statement, StatementLine
from ledger.channels.actions.payers import Payer, set_payer
from ledger.disbursements.actions.files import begin_file, log_file
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.actions.writing import Wanted, write_file
from ledger.disbursements.models import Channel, Disbursement, PaymentCode, Run, RunStage
from ledger.statements import queries
from ledger.statements.actions.take_in import import_statements
from ledger.statements.reading import sha256_of, statements_in
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails
from tests.banking.written import camt_of
from tests.builders import World

OURS = Payer("Northlight Services", "DE89370400440532013000", "COBADEFFXXX", "DE", "NURG", "SHAR", "pain.001.001.09")
THEIRS = PaymentDetails(
    method="bank", holder="Somebody", account="GB33BUKB20201555555555", bank_code="BUKBGB22", country="GB",
    statement_payer="Northlight Services", statement_reference="Rent 4411",
).to_bytes()  # fmt: skip


class Way:
    """One run on its way, and what each leg took."""

    def __init__(self, world: World) -> None:
        """Begin."""
        self.world, self.spent = world, dict[str, Spent]()
        self.run = self.proposal = UUID(int=0)
        self.content = b""

    def go(self) -> None:
        """All legs in turn."""
        self._timed("gather and propose", self._gather)
        self._timed("decide and release", self._release)
        self._timed("open the payees and write the file", self._file)
        self._timed("say that it was sent", self._send)
        self._hear()
        self._timed("take the statement in, match and post", self._take_in)

    def _timed(self, name: str, act: Callable[[], None]) -> None:
        watch = Watch(self.world.store)
        act()
        self.spent[name] = watch.spent()
        print(f"  {name:<40} {self.spent[name]}", flush=True)

    def _gather(self) -> None:
        with self.world.store.work(self.world.actors["farah"]) as work:
            run = gather_run(work, "EUR", Channel.BANK, self.world.clock.now().date())
            self.run, self.proposal = run.id, work.session.get_one(Proposal, run.proposal_id).id

    def _release(self) -> None:
        with self.world.store.work(self.world.actors["goran"]) as work:
            proposal = work.session.get_one(Proposal, self.proposal)
            seen = content_of(work.session, proposal).sha256
            decide(work, proposal, Verdict.APPROVE, self.world.signers["goran"], seen)

    def _file(self) -> None:
        store, farah = self.world.store, self.world.actors["farah"]
        with store.work(farah) as work:
            held, lines = begin_file(work, self.world.signers["farah"], work.session.get_one(Run, self.run), "pain.001")
            at = work.at
        with store.reading() as session:
            wanted = Wanted(session.get_one(Run, self.run), "pain.001", at)
            written = write_file(session, store.organisation, held, lines, wanted)
        with store.work(farah) as work:
            log_file(work, work.session.get_one(Run, self.run), lines, written)

    def _send(self) -> None:
        with self.world.store.work(self.world.actors["farah"]) as work:
            run = work.session.get_one(Run, self.run)
            mark_sent(work, work.session.scalars(select(Disbursement).where(Disbursement.run_id == run.id)).all())

    def _hear(self) -> None:
        """Let the bank write what it has debited."""
        today = self.world.clock.now().date()
        with self.world.store.reading() as session:
            query = select(PaymentCode.code, Disbursement.minor).join(
                Disbursement, Disbursement.id == PaymentCode.disbursement_id
            )
            paid = session.execute(query.where(Disbursement.run_id == self.run)).all()
            last = queries.last_statement(session, "main-eur")
        opening = last.closing if last else 0
        lines = tuple(StatementLine(n, today, -minor, (code,)) for n, (code, minor) in enumerate(paid, start=1))
        closing = opening - sum(minor for _code, minor in paid)
        number = (last.bank_number or 1) + 1 if last else 2
        said = Statement(OURS.number, "EUR", number, 1, today, today, opening, closing, lines)
        self.content = camt_of(said).encode()

    def _take_in(self) -> None:
        with self.world.store.work(self.world.actors["farah"]) as work:
            account = queries.cash_account(work.session, "main-eur")
            file = io.BytesIO(self.content)
            import_statements(work, account, statements_in(work.session, account, file), sha256_of(file))

    def check(self) -> None:
        """Hold the way to its end: nothing is left, and the books tie to the bank."""
        with self.world.store.reading() as session:
            told = queries.reconciliation(session, queries.cash_account(session, "main-eur"))
            assert (told.count, told.difference, told.unexplained) == (0, 0, 0)  # noqa: S101
            assert session.get_one(Run, self.run).stage is RunStage.SETTLED  # noqa: S101


def main(engine: str, people: int, each: int) -> None:
    """Print every leg, their sum, and the floor."""
    with house_on(engine) as world:
        with world.store.work(world.actors["farah"]) as work:
            set_payer(work, "main-eur", OURS)
        signed_for(world, register_many(world, people, Compartment.PAYMENT, THEIRS), each)
        world.clock.move(timedelta(days=31 * (each - 1)))
        before = rows_of(world.store)
        print(f"{engine}, a run of {people * each:,} payments to {people:,} people:")
        way = Way(world)
        way.go()
        way.check()
        rows = new(before, rows_of(world.store))
        raw = floor(world.store, rows, len(way.spent) + 2)
        cpu, wall = (sum(getattr(one, name) for one in way.spent.values()) for name in ("cpu", "wall"))
        print(f"  {'in all':<40} {Spent(cpu, wall)}")
        print(
            f"  {f'raw inserts of the same {sum(map(len, rows.values())):,} rows':<40} {raw}; ratio {cpu / raw.cpu:.1f}"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sqlite", *([int(one) for one in sys.argv[2:4]] or (8_192, 1)))
