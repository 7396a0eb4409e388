"""What two people do at the same moment without knowing of each other: one effect, and a sentence for everybody else."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import func, select

from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.actions.moving import charge_fee
from ledger.advances.actions.propose import AdvanceTerms, propose_advance
from ledger.advances.models import Advance, AdvanceStage, IntermediaryKind
from ledger.advances.queries import intermediary_by_code
from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.approvals.queries import content_of
from ledger.awards.models import AwardStage
from ledger.books.models import Entry, ExchangeRate, Period, Posting
from ledger.books.rules.rates import rate_from
from ledger.disbursements.actions.files import Written, begin_file, log_file
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.models import Disbursement, DisbursementStage, PaymentFile, Run
from ledger.disbursements.queries import payment_code
from ledger.disbursements.rules.forms import FORMS
from ledger.funds.budgeting import propose_budget
from ledger.funds.models import Budget, RateMethod
from ledger.funds.rules.budget import Budgeted
from ledger.log.models import LogEntry
from ledger.money import Money
from ledger.statements.actions.book import book_line
from ledger.statements.actions.take_in import import_statements
from ledger.statements.models import BankLine, BankStatement, LineStage
from ledger.statements.queries import cash_account, line
from ledger.statements.reading import sha256_of, statements_in
from ledger.treasury.actions.manual import ManualEntry, propose_manual
from ledger.treasury.actions.periods import propose_period
from ledger.treasury.actions.rates import propose_rates
from ledger.treasury.rules.manual import Typed
from ledger.treasury.rules.rate_file import Quoted
from ledger.work import Store
from tests.advances.test_holding import advanced
from tests.banking.written import camt_of, stream
from tests.builders import World, approved, award_of, heard, inside, propose, released, sent
from tests.together.acts import statement_of
from tests.together.racing import race
from tests.together.test_many_processes import any_of
from tests.treasury.house import fund_of

PROCESSES = 8
FINANCE = ("bao", "farah", "goran")
APPROVERS = ("bao", "carla", "deniz")
OPEN = Proposal.stage == ProposalStage.OPEN


@pytest.fixture(autouse=True)
def _held_to_the_auditor(compared: None) -> None:
    """No finding, and every figure and table as it follows from the log."""


def decided(world: World, store: Store, who: str, proposal: UUID, verdict: Verdict = Verdict.APPROVE) -> str:
    """Let somebody decide."""
    with store.work(world.actors[who]) as work:
        there = work.session.get_one(Proposal, proposal)
        decide(work, there, verdict, world.signers[who], content_of(work.session, there).sha256)
    return verdict.value


def test_one_statement_file_is_taken_in_once(world: World) -> None:
    """Eight processes read the same file of a bank: one posts it, seven are told that it was taken in."""
    approved(world, 60_000)
    approved(world, 1_000)
    run = sent(world)
    with world.store.reading() as session:
        debits = [(-one.minor, payment_code(session, one) or "") for one in inside(session, run)]
    said = statement_of([*debits, (777, "")], 1_000_000, world.clock.now().date())
    file = camt_of(said).encode()

    def take(store: Store, luck: Random) -> str:
        with store.work(world.actors[luck.choice(FINANCE)]) as work:
            source, account = stream(file), cash_account(work.session, "main-eur")
            sha256 = sha256_of(source)
            import_statements(work, account, statements_in(work.session, account, source), sha256)
        return "taken in"

    met = race(world, PROCESSES, 1, [take], seed=3)
    assert met == {"taken in": 1, "This very file was taken in before. Nothing was changed.": 7}
    with world.store.reading() as session:
        digest = hashlib.sha256(file).hexdigest()
        assert session.scalar(select(func.count()).where(BankStatement.file_sha256 == digest)) == 1
        assert {one.stage for one in inside(session, run)} == {DisbursementStage.CONFIRMED}


def test_of_payment_files_that_were_begun_together_one_is_made_and_sent_once(world: World) -> None:
    """Two of finance have opened the same run; one file is on the log, and its payments go out once."""
    approved(world, 60_000)
    approved(world, 1_000)
    run = released(world)
    with world.store.reading() as session:
        form = FORMS[session.get_one(Run, run).channel.value][-1]
    opened = {}
    for who in FINANCE[1:]:
        with world.store.work(world.actors[who]) as work:
            _held, opened[who] = begin_file(work, world.signers[who], work.session.get_one(Run, run), form)

    def make(store: Store, luck: Random) -> str:
        who = luck.choice(FINANCE[1:])
        lines = opened[who]
        written = Written(form, f"by {who}".encode(), len(lines), sum(one.minor for one in lines), world.clock.now())
        with store.work(world.actors[who]) as work:
            log_file(work, work.session.get_one(Run, run), lines, written)
        return "made"

    def send(store: Store, luck: Random) -> str:
        with store.work(world.actors[luck.choice(FINANCE)]) as work:
            mark_sent(work, inside(work.session, run))
        return "sent"

    for deed, done in ((make, "made"), (send, "sent")):
        met = race(world, PROCESSES, 1, [deed], seed=5)
        assert (met[done], len(met)) == (1, 2), met
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(PaymentFile)) == 1
        assert {one.stage for one in session.scalars(select(Disbursement))} == {DisbursementStage.SENT}


def test_a_period_closes_once_and_takes_nothing_that_comes_late(world: World) -> None:
    """Lines, fees and manual entries of a day, booked while that day is closed: before it, or on the first open day."""
    until, ident = world.clock.now().date(), advanced(world, 10_000, 500)
    with world.store.work(world.actors["farah"]) as work:
        heard(work, [(-100 - n, "") for n in range(12)])
        moved = [Typed("5300", 700), Typed("5100", -700)]
        for _ in range(4):
            propose_manual(work, ManualEntry(fund_of(work, world), "EUR", until, "correction", moved))
    world.clock.move(timedelta(days=1))
    with world.store.work(world.actors["farah"]) as work:
        for _ in range(3):
            propose_period(work, until)

    def sign(store: Store, luck: Random, kind: str) -> str:
        waiting = any_of(store, luck, Proposal, OPEN, Proposal.kind == kind)
        return f"{kind} {decided(world, store, luck.choice(APPROVERS), waiting.id)}" if waiting else "nothing to sign"

    def close(store: Store, luck: Random) -> str:
        return sign(store, luck, "period")

    def correct(store: Store, luck: Random) -> str:
        return sign(store, luck, "manual")

    def book(store: Store, luck: Random) -> str:
        waits = any_of(store, luck, BankLine, BankLine.stage == LineStage.OPEN)
        if waits is None:
            return "nothing to book"
        with store.work(world.actors[luck.choice(FINANCE)]) as work:
            book_line(work, line(work.session, waits.id), "bank_charge", str(world.fund))
        return "booked"

    def charge(store: Store, luck: Random) -> str:
        with store.work(world.actors[luck.choice(FINANCE)]) as work:
            charge_fee(work, work.session.get_one(Advance, ident), 10, until)
        return "charged"

    met = race(world, PROCESSES, 4, [close, correct, book, book, charge], seed=9)
    assert met["period approve"] == 1, met
    assert min(met["booked"], met["charged"], met["manual approve"]) > 0, met
    with world.store.work(world.actors["farah"]) as work:
        charge_fee(work, work.session.get_one(Advance, ident), 10, until)
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Period)) == 1
        closed = session.scalars(select(LogEntry.seq).where(LogEntry.verb == "period.closed")).one()
        days = set(session.scalars(select(Entry.date).where(Entry.log_seq > closed)))
        before = set(session.scalars(select(Entry.date).where(Entry.log_seq < closed)))
    assert days == {until + timedelta(days=1)}
    assert before == {until}


def test_a_holder_is_advanced_one_thing_at_a_time(world: World) -> None:
    """Eight ask for an advance for the same hands, sign it, pay it from two lines, give it back and ask again."""
    with world.store.work(world.actors["farah"]) as work:
        register_intermediary(work, "I1", IntermediaryKind.PARTNER, "The partner")
        heard(work, [(-500, ""), (-500, ""), (500, ""), (500, "")])

    def ask(store: Store, luck: Random) -> str:
        with store.work(world.actors[luck.choice(FINANCE)]) as work:
            terms = AdvanceTerms(intermediary_by_code(work.session, "I1"), fund_of(work, world), Money(500, "EUR"), 0)
            propose_advance(work, terms)
        return "asked"

    def sign(store: Store, luck: Random) -> str:
        waiting = any_of(store, luck, Proposal, OPEN, Proposal.kind == "advance")
        return decided(world, store, luck.choice(APPROVERS), waiting.id) if waiting else "nothing to sign"

    def move(store: Store, luck: Random) -> str:
        stages = Advance.stage.in_([AdvanceStage.APPROVED, AdvanceStage.PAID])
        waits = any_of(store, luck, BankLine, BankLine.stage == LineStage.OPEN)
        held = any_of(store, luck, Advance, stages)
        if waits is None or held is None:
            return "nothing to move"
        use = "advance" if waits.minor < 0 else "advance_returned"
        with store.work(world.actors[luck.choice(FINANCE)]) as work:
            book_line(work, line(work.session, waits.id), use, held.reference)
        return use

    met = race(world, PROCESSES, 8, [ask, sign, move, move], seed=13)
    with world.store.reading() as session:
        stages = [one.stage for one in session.scalars(select(Advance))]
        paid = session.scalar(select(func.count()).where(Posting.account == "1300", Posting.minor > 0))
    cleared = stages.count(AdvanceStage.SETTLED)
    assert met["asked"] == len(stages) <= cleared + 1, met
    assert (met["advance"], met["advance_returned"]) == (paid, cleared)
    assert paid >= 1


def test_of_two_budgets_asked_for_together_one_is_set(world: World) -> None:
    """Both are the first of the fund; eight sign either, and whoever comes second is told to refuse the other."""
    with world.store.work(world.actors["amina"]) as work:
        lines = [Budgeted("A1", ("REL",), 1_000)]
        waiting = [propose_budget(work, fund_of(work, world), RateMethod.AVERAGE, lines).id for _ in range(2)]

    def sign(store: Store, luck: Random) -> str:
        return decided(world, store, luck.choice(APPROVERS), luck.choice(waiting))

    met = race(world, PROCESSES, 3, [sign], seed=17)
    assert met["approve"] == 1, met
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Budget)) == 1


def test_one_rate_of_a_day_is_asked_for_and_recorded_once(world: World) -> None:
    """Eight bring the same rate and sign what waits."""
    on = world.clock.now().date()

    def ask(store: Store, luck: Random) -> str:
        with store.work(world.actors[luck.choice(FINANCE)]) as work:
            propose_rates(work, [Quoted("KES", rate_from("0.0068", "ECB", on))])
        return "asked"

    def sign(store: Store, luck: Random) -> str:
        waiting = any_of(store, luck, Proposal, OPEN)
        return decided(world, store, luck.choice(APPROVERS[1:]), waiting.id) if waiting else "nothing to sign"

    met = race(world, PROCESSES, 4, [ask, sign], seed=19)
    assert (met["asked"], met["approve"]) == (1, 1), met
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ExchangeRate)) == 1


def test_yes_and_no_to_one_award_at_once_is_one_of_them(world: World) -> None:
    """The last signature and a refusal arrive together: the award is approved or refused, by one decision."""
    award, proposal = propose(world, 60_000)
    decided(world, world.store, "carla", proposal)

    def sign(store: Store, luck: Random) -> str:
        return decided(world, store, luck.choice(["bao", "deniz"]), proposal, luck.choice(list(Verdict)))

    met = race(world, PROCESSES, 2, [sign], seed=23)
    assert met["approve"] + met["refuse"] == 1, met
    stage = AwardStage.APPROVED if met["approve"] else AwardStage.REFUSED
    assert award_of(world, award).stage is stage
