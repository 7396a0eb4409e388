"""What finance and officers do with the organisation's money, on both engines; the auditor's replay agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.awards.models import Award
from ledger.books.accounts import cash_account_for
from ledger.books.models import CashAccount, CashKind, ExchangeRate
from ledger.books.queries import available, state_of
from ledger.books.rules.rates import rate_from
from ledger.books.uses import uses_for
from ledger.errors import NotFound, Refusal
from ledger.funds.models import Contribution, ContributionStage, Donor, Fund
from ledger.log.models import LogEntry
from ledger.money import Money
from ledger.treasury import uses
from ledger.treasury.actions import exchanges
from ledger.treasury.actions.bookings import book_charge, book_loss, propose_loss, recover_money
from ledger.treasury.actions.cash import open_cash
from ledger.treasury.actions.exchanges import Side
from ledger.treasury.actions.gifts import (
    announce_conditional,
    collect_gift,
    convert_digital,
    earn,
    hold_in_advance,
    say_met,
)
from ledger.treasury.actions.manual import ManualEntry, propose_manual
from ledger.treasury.actions.periods import propose_period
from ledger.treasury.actions.rates import propose_rates
from ledger.treasury.actions.refunds import pay_refund, propose_refund, propose_refund_of_gift
from ledger.treasury.actions.revaluing import propose_revaluation
from ledger.treasury.actions.transfers import Consent, Move, propose_transfer
from ledger.treasury.models import ConditionMet, Exchange, Loss, Refund
from ledger.treasury.rules.digital import digital_from
from ledger.treasury.rules.manual import Typed
from ledger.treasury.rules.rate_file import Quoted
from tests.agreement.replaying import replayed
from tests.builders import World, approved, paid, sign
from tests.treasury.house import (
    announced,
    entry,
    exchanged,
    figures,
    fund_of,
    newest,
    on_day,
    opened,
    other_fund,
    rated,
    received,
    shown,
)

assert uses


@pytest.fixture(autouse=True)
def _replays(world: World) -> Iterator[None]:
    """Whatever a test does, the replay of its log finds nothing."""
    yield
    assert replayed(world).findings == []


def refused(world: World, name: str, act: Callable, words: str) -> None:  # type: ignore[type-arg]
    """Hold an act to its refusal, and to leaving nothing behind."""
    before = newest(world)
    with pytest.raises(Refusal, match=words), world.store.work(world.actors[name]) as work:
        act(work)
    assert newest(world) == before


def test_currency_is_bought_and_sold_at_what_was_paid_and_what_it_cost(world: World) -> None:
    """Bought for base: what was paid. Sold for base: proceeds, the difference realised. Foreign for foreign: its cost."""
    for code, currency in (("box-ugx", "UGX"), ("bank-tnd", "TND")):
        opened(world, code, currency, CashKind.CASH_BOX)
    exchanged(world, Side("main-eur", 100_000), Side("box-ugx", 4_000_003))
    assert figures(entry(world, newest(world))) == [
        ("1000", "EUR", -100_000, -100_000),
        ("1900", "EUR", 100_000, 100_000),
        ("1000", "UGX", 4_000_003, 100_000),
        ("1900", "UGX", -4_000_003, -100_000),
    ]
    exchanged(world, Side("box-ugx", 1_000_000), Side("bank-tnd", 83_500))
    assert figures(entry(world, newest(world)))[2] == ("1000", "TND", 83_500, 25_000)
    exchanged(world, Side("box-ugx", 3_000_003), Side("main-eur", 70_000))
    assert figures(entry(world, newest(world))) == [
        ("1000", "UGX", -3_000_003, -75_000),
        ("1900", "UGX", 3_000_003, 75_000),
        ("1000", "EUR", 70_000, 70_000),
        ("1900", "EUR", -70_000, -70_000),
        ("5700", "EUR", 5_000, 5_000),
        ("1900", "EUR", -5_000, -5_000),
    ]


def test_an_exchange_is_not_in_the_books_before_both_sides_are_on_a_statement(world: World) -> None:
    """One side alone is noted; another amount is refused until what the bank gave is written down; no side twice."""
    opened(world, "bank-kes", "KES")
    with world.store.work(world.actors["farah"]) as work:
        bought = Side("bank-kes", 1_400_000)
        found = exchanges.announce_exchange(
            work, fund_of(work, world), Side("main-eur", 10_000), bought, work.at.date()
        ).id
    before = newest(world)
    with world.store.work(world.actors["farah"]) as work:
        exchanges.show_sold(work, work.session.get_one(Exchange, found), shown(work, "main-eur", "EUR", -10_000))
    assert newest(world) == before
    line = shown(world, "bank-kes", "KES", 1_399_000)
    for act, words in (
        (lambda w: exchanges.show_bought(w, w.session.get_one(Exchange, found), line), "Correct the exchange first"),
        (lambda w: exchanges.cancel_exchange(w, w.session.get_one(Exchange, found)), "cannot be given up"),
        (
            lambda w: exchanges.show_sold(w, w.session.get_one(Exchange, found), shown(w, "main-eur", "EUR", -10_000)),
            "on a statement already",
        ),
    ):
        refused(world, "farah", act, words)
    with world.store.work(world.actors["farah"]) as work:
        exchanges.change_exchange(work, work.session.get_one(Exchange, found), 1_399_000)
    with world.store.work(world.actors["farah"]) as work:
        exchanges.show_bought(work, work.session.get_one(Exchange, found), line)
    assert newest(world) == before + 1
    assert {one.holder for one in entry(world, newest(world)) if one.account == "1000"} == {"main-eur", "bank-kes"}


def test_money_is_moved_between_accounts_of_one_currency_as_it_is(world: World) -> None:
    """Two lines, no conversion; a fund that has less in the account is told so."""
    opened(world, "box-eur", "EUR", CashKind.CASH_BOX)
    exchanged(world, Side("main-eur", 30_000), Side("box-eur", 30_000))
    assert figures(entry(world, newest(world))) == [("1000", "EUR", -30_000, -30_000), ("1000", "EUR", 30_000, 30_000)]
    today = world.clock.now().date()
    for sold, bought, words in (
        (Side("box-eur", 30_001), Side("main-eur", 30_001), "less than 300.01"),
        (Side("box-eur", 500), Side("main-eur", 499), "what leaves one arrives"),
        (Side("box-eur", 500), Side("box-eur", 500), "two different accounts"),
        (Side("box-eur", 0), Side("main-eur", 0), "above nothing"),
    ):
        refused(
            world,
            "farah",
            lambda w, s=sold, b=bought: exchanges.announce_exchange(w, fund_of(w, world), s, b, today),
            words,
        )


def test_rates_are_recorded_once_another_has_signed(world: World) -> None:
    """With source and day; the same currency and day never again, and not while one waits."""
    rated(world, ("KES", "0.0067"), ("USD", "0.92"))
    with pytest.raises(Refusal, match="has a rate for"):
        rated(world, ("KES", "0.0068"))
    quoted = [Quoted("TND", rate_from("0.3", "BCT", world.clock.now().date()))]
    with world.store.work(world.actors["farah"]) as work:
        propose_rates(work, quoted)
    refused(world, "goran", lambda w: propose_rates(w, quoted), "waits for a signature already")
    with world.store.reading() as session:
        rates = {rate.currency: (rate.rate, rate.source) for rate in session.scalars(select(ExchangeRate))}
    assert rates == {"KES": ("0.0067", "ECB"), "USD": ("0.92", "ECB")}
    with pytest.raises(NotFound), world.store.work(world.actors["amina"]) as work:
        open_cash(work, "bank-kes", CashKind.BANK, "KES")


def test_a_cash_account_is_known_to_the_log_by_its_code_alone(world: World) -> None:
    """Its number stands in its row; the first of a currency is the usual one; codes and numbers come once."""
    number = "GB33 BUKB 2020 1555 5555 55"
    with world.store.work(world.actors["farah"]) as work:
        open_cash(work, "bank-gbp", CashKind.BANK, "GBP", number)
        open_cash(work, "box-gbp", CashKind.CASH_BOX, "GBP")
        assert cash_account_for(work, "GBP") == "bank-gbp"
    with world.store.reading() as session:
        assert session.get_one(CashAccount, "bank-gbp").number == "GB33BUKB20201555555555"
        assert not [one.seq for one in session.scalars(select(LogEntry)) if b"BUKB" in bytes(one.bytes)]
    refused(world, "farah", lambda w: open_cash(w, "bank-gbp", CashKind.BANK, "GBP"), "this code already")
    refused(world, "farah", lambda w: open_cash(w, "b2", CashKind.BANK, "GBP", number.lower()), "this number already")
    refused(world, "farah", lambda w: open_cash(w, "Bank of X", CashKind.BANK, "GBP"), "small letters")


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


def conditional(world: World, minor: int) -> UUID:
    """Announce a gift on a condition, and receive it in advance."""
    with world.store.work(world.actors["amina"]) as work:
        donor = work.session.get_one(Donor, world.donor)
        gift = announce_conditional(work, fund_of(work, world), donor, Money(minor, "EUR"), "report").id
    line = shown(world, "main-eur", "EUR", minor)
    with world.store.work(world.actors["farah"]) as work:
        hold_in_advance(work, work.session.get_one(Contribution, gift), line)
    return gift


def test_a_gift_on_a_condition_is_earned_by_two_people_in_parts(world: World) -> None:
    """Promised to nobody until then; what will not be earned goes back, and never what was said to be met."""
    gift = conditional(world, 90_000)
    with world.store.reading() as session:
        assert available(session, world.fund, "EUR") == 1_000_000
    with world.store.work(world.actors["bao"]) as work:
        met = say_met(work, work.session.get_one(Contribution, gift), 40_000, "report_accepted").id
    refused(
        world, "amina", lambda w: say_met(w, w.session.get_one(Contribution, gift), 50_001, "matched"), "not earned yet"
    )
    refused(world, "bao", lambda w: earn(w, w.session.get_one(ConditionMet, met)), "another person has to book it")
    with world.store.work(world.actors["farah"]) as work:
        earn(work, work.session.get_one(ConditionMet, met))
    refused(world, "farah", lambda w: earn(w, w.session.get_one(ConditionMet, met)), "earned already")
    with world.store.work(world.actors["amina"]) as work:
        back = work.session.get_one(Contribution, gift)
        proposal = propose_refund_of_gift(work, back, Money(50_000, "EUR"), "withdrawn").id
    sign(world, "carla", proposal)
    assert figures(entry(world, newest(world))) == [("2400", "EUR", 50_000, 50_000), ("2300", "EUR", -50_000, -50_000)]
    with world.store.reading() as session:
        assert available(session, world.fund, "EUR") == 1_040_000
        assert session.get_one(Contribution, gift).stage is ContributionStage.RECEIVED


def test_a_gift_that_goes_back_unearned_was_never_received(world: World) -> None:
    """Its stage says so, in the ledger and in the replay."""
    gift = conditional(world, 700)
    with world.store.work(world.actors["amina"]) as work:
        back = work.session.get_one(Contribution, gift)
        proposal = propose_refund_of_gift(work, back, Money(700, "EUR"), "withdrawn").id
    sign(world, "carla", proposal)
    assert replayed(world).state.contributions[str(gift)].stage == "refunded"
    with world.store.reading() as session:
        assert session.get_one(Contribution, gift).stage is ContributionStage.REFUNDED


def test_a_card_gift_is_income_in_full_and_its_fee_a_charge(world: World) -> None:
    """Both from one statement line, whose money they come to."""
    received(world, 20_000, net=19_420)
    fee, gross = entry(world, newest(world)), entry(world, newest(world) - 1)
    assert figures(gross) == [("1000", "EUR", 20_000, 20_000), ("4000", "EUR", -20_000, -20_000)]
    assert figures(fee) == [("5800", "EUR", 580, 580), ("1000", "EUR", -580, -580)]
    gift = announced(world, 100)
    line = shown(world, "main-eur", "EUR", 101)
    refused(world, "farah", lambda w: collect_gift(w, w.session.get_one(Contribution, gift), line), "by the fee")
    refused(world, "amina", lambda w: collect_gift(w, w.session.get_one(Contribution, gift), line), "nothing here")


def test_a_gift_in_digital_currency_is_the_money_it_was_sold_for(world: World) -> None:
    """The log holds the transaction's id as a salted hash alone; one transaction is one gift."""
    gift, second = announced(world, 90_000), announced(world, 10)
    came = digital_from("BTC", "bitcoin", "0.0125", "f00d" * 16, "60000", "exchange")
    with world.store.work(world.actors["farah"]) as work:
        convert_digital(work, work.session.get_one(Contribution, gift), came)
    refused(world, "farah", lambda w: convert_digital(w, w.session.get_one(Contribution, second), came), "another gift")
    line = shown(world, "main-eur", "EUR", 74_600)
    with world.store.work(world.actors["farah"]) as work:
        collect_gift(work, work.session.get_one(Contribution, gift), line)
    assert figures(entry(world, newest(world)))[0] == ("5800", "EUR", 400, 400)
    with world.store.reading() as session:
        assert session.get_one(Contribution, gift).minor == 75_000
        assert not [one.seq for one in session.scalars(select(LogEntry)) if b"f00df00d" in bytes(one.bytes)]


def test_foreign_cash_is_valued_in_base_alone_and_taken_back_the_day_after(world: World) -> None:
    """By the rate that held; nothing is signed that has changed since, and no currency is left out for want of a rate."""
    opened(world, "bank-kes", "KES")
    exchanged(world, Side("main-eur", 100_000), Side("bank-kes", 14_000_000))
    day = world.clock.now().date()

    def value(work) -> UUID:  # type: ignore[no-untyped-def] # noqa: ANN001
        return propose_revaluation(work, day).id

    refused(world, "farah", value, "KES")
    rated(world, ("KES", "0.0070"))
    with world.store.work(world.actors["farah"]) as work:
        stale = value(work)
    exchanged(world, Side("main-eur", 1_000), Side("bank-kes", 140_000))
    with pytest.raises(Refusal, match="changed since"):
        sign(world, "carla", stale)
    with world.store.work(world.actors["farah"]) as work:
        proposal = value(work)
    sign(world, "carla", proposal)
    first, back = entry(world, newest(world) - 1), entry(world, newest(world))
    assert figures(first) == [
        ("1000", "KES", 0, -2_020),
        ("5710", "EUR", 2_020, 2_020),
        ("1900", "EUR", -2_020, -2_020),
        ("1900", "KES", 0, 2_020),
    ]
    assert (first[0].date, back[0].date, back[0].reverses) == (day, day + timedelta(days=1), first[0].number)
    with world.store.reading() as session:
        held = state_of(session, world.fund, "1000", "KES", "bank-kes")
        assert held is not None
        assert (held.balance, held.base_balance) == (14_140_000, 101_000)
    refused(world, "farah", value, "at what it is worth")


def test_a_closed_period_takes_nothing_and_what_is_late_goes_to_the_first_open_day(world: World) -> None:
    """Proposed by finance, signed by another, after its last day, later than the one before; held by the database too."""
    until = date(2026, 1, 31)
    refused(world, "farah", lambda w: propose_period(w, until), "after its last day")
    on_day(world, date(2026, 2, 10))
    with world.store.work(world.actors["farah"]) as work:
        proposal, other = propose_period(work, until).id, propose_period(work, until).id
    sign(world, "carla", proposal)
    refused(world, "farah", lambda w: propose_period(w, until), "closed until 2026-01-31 already")
    with pytest.raises(Refusal, match="closed until"):
        sign(world, "carla", other)
    late = shown(world, "main-eur", "EUR", -700, date(2026, 1, 20))
    with world.store.work(world.actors["farah"]) as work:
        book_charge(work, fund_of(work, world), late)
    assert {line.date for line in entry(world, newest(world))} == {date(2026, 2, 1)}
    refused(world, "farah", lambda w: propose_revaluation(w, until), "closed")


def test_a_manual_entry_is_posted_as_it_was_signed(world: World) -> None:
    """With a reason from the list; in another currency both sides are worth the same."""
    rated(world, ("KES", "0.0067"))

    def ask(work, reason: str = "correction") -> UUID:  # type: ignore[no-untyped-def] # noqa: ANN001
        lines = [Typed("5300", 3_333), Typed("5200", 3_334), Typed("5100", -6_667)]
        return propose_manual(work, ManualEntry(fund_of(work, world), "KES", work.at.date(), reason, lines)).id

    refused(world, "farah", lambda w: ask(w, "because"), "from the list")
    with world.store.work(world.actors["farah"]) as work:
        proposal = ask(work)
    sign(world, "deniz", proposal)
    assert figures(entry(world, newest(world))) == [
        ("5300", "KES", 3_333, 22),
        ("5200", "KES", 3_334, 23),
        ("5100", "KES", -6_667, -45),
    ]


def test_every_use_of_a_statement_line_finds_what_it_can_be(world: World) -> None:
    """Its targets fit the line, and booking one is its act; a value that is none of them is refused in a sentence."""
    award = approved(world, 30_000)
    paid(world)
    gift = announced(world, 5_000)
    came, left = shown(world, "main-eur", "EUR", 5_000), shown(world, "main-eur", "EUR", -5_000)
    with world.store.reading() as session:
        coming = {use.code: [one.value for one in use.targets(session, came)] for use in uses_for(came)}
        going = {use.code: [one.value for one in use.targets(session, left)] for use in uses_for(left)}
    assert coming["gift_less_fee"] == [str(gift)]
    assert coming["recovered"] == [str(award)]
    assert coming["interest"] == going["bank_charge"] == [str(world.fund)]
    assert coming["exchange_bought"] == coming["gift_on_condition"] == going["exchange_sold"] == going["loss"] == []
    mine = [use for use in (*uses_for(came), *uses_for(left)) if use.book.__module__ == uses.__name__]
    assert len(mine) == 9
    for use in mine:
        line = came if use.sign > 0 else left
        refused(world, "farah", lambda w, u=use, s=line: u.book(w, s, "nothing"), "from the list")
    booking = {use.code: use for use in uses_for(left)}["bank_charge"]
    with world.store.work(world.actors["farah"]) as work:
        booking.book(work, left, str(world.fund))
    assert figures(entry(world, newest(world)))[0] == ("5800", "EUR", 5_000, 5_000)
