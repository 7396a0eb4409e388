"""Advances to intermediaries: one at a time, handed over by the word of two people, never more than they hold."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.actions.moving import charge_fee
from ledger.advances.actions.propose import AdvanceTerms, propose_advance
from ledger.advances.models import Advance, IntermediaryKind
from ledger.advances.queries import moved_of
from ledger.books.models import CashKind, Entry
from ledger.books.queries import lines_of_entry
from ledger.disbursements.actions.evidence import record_evidence
from ledger.disbursements.actions.handing import confirm_handed
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel
from ledger.errors import Refusal
from ledger.funds.models import Fund
from ledger.money import Money
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line
from ledger.treasury.actions.cash import open_cash
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails
from ledger.work import Work
from tests.agreement.comparing import compare
from tests.builders import DETAILS, World, approved, filed, heard, inside, shown, sign

CASH = PaymentDetails(method="cash", holder="Somebody", statement_payer="A", statement_reference="B").to_bytes()
LISTED = (("intermediary_list", "farah"), ("intermediary_list", "amina"), ("sample", "amina"))


def booked(work: Work, minor: int, code: str, reference: str) -> None:
    """Take in a statement of one line, and book it as finance does."""
    book_line(work, line(work.session, heard(work, [(minor, "")])[0]), code, reference)


def asked(world: World, minor: int, fee: int = 0, code: str = "I1") -> UUID:
    """Propose an advance."""
    from ledger.advances.queries import intermediary_by_code

    with world.store.work(world.actors["farah"]) as work:
        who, fund = intermediary_by_code(work.session, code), work.session.get_one(Fund, world.fund)
        return propose_advance(work, AdvanceTerms(who, fund, Money(minor, "EUR"), fee)).id


def advanced(world: World, minor: int, fee: int, code: str = "I1") -> UUID:
    """Register an intermediary, and advance them something."""
    with world.store.work(world.actors["farah"]) as work:
        register_intermediary(work, code, IntermediaryKind.PARTNER, "The partner")
    ident = asked(world, minor, fee, code)
    advance = read(world, ident)
    assert advance.proposal_id is not None
    sign(world, "carla", advance.proposal_id)
    with world.store.work(world.actors["farah"]) as work:
        booked(work, -minor, "advance", advance.reference)
    return ident


def read(world: World, ident: UUID) -> Advance:
    """An advance as it stands."""
    with world.store.reading() as session:
        return session.get_one(Advance, ident)


def handed(world: World, run: UUID, on: date, signs: Any = LISTED) -> None:
    """Send a run of cash, record who knows that it arrived, and confirm it."""
    filed(world, run)
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    for way, who in signs:
        with world.store.work(world.actors[who]) as work:
            record_evidence(work, inside(work.session, run), way, on)
    with world.store.work(world.actors["farah"]) as work:
        confirm_handed(work, inside(work.session, run), on)


def cash_run(world: World, code: str = "I1") -> UUID:
    """Gather what is due in cash for the intermediary, and release it."""
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.CASH, work.at.date(), code)
        found, proposal = run.id, run.proposal_id
    assert proposal is not None
    sign(world, "goran", proposal)
    return found


def posted(world: World, *events: str) -> list[tuple[str, list[tuple[str, str, int, int]]]]:
    """The entries of some events in the order of the journal."""
    with world.store.reading() as session:
        entries = session.scalars(select(Entry).where(Entry.event.in_(events)).order_by(Entry.number)).all()
        return [
            (one.event, [(x.account, x.currency, x.minor, x.base_minor) for x in lines_of_entry(session, one.number)])
            for one in entries
        ]


def test_an_intermediary_and_a_cash_account_never_have_one_code(little: World) -> None:
    """What a bank owes of its account would count as money in their hands."""
    with little.store.work(little.actors["farah"]) as work:
        register_intermediary(work, "partner-1", IntermediaryKind.PARTNER, "The partner")
        for code in ("main-eur", "main-usd"):
            with pytest.raises(Refusal, match="the code of a cash account"):
                register_intermediary(work, code, IntermediaryKind.PARTNER, "The partner")
        with pytest.raises(Refusal, match="An intermediary has this code"):
            open_cash(work, "partner-1", CashKind.CASH_BOX, "EUR")


def test_no_new_advance_before_the_old_one_is_cleared(world: World) -> None:
    """Proposed, approved or in their hands: the next is refused until the last unit is accounted for."""
    ident = advanced(world, 10_000, 100)
    for _ in range(2):
        with pytest.raises(Refusal, match="has not cleared V-"):
            asked(world, 500)
        with pytest.raises(Refusal, match=r"at most 1\.00 EUR more"), world.store.work(world.actors["farah"]) as work:
            charge_fee(work, work.session.get_one(Advance, ident), 101, work.at.date())
    with world.store.work(world.actors["farah"]) as work:
        booked(work, 10_000, "advance_returned", read(world, ident).reference)
    asked(world, 500)
    compare(world)


def test_cash_is_confirmed_by_two_people_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One person who says everything is not two; and no bank's word counts for it."""
    from ledger.disbursements.actions.outcomes import mark_confirmed, mark_failed

    monkeypatch.setitem(DETAILS, Compartment.PAYMENT, CASH)
    ident = advanced(world, 10_000, 0)
    approved(world, 4_000)
    run = cash_run(world)
    today = world.clock.now().date()
    alone = (("signed_receipt", "farah"), ("witness", "farah"), ("sample", "farah"), ("intermediary_list", "farah"))
    with pytest.raises(Refusal, match="no receipts of two"):
        handed(world, run, today, alone)
    with pytest.raises(Refusal, match="recorded that"), world.store.work(world.actors["farah"]) as work:
        record_evidence(work, inside(work.session, run), "witness", today)
    with pytest.raises(Refusal, match="through an intermediary"), world.store.work(world.actors["farah"]) as work:
        paid = inside(work.session, run)[0]
        mark_confirmed(work, [(paid, shown(work, -paid.minor))])
    assert read(world, ident).left_minor == 10_000
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, inside(work.session, run)[0])
    assert posted(world, "payment_sent", "payment_failed", "paid_by_intermediary") == []
    compare(world)


def test_an_intermediary_is_given_no_more_to_pay_than_they_hold(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fits is gathered, oldest first; nothing that fits is a sentence."""
    monkeypatch.setitem(DETAILS, Compartment.PAYMENT, CASH)
    advanced(world, 5_000, 0)
    approved(world, 6_000)
    with pytest.raises(Refusal, match="too little"):
        cash_run(world)
    approved(world, 3_000)
    approved(world, 3_000)
    with world.store.reading() as session:
        assert len(inside(session, cash_run(world))) == 1
    with pytest.raises(Refusal, match="too little"):
        cash_run(world)
    with pytest.raises(Refusal, match="an intermediary who holds"), world.store.work(world.actors["farah"]) as work:
        gather_run(work, "EUR", Channel.CASH, work.at.date(), "I9")


def test_each_advance_tells_what_became_of_its_own_money(little: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was paid out of one stands on it, and on no other that the same hands were given before or after."""
    monkeypatch.setitem(DETAILS, Compartment.PAYMENT, CASH)
    today = little.clock.now().date()
    first = advanced(little, 5_000, 0)
    approved(little, 4_000)
    handed(little, cash_run(little), today)
    with little.store.work(little.actors["farah"]) as work:
        booked(work, 1_000, "advance_returned", read(little, first).reference)
    second = asked(little, 3_000)
    with little.store.reading() as session:
        assert moved_of(session, session.get_one(Advance, second)) == []
    proposal = read(little, second).proposal_id
    assert proposal is not None
    sign(little, "carla", proposal)
    with little.store.work(little.actors["farah"]) as work:
        booked(work, -3_000, "advance", read(little, second).reference)
    approved(little, 2_000)
    handed(little, cash_run(little), today)
    with little.store.reading() as session:
        told = [
            [(one.event, one.minor, one.left) for one in moved_of(session, session.get_one(Advance, ident))]
            for ident in (first, second)
        ]
    assert told == [
        [("advance", 5_000, 5_000), ("paid_by_intermediary", -4_000, 1_000), ("advance_returned", -1_000, 0)],
        [("advance", 3_000, 3_000), ("paid_by_intermediary", -2_000, 1_000)],
    ]
