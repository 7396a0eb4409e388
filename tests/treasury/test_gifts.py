"""Gifts on a condition, by card and in digital currency, on both engines; the auditor's replay agrees."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.books.queries import available
from ledger.books.uses import uses_for
from ledger.funds.actions import withdraw_contribution
from ledger.funds.models import Contribution, ContributionStage, Donor
from ledger.log.models import LogEntry
from ledger.money import Money
from ledger.treasury.actions.gifts import (
    announce_conditional,
    collect_gift,
    convert_digital,
    earn,
    hold_in_advance,
    say_met,
    take_back_met,
)
from ledger.treasury.actions.refunds import propose_refund_of_gift
from ledger.treasury.models import ConditionMet
from ledger.treasury.rules.digital import digital_from
from tests.agreement.replaying import replayed
from tests.builders import World, sign
from tests.treasury.house import (
    announced,
    entry,
    figures,
    fund_of,
    newest,
    received,
    refused,
    shown,
)

pytestmark = pytest.mark.usefixtures("replays")


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


def test_a_gift_that_never_comes_is_waited_for_by_nobody(world: World) -> None:
    """Announced wrongly, or not kept: an officer gives it up, and no line is it any more; what has come has come."""
    gift, come = announced(world, 5_000), announced(world, 700)
    with world.store.work(world.actors["amina"]) as work:
        donor = work.session.get_one(Donor, world.donor)
        hoped = announce_conditional(work, fund_of(work, world), donor, Money(5_000, "EUR"), "report").id
    line = shown(world, "main-eur", "EUR", 5_000)
    for one in (gift, hoped):
        with world.store.work(world.actors["bao"]) as work:
            withdraw_contribution(work, work.session.get_one(Contribution, one))
        for name, act in (
            ("amina", withdraw_contribution),
            ("farah", partial(collect_gift, shown=line)),
            ("farah", partial(hold_in_advance, shown=line)),
        ):
            refused(world, name, lambda w, a=act, i=one: a(w, w.session.get_one(Contribution, i)), "already")
    with world.store.reading() as session:
        ways = [target for use in uses_for(line) for target in use.targets(session, line)]
        assert not {str(gift), str(hoped)} & {target.value for target in ways}
    with world.store.work(world.actors["farah"]) as work:
        collect_gift(work, work.session.get_one(Contribution, come), shown(work, "main-eur", "EUR", 700))
    refused(world, "amina", lambda w: withdraw_contribution(w, w.session.get_one(Contribution, come)), "already")


def test_that_a_condition_is_met_can_be_taken_back_until_it_is_earned(world: World) -> None:
    """Said for too much, or in error: taken back by one, it keeps nothing from being given back, and is never earned."""
    gift = conditional(world, 90_000)
    for amount in (90_000, 20_000):
        with world.store.work(world.actors["bao"]) as work:
            met = say_met(work, work.session.get_one(Contribution, gift), amount, "matched").id
        if amount == 90_000:
            wrong = met
            with world.store.work(world.actors["farah"]) as work:
                take_back_met(work, work.session.get_one(ConditionMet, met))
    for act in (earn, take_back_met):
        refused(world, "farah", lambda w, do=act: do(w, w.session.get_one(ConditionMet, wrong)), "was taken back")
    with world.store.work(world.actors["farah"]) as work:
        earn(work, work.session.get_one(ConditionMet, met))
    refused(world, "amina", lambda w: take_back_met(w, w.session.get_one(ConditionMet, met)), "earned already")
    with world.store.work(world.actors["amina"]) as work:
        back = work.session.get_one(Contribution, gift)
        proposal = propose_refund_of_gift(work, back, Money(70_000, "EUR"), "withdrawn").id
    sign(world, "carla", proposal)
    with world.store.reading() as session:
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
