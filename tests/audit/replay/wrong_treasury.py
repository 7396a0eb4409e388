"""Histories in which the organisation's own money is kept wrongly."""

import datetime as dt

from tests.audit.replay import deeds, gifting, treasury
from tests.audit.replay.altering import Wrong, data_of
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import grant, pay
from tests.audit.replay.treasury import EUR, USD, cash, line


def exchange_within(history: History) -> None:
    """Exchange within one account."""
    treasury.announce_exchange(history, "x1", (EUR, "EUR", 100), (EUR, "EUR", 100))


def exchange_and_gain(history: History) -> None:
    """Move money to another account of its currency, where more arrives."""
    treasury.open_cash(history, "box", "EUR")
    treasury.announce_exchange(history, "x1", (EUR, "EUR", 100), ("box", "EUR", 101))


def show_twice(history: History) -> None:
    """Let two statement lines show the same side of an exchange."""
    treasury.open_cash(history, USD, "USD")
    treasury.announce_exchange(history, "x1", (EUR, "EUR", 100), (USD, "USD", 90))
    treasury.show(history, "x1", "sold")
    treasury.show(history, "x1", "sold", "another")


def cancel_posted(history: History) -> None:
    """Give up an exchange that is in the books."""
    treasury.open_cash(history, USD, "USD")
    treasury.buy(history, "x1", 100, 90)
    treasury.give_up_exchange(history, "x1")


def cancel_twice(history: History) -> None:
    """Give up an exchange that was given up."""
    treasury.open_cash(history, USD, "USD")
    treasury.announce_exchange(history, "x1", (EUR, "EUR", 100), (USD, "USD", 90))
    treasury.give_up_exchange(history, "x1")
    treasury.give_up_exchange(history, "x1")


def use_line_twice(history: History) -> None:
    """Book one statement line as two charges."""
    for name in ("charge 1", "charge 2"):
        treasury.book(history, name, "bank_charge", 100)
    shown = uid("statement charge 1")
    data_of(history, "cash.booked", booking=uid("charge 2"))["statement"] = shown
    history.entries[-1]["data"]["lines"][1]["statement"] = shown


def buy_below_cost(history: History) -> None:
    """Put currency into the books at less than was paid for it, and the rest into a difference."""
    treasury.open_cash(history, USD, "USD")
    treasury.announce_exchange(history, "x1", (EUR, "EUR", 100), (USD, "USD", 90))
    treasury.show(history, "x1", "sold")
    treasury.show(history, "x1", "bought")
    lines = [
        cash(-100, statement="x1 sold"),
        line("1900", 100),
        cash(90, USD, "USD", "x1 bought", base=80),
        line("1900", -90, "USD", base=-80),
        line("5700", 20),
        line("1900", -20),
    ]
    history.enter("exchange", ("exchange", uid("exchange x1")), lines)


def book_other_line(history: History) -> None:
    """Post a charge with another statement line than the one it was booked from."""
    treasury.book(history, "charge 1", "bank_charge", 100)
    history.entries[-1]["data"]["lines"][1]["statement"] = uid("other")


def recover_too_much(history: History) -> None:
    """Take back more than was paid on an award."""
    case = grant(history, "x", [100])
    pay(history, case, 1, "r1")
    history.write("award.completed", award=case.award, from_="active")
    treasury.recover(history, "back 1", case.award, 60)
    treasury.recover(history, "back 2", case.award, 41)


def lose_twice(history: History) -> None:
    """Book one loss twice."""
    treasury.approve_loss(history, "l1", 100)
    treasury.book_loss(history, "l1", 100)
    treasury.book_loss(history, "l1", 100, "another")


def lose_what_was_found(history: History) -> None:
    """Book a loss that was given up."""
    treasury.approve_loss(history, "l1", 100)
    treasury.cancel_loss(history, "l1")
    treasury.book_loss(history, "l1", 100)


def find_what_was_lost(history: History) -> None:
    """Give up a loss that was booked."""
    treasury.approve_loss(history, "l1", 100)
    treasury.book_loss(history, "l1", 100)
    treasury.cancel_loss(history, "l1")


def lose_unapproved(history: History) -> None:
    """Let a loss be approved that nobody signed."""
    treasury.ask(history, "loss", "l1", {"loss": uid("loss l1"), "cash": EUR}, reason="theft", **treasury.money(100))
    history.write("loss.approved", loss=uid("loss l1"), proposal=treasury.proposal_of("loss", "l1"))


def refund_more_than_held(history: History) -> None:
    """Give back more of a gift than is held of it in advance."""
    gifting.hold(history, "held 1", 500)
    gifting.hold(history, "held 2", 500)
    treasury.decide_refund(history, "r1", 501, "held 1")


def refund_to_another(history: History) -> None:
    """Give the money of one donor back to another."""
    deeds.open_fund(history, "F2")
    treasury.decide_refund(history, "r1", 100, donor=uid("donor F2"))


def cancel_paid_refund(history: History) -> None:
    """Give up a refund that was paid, while another is due as well."""
    treasury.decide_refund(history, "r1", 100)
    treasury.decide_refund(history, "r2", 100)
    treasury.pay_refund(history, "r1", 100)
    treasury.cancel_refund(history, "r1", 100)


def pay_cancelled_refund(history: History) -> None:
    """Pay a refund that was given up, while another is due as well."""
    treasury.decide_refund(history, "r1", 100)
    treasury.decide_refund(history, "r2", 100)
    treasury.cancel_refund(history, "r1", 100)
    treasury.pay_refund(history, "r1", 100)


def pay_refund_twice(history: History) -> None:
    """Pay one refund twice, while another is due as well."""
    treasury.decide_refund(history, "r1", 100)
    treasury.decide_refund(history, "r2", 100)
    treasury.pay_refund(history, "r1", 100)
    treasury.pay_refund(history, "r1", 100, "another")


def transfer_unasked(history: History) -> None:
    """Give a donor's money to another fund without their consent."""
    deeds.open_fund(history, "F2")
    treasury.transfer(history, "t1", 100, consents=[])


def transfer_other_amount(history: History) -> None:
    """Move another amount than was signed."""
    deeds.open_fund(history, "F2")
    treasury.transfer(history, "t1", 100)
    fix_running(history)


def fix_running(history: History) -> None:
    """State the running balances that follow from the lines of the last entry."""
    for one, sign in zip(history.entries[-1]["data"]["lines"], (1, -1, 1, -1), strict=True):
        before = 10_000_000 if (one["fund"], one["account"]) == (uid("F1"), "1000") else 0
        one["minor"] = one["base"] = sign * 101
        one["balance"] = one["base_balance"] = before + sign * 101


def post_by_hand(history: History) -> None:
    """Post by hand to an account that follows documents."""
    treasury.post_manual(history, "c1", ("5100", "2100"), 100)


def record_other_rate(history: History) -> None:
    """Record another rate than was signed."""
    treasury.record_rates(history, "january")
    history.entries[-1]["data"]["rate"] = "2.1"


def propose_other_base(history: History) -> None:
    """Propose a rate to another currency than the books are kept in."""
    treasury.record_rates(history, "january", base="GBP")


def valued(history: History) -> None:
    """Have dollars on the fifth, and a rate; go on to February."""
    treasury.open_cash(history, USD, "USD")
    treasury.record_rates(history, "january")
    treasury.buy(history, "x1", 100, 60)
    history.now += dt.timedelta(days=30)


def value_without_reversal(history: History) -> None:
    """Value cash, and take it back on the same day."""
    valued(history)
    treasury.propose_revaluation(history, "v1", "2026-01-31", [(60, 100, 120)])
    treasury.revalue(history, "v1", 20, ("2026-01-31", "2026-01-31"))


def value_at_other_rate(history: History) -> None:
    """Value cash at what no rate says."""
    valued(history)
    treasury.propose_revaluation(history, "v1", "2026-01-31", [(60, 100, 121)])
    treasury.revalue(history, "v1", 20, ("2026-01-31", "2026-02-01"))


WRONG: Wrong = {
    exchange_within: ("H7", "gains or loses money in one account"),
    exchange_and_gain: ("H7", "gains or loses money in one account"),
    show_twice: ("H13", "shows this side of it already"),
    cancel_posted: ("H7", "given up after both of its sides"),
    cancel_twice: ("H13", "was given up"),
    use_line_twice: ("H2", "the use of statement line"),
    buy_below_cost: ("H7", "in the number of lines"),
    book_other_line: ("H7", "in the statement of line 2"),
    recover_too_much: ("H6", "gives back more than was paid"),
    lose_twice: ("H13", "is booked a second time"),
    lose_what_was_found: ("H13", "or after it was given up"),
    find_what_was_lost: ("H13", "given up after it was booked"),
    lose_unapproved: ("H3", "carries out what nobody approved"),
    refund_more_than_held: ("H7", "goes back than is held in advance"),
    refund_to_another: ("H4", "differs in donor"),
    cancel_paid_refund: ("H13", "given up after it was paid"),
    pay_cancelled_refund: ("H13", "or after it was given up"),
    pay_refund_twice: ("H13", "is paid a second time"),
    transfer_unasked: ("H4", "names no consent of the donor"),
    transfer_other_amount: ("H7", "in the minor of line 1"),
    post_by_hand: ("H7", "which follow documents"),
    record_other_rate: ("H3", "differs from what was signed"),
    propose_other_base: ("H4", "differs in base"),
    value_without_reversal: ("H7", "taken back on the next"),
    value_at_other_rate: ("H4", "what was signed for revaluation"),
}
