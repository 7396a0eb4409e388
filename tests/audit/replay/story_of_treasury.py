"""The part of the whole history that is about the organisation's own money."""

import datetime as dt

from tests.audit.replay import budgeting, deeds, gifting, treasury
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History


def tell_treasury(history: History, paid: Case) -> None:
    """Exchange, charge, lose, give back, receive in other ways, value, close, post by hand."""
    treasury.open_cash(history, treasury.USD, "USD")
    treasury.record_rates(history, "january")
    budgeting.set_budget(history, "b1")
    budgeting.set_budget(history, "b2", 2, method="published")
    treasury.buy(history, "x1", 20_000, 10_001)
    treasury.sell(history, "x2", 3_000, 5_999, 5_500)
    treasury.announce_exchange(history, "x3", (treasury.EUR, "EUR", 100), (treasury.USD, "USD", 50))
    treasury.show(history, "x3", "sold", "x3 line")
    treasury.give_up_exchange(history, "x3")
    treasury.announce_exchange(history, "x5", (treasury.EUR, "EUR", 100), (treasury.USD, "USD", 49))
    treasury.show(history, "x5", "sold", "x3 line")
    treasury.give_up_exchange(history, "x5")
    treasury.open_cash(history, "box-eur", "EUR")
    move(history)
    treasury.book(history, "charge 1", "bank_charge", 1_500)
    treasury.book(history, "interest 1", "interest", 300)
    treasury.recover(history, "recovered 1", paid.award, 500)
    treasury.approve_loss(history, "l1", 250)
    treasury.book_loss(history, "l1", 250)
    treasury.approve_loss(history, "l2", 40)
    treasury.cancel_loss(history, "l2")
    tell_donors(history)
    history.now += dt.timedelta(days=40)
    tell_end(history)


def move(history: History) -> None:
    """Move money between two accounts of one currency."""
    treasury.announce_exchange(history, "x4", (treasury.EUR, "EUR", 700), ("box-eur", "EUR", 700))
    treasury.show(history, "x4", "sold")
    treasury.show(history, "x4", "bought")
    lines = [
        treasury.cash(-700, statement="x4 sold"),
        treasury.cash(700, "box-eur", statement="x4 bought"),
    ]
    history.enter("exchange", ("exchange", treasury.uid("exchange x4")), lines)


def tell_donors(history: History) -> None:
    """Transfer, refund, receive on a condition, by card and in digital currency."""
    deeds.open_fund(history, "F2")
    treasury.transfer(history, "t1", 4_000)
    treasury.decide_refund(history, "r1", 2_000)
    treasury.pay_refund(history, "r1", 2_000)
    treasury.decide_refund(history, "r5", 100)
    treasury.cancel_refund(history, "r5", 100)
    gifting.hold(history, "held 1", 9_000)
    gifting.say_met(history, "m0", "held 1", 9_000)
    gifting.take_back(history, "m0")
    gifting.say_met(history, "m1", "held 1", 4_000)
    gifting.earn(history, "m1", "held 1", 4_000)
    treasury.decide_refund(history, "r2", 5_000, "held 1")
    treasury.cancel_refund(history, "r2", 5_000, "held 1")
    treasury.decide_refund(history, "r4", 5_000, "held 1")
    gifting.hold(history, "held 2", 800)
    treasury.decide_refund(history, "r3", 800, "held 2")
    deeds.announce(history, "pledge 1", "F1", 5_000)
    history.write("contribution.withdrawn", contribution=treasury.uid("pledge 1"))
    deeds.announce(history, "card 1", "F1", 5_000)
    gifting.collect(history, "card 1", 5_000, 145)
    deeds.announce(history, "coin 1", "F1", 9_000)
    gifting.convert(history, "coin 1", 10_000)
    gifting.collect(history, "coin 1", 10_000, 0)


def tell_end(history: History) -> None:
    """Value the dollars that are left, close the month before, and correct an account."""
    treasury.propose_revaluation(history, "v1", "2026-01-20", [(7_001, 14_001, 14_002)])
    treasury.revalue(history, "v1", 1, ("2026-01-20", "2026-01-21"))
    treasury.close(history, "p1", "2026-01-31")
    treasury.post_manual(history, "c1", ("5300", "5100"), 700)
