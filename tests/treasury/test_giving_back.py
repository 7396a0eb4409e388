"""Losses, money given back, transfers between funds and refunds, on both engines; the auditor's replay agrees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from ledger.awards.models import Award
from ledger.books.accounts import cash_account_for
from ledger.books.models import CashAccount
from ledger.books.queries import available, trial_balance
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel
from ledger.disbursements.queries import payment_code
from ledger.errors import NotFound, Refusal
from ledger.funds.models import Contribution, ContributionStage, Donor, Fund
from ledger.money import Money
from ledger.treasury.actions.bookings import book_loss, give_up_loss, propose_loss, recover_money
from ledger.treasury.actions.refunds import cancel_refund, pay_refund, propose_refund, propose_refund_of_gift
from ledger.treasury.actions.transfers import Consent, Move, propose_transfer
from ledger.treasury.models import GiftCondition, Loss, Refund
from ledger.treasury.queries import losses_to_book
from tests.builders import World, approved, filed, heard, inside, paid, sign
from tests.treasury.house import (
    entry,
    figures,
    fund_of,
    newest,
    on_day,
    other_fund,
    rated,
    received,
    refused,
    shown,
)
from tests.treasury.test_gifts import conditional

pytestmark = pytest.mark.usefixtures("replays")


def test_a_loss_is_booked_once_it_was_signed_and_a_statement_shows_it(world: World) -> None:
    """Never before, never twice, never by another amount."""
    with world.store.work(world.actors["farah"]) as work:
        account = work.session.get_one(CashAccount, "main-eur")
        proposal = propose_loss(work, fund_of(work, world), account, 4_000, "theft")
        ids = proposal.id, proposal.subject
    before = newest(world)
    sign(world, "carla", ids[0])
    assert newest(world) == before
    line = shown(world, "main-eur", "EUR", -4_000)
    other = shown(world, "main-eur", "EUR", -4_001)
    refused(world, "farah", lambda w: book_loss(w, w.session.get_one(Loss, ids[1]), other), "another amount")
    with world.store.work(world.actors["farah"]) as work:
        book_loss(work, work.session.get_one(Loss, ids[1]), line)
    assert figures(entry(world, newest(world))) == [("5850", "EUR", 4_000, 4_000), ("1000", "EUR", -4_000, -4_000)]
    refused(world, "farah", lambda w: book_loss(w, w.session.get_one(Loss, ids[1]), line), "in the books already")


def test_a_loss_of_money_that_is_found_is_given_up(world: World) -> None:
    """Nobody waits for its line any more, and no line is booked as it; nothing was posted."""
    with world.store.work(world.actors["farah"]) as work:
        account = work.session.get_one(CashAccount, "main-eur")
        proposal = propose_loss(work, fund_of(work, world), account, 4_000, "counting")
        ids = proposal.id, proposal.subject
    sign(world, "carla", ids[0])
    before = newest(world)
    with world.store.work(world.actors["farah"]) as work:
        give_up_loss(work, work.session.get_one(Loss, ids[1]))
    assert newest(world) == before
    with world.store.reading() as session:
        assert losses_to_book(session) == []
    line = shown(world, "main-eur", "EUR", -4_000)
    refused(world, "farah", lambda w: book_loss(w, w.session.get_one(Loss, ids[1]), line), "was given up")
    refused(world, "farah", lambda w: give_up_loss(w, w.session.get_one(Loss, ids[1])), "was given up")


def test_a_beneficiary_gives_back_no_more_than_was_paid(world: World) -> None:
    """Against the expense of the award, in parts, to the unit."""
    award = approved(world, 30_000)
    paid(world)

    def give(minor: int) -> Callable:  # type: ignore[type-arg]
        return lambda w: recover_money(w, w.session.get_one(Award, award), shown(w, "main-eur", "EUR", minor))

    with world.store.work(world.actors["farah"]) as work:
        give(10_000)(work)
    assert figures(entry(world, newest(world))) == [("1000", "EUR", 10_000, 10_000), ("5100", "EUR", -10_000, -10_000)]
    refused(world, "farah", give(20_001), "200.00 EUR of this award")
    with world.store.work(world.actors["farah"]) as work:
        give(20_000)(work)
    refused(world, "farah", give(1), "0.00 EUR of this award")


def test_what_is_given_back_comes_in_at_what_it_cost_whatever_was_paid_in_between(world: World) -> None:
    """50 of 100 that cost 90, then the rest of 200 that cost 225 in all: nothing of it is gained or lost on the way."""
    world.fund = other_fund(world, "USD", "USD")
    rated(world, ("USD", "0.9"))
    received(world, 100_000, "USD", world.fund)
    award = approved(world, 200, 2)
    pay_dollars(world)
    assert recovered(world, award, 50) == 45
    on_day(world, date(2026, 2, 20))
    rated(world, ("USD", "1.5"))
    received(world, 300_000, "USD", world.fund)
    pay_dollars(world)
    assert (recovered(world, award, 50), recovered(world, award, 100)) == (60, 120)
    with world.store.reading() as session:
        left = {one.account: (one.minor, one.base_minor) for one in trial_balance(session, world.fund)}
    assert left["5100"] == left["5700"] == (0, 0)


def pay_dollars(world: World) -> None:
    """Pay what is due in dollars, and let the bank debit it."""
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "USD", Channel.BANK, world.clock.now().date())
        ident, proposal = run.id, run.proposal_id
    assert proposal is not None
    sign(world, "goran", proposal)
    filed(world, ident)
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, ident))
    with world.store.work(world.actors["farah"]) as work:
        out = [(-one.minor, payment_code(work.session, one) or "") for one in inside(work.session, ident)]
        heard(work, out, cash_account_for(work, "USD"))


def recovered(world: World, award: UUID, minor: int) -> int:
    """Let dollars be given back, and return what they came in at in base."""
    with world.store.work(world.actors["farah"]) as work:
        line = shown(work, cash_account_for(work, "USD"), "USD", minor)
        recover_money(work, work.session.get_one(Award, award), line)
    return entry(world, newest(world))[0].base_minor


def test_money_goes_to_another_fund_only_with_its_donors_consent(world: World) -> None:
    """At its average cost, inside one account, once another has signed; never what is promised already."""
    other = other_fund(world)

    def move(work, minor: int, *consents: str) -> UUID:  # type: ignore[no-untyped-def] # noqa: ANN001
        giving, taking = fund_of(work, world), work.session.get_one(Fund, other)
        agreed = [Consent(work.session.get_one(Donor, world.donor), code, work.at.date()) for code in consents]
        account = work.session.get_one(CashAccount, "main-eur")
        return propose_transfer(work, Move(giving, taking, account, minor), agreed, "donor_asked").id

    refused(world, "amina", lambda w: move(w, 5_000), "consent of DONOR")
    refused(world, "amina", lambda w: move(w, 5_000, "a letter from Mx Donor"), "letters, digits")
    refused(world, "amina", lambda w: move(w, 1_000_001, "mail-17"), "less than 10000.01")
    with world.store.work(world.actors["amina"]) as work:
        proposal = move(work, 5_000, "mail-17")
    with pytest.raises(NotFound), world.store.work(world.actors["farah"]) as work:
        move(work, 5_000, "mail-17")
    sign(world, "carla", proposal)
    assert figures(entry(world, newest(world))) == [
        ("3900", "EUR", 5_000, 5_000),
        ("1000", "EUR", -5_000, -5_000),
        ("1000", "EUR", 5_000, 5_000),
        ("3900", "EUR", -5_000, -5_000),
    ]
    with world.store.work(world.actors["amina"]) as work:
        late = move(work, 990_000, "mail-18")
    approved(world, 10_000)
    with pytest.raises(Refusal, match="fund"):
        sign(world, "carla", late)
    with world.store.reading() as session:
        assert available(session, world.fund, "EUR") == 985_000
        assert available(session, other, "EUR") == 5_000


def test_a_refund_that_the_donor_leaves_is_given_up_and_stands_where_it_was(world: World) -> None:
    """Out of income it can be promised again; of a gift on a condition it is held in advance again; never once paid."""
    held = conditional(world, 900)
    refunds = []
    for gift in (None, held):
        with world.store.work(world.actors["amina"]) as work:
            fund, donor, money = fund_of(work, world), work.session.get_one(Donor, world.donor), Money(900, "EUR")
            back = work.session.get_one(Contribution, gift) if gift else None
            proposal = (
                propose_refund_of_gift(work, back, money, "withdrawn")
                if back
                else propose_refund(work, fund, donor, money, "unspent")
            )
            ids = proposal.id, proposal.subject
        sign(world, "carla", ids[0])
        with world.store.work(world.actors["farah"]) as work:
            cancel_refund(work, work.session.get_one(Refund, ids[1]))
        refunds.append(figures(entry(world, newest(world))))
        refused(world, "amina", lambda w, i=ids[1]: cancel_refund(w, w.session.get_one(Refund, i)), "was given up")
        line = shown(world, "main-eur", "EUR", -900)
        refused(world, "farah", lambda w, i=ids[1], s=line: pay_refund(w, w.session.get_one(Refund, i), s), "given up")
    assert refunds == [
        [("2300", "EUR", 900, 900), ("4090", "EUR", -900, -900)],
        [("2300", "EUR", 900, 900), ("2400", "EUR", -900, -900)],
    ]
    with world.store.reading() as session:
        assert available(session, world.fund, "EUR") == 1_000_000
        gift = session.get_one(Contribution, held)
        assert (gift.stage, gift.received_on) == (ContributionStage.IN_ADVANCE, None)
        assert session.get_one(GiftCondition, held).left_minor == 900


def test_a_refund_is_owed_once_it_is_signed_and_paid_once(world: World) -> None:
    """And no longer promised to anybody in between."""
    with world.store.work(world.actors["amina"]) as work:
        donor = work.session.get_one(Donor, world.donor)
        proposal = propose_refund(work, fund_of(work, world), donor, Money(50_000, "EUR"), "unspent")
        ids = proposal.id, proposal.subject
        with pytest.raises(Refusal, match="not promised, less than that"):
            propose_refund(work, fund_of(work, world), donor, Money(1_000_001, "EUR"), "unspent")
    sign(world, "deniz", ids[0])
    with world.store.reading() as session:
        assert available(session, world.fund, "EUR") == 950_000
    line = shown(world, "main-eur", "EUR", -50_000)
    for _time in range(2):
        if _time:
            refused(world, "farah", lambda w: pay_refund(w, w.session.get_one(Refund, ids[1]), line), "paid already")
        else:
            with world.store.work(world.actors["farah"]) as work:
                pay_refund(work, work.session.get_one(Refund, ids[1]), line)
    assert figures(entry(world, newest(world))) == [("2300", "EUR", 50_000, 50_000), ("1000", "EUR", -50_000, -50_000)]
