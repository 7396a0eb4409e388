"""What makes up each balance, item by item, comes to the balance: today by stages, on any day by postings."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import func, select, text

from ledger.actor import SYSTEM
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind, Instalment
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.books.accounts import cash_account_for
from ledger.books.actions import About, Happening, journal
from ledger.books.rules.lines import Line, pair
from ledger.disbursements.actions.cancel import cancel_rest
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel
from ledger.funds.models import Fund
from ledger.reports.queries.subledgers import SUBLEDGERS, Tie, items_of, ties_of
from tests.builders import World, approved, bring_back, debit, filed, inside, paid, register, sent, sign
from tests.loans.lending import lent, on_its_way, pay_back

KNOWN = {ledger.code: ledger for ledger in SUBLEDGERS}


def live(world: World) -> None:
    """Leave something open on every account: in euros and in shillings, in most stages that there are."""
    _other_money(world)
    returned, failed = approved(world, 50_000), approved(world, 7_000)
    run = sent(world)
    with world.store.work(world.actors["farah"]) as work:
        by_award = {one.award_id: one for one in inside(work.session, run)}
        mark_failed(work, by_award[failed])
        debit(work, [by_award[returned]])
        bring_back(work, by_award[returned], 1_200)
    world.clock.move(timedelta(days=20))
    stipend, stopped = (approved(world, 90_001, 3, AwardKind.STIPEND) for _ in range(2))
    for award in (stipend, stopped):
        with world.store.work(world.actors["amina"]) as work:
            pass_review(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, 1)))
    with world.store.work(world.actors["amina"]) as work:
        cancel_rest(work, work.session.get_one(Award, stopped), "unsafe")
    _in_shillings(world, 3_333_333)
    for currency in ("EUR", "KES"):
        with world.store.work(world.actors["farah"]) as work:
            run = gather_run(work, currency, Channel.BANK, world.clock.now().date())
            found, proposal = run.id, run.proposal_id
        assert proposal is not None
        sign(world, "goran", proposal)
        filed(world, found)
        with world.store.work(world.actors["farah"]) as work:
            mark_sent(work, inside(work.session, found))
    world.clock.move(timedelta(days=20))
    _in_shillings(world, 1_000_001)
    approved(world, 4_000)


def _other_money(world: World) -> None:
    """Shillings, an advance to an intermediary, money to give back, money received before it was earned."""
    with world.store.work(SYSTEM) as work, journal(work) as books:
        cash_account_for(work, "KES")
        for event, currency, lines in (
            (
                "contribution",
                "KES",
                [Line("1000", 10**7, 71_428, "main-kes", statement=uuid4()), Line("4000", -(10**7), -71_428)],
            ),
            (
                "advance",
                "EUR",
                [Line("1300", 30_000, 30_000, "X-1"), Line("1000", -30_000, -30_000, "main-eur", statement=uuid4())],
            ),
            ("refund_due", "EUR", pair("4090", "2300", 9_000, 9_000)),
            (
                "contribution_in_advance",
                "EUR",
                [Line("1000", 8_000, 8_000, "main-eur", statement=uuid4()), Line("2400", -8_000, -8_000)],
            ),
        ):
            books.post(Happening(event, work.at.date(), world.fund, currency, About("matter", uuid4())), lines)


def _in_shillings(world: World, minor: int) -> None:
    who = register(world)
    with world.store.work(world.actors["amina"]) as work:
        plan = schedule(minor, world.clock.now().date(), 1, Rhythm.ONCE)
        fund = work.session.get_one(Fund, world.fund)
        terms = AwardTerms(AwardKind.EMERGENCY_GRANT, who, fund, "REL", "risk_and_need", plan, kept_in="KES")
        proposal = propose_award(work, terms).proposal_id
    assert proposal is not None
    sign(world, "carla", proposal)
    sign(world, "deniz", proposal)


def ties(world: World, code: str, day: date | None = None) -> dict[str, Tie]:
    """The ties of a sub-ledger by currency."""
    with world.store.reading() as session:
        return {tie.currency: tie for tie in ties_of(session, KNOWN[code], day)}


def test_every_sub_ledger_ties_to_the_ledger(world: World) -> None:
    """Now by the stages of awards and payments, and at the end of every day by postings; and none is empty."""
    live(world)
    open_now = {}
    for ledger in SUBLEDGERS:
        found = ties(world, ledger.code)
        assert [(tie.difference, tie.base_difference) for tie in found.values()] == [(0, 0)] * len(found), ledger.code
        open_now[ledger.code] = {currency: tie.listed for currency, tie in found.items()}
        for past in (0, 1, 19, 20, 21, 39, 40, 41):
            day = world.clock.now().date() - timedelta(past)
            then = ties(world, ledger.code, day)
            assert {(tie.difference, tie.base_difference) for tie in then.values()} <= {(0, 0)}, (ledger.code, past)
            if past == 0:
                assert {currency: tie.listed for currency, tie in then.items()} == open_now[ledger.code]
    assert open_now == {
        "payables": {"EUR": 50_000 + 7_000 + 4_000, "KES": 1_000_001},
        "in-transit": {"EUR": 30_001, "KES": 3_333_333},
        "advances": {"EUR": 30_000},
        "loans": {},
        "commitments": {"EUR": 60_000},
        "due-to-donors": {"EUR": 9_000},
        "in-advance": {"EUR": 8_000},
    }
    _items_come_to_their_total(world)


def _items_come_to_their_total(world: World) -> None:
    """Each item is one thing; promises are the same by stages as by postings."""
    with world.store.reading() as session:
        for ledger in SUBLEDGERS:
            items = items_of(ledger, None)
            rows = session.execute(select(items)).all()
            assert len({row.ref for row in rows}) == len(rows)
            listed = sum(tie.listed for tie in ties_of(session, ledger, None))
            assert session.scalar(select(func.coalesce(func.sum(items.c.minor), 0))) == listed
        by_stage, by_posting = (
            session.execute(select(items_of(KNOWN["commitments"], day))).all()
            for day in (None, world.clock.now().date())
        )
        assert [(r.ref, r.minor, r.base) for r in by_stage] == [(r.ref, r.minor, r.base) for r in by_posting]


def test_a_stage_that_the_books_do_not_follow_shows_as_a_difference(world: World) -> None:
    """Somebody who writes round the product into a payment leaves the tie open, by exactly that."""
    approved(world, 4_000)
    paid(world)
    approved(world, 6_000)
    with world.store.work(SYSTEM) as work:
        work.session.execute(text("UPDATE disbursement SET base_minor = base_minor + 5 WHERE stage = 'planned'"))
        work.record("signin.failures_counted", [], count=0, since="2026-01-05T09:00:00Z")
    assert (ties(world, "payables")["EUR"].difference, ties(world, "payables")["EUR"].base_difference) == (0, 5)
    with world.store.work(SYSTEM) as work:
        work.session.execute(text("UPDATE disbursement SET stage = 'cancelled' WHERE stage = 'planned'"))
        work.record("signin.failures_counted", [], count=0, since="2026-01-05T09:00:00Z")
    assert ties(world, "payables")["EUR"].difference == -6_000


def test_a_loan_is_one_item_from_its_promise_to_its_last_repayment(world: World) -> None:
    """Promised, in transit, outstanding of the same award; each tie nil at every step."""
    promised, run = on_its_way(world, 30_000, 3)
    assert [_listed(world, code) for code in ("commitments", "in-transit", "loans")] == [30_000, 0, 0]
    lent(world, 20_000, 2)
    award = lent(world, 50_000, 2)
    pay_back(world, award, 20_000)
    filed(world, run)
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    assert [_listed(world, code) for code in ("commitments", "in-transit", "loans")] == [0, 30_000, 80_000]
    with world.store.reading() as session:
        rows = {row.ref: int(row.minor) for row in session.execute(select(items_of(KNOWN["loans"], None)))}
    assert sorted(rows.values()) == [20_000, 30_000, 30_000]
    assert rows[award] == rows[promised] == 30_000
    for ledger in SUBLEDGERS:
        assert [tie for tie in ties(world, ledger.code).values() if tie.difference or tie.base_difference] == []


def _listed(world: World, code: str) -> int:
    return sum(tie.listed for tie in ties(world, code).values())
