"""Histories in which the organisation's own money is kept wrongly."""

import datetime as dt

from tests.audit.replay import deeds, treasury
from tests.audit.replay.altering import Wrong, data_of
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import grant, pay
from tests.audit.replay.treasury import EUR, USD, cash, line


def open_second_usual(history: History) -> None:
    """Open another account as the usual one of a currency that has one."""
    history.work("Fay")
    history.write("cash.opened", cash="other", kind="bank", currency="EUR", usual=True)


def open_for_no_fund(history: History) -> None:
    """Open an account as an officer, without a fund in its currency."""
    history.work("Olga")
    history.write("cash.opened", cash="other", kind="bank", currency="USD", usual=True)


def open_twice(history: History) -> None:
    """Open an account under a code that is taken."""
    treasury.open_cash(history, EUR, "EUR")


def use_unopened(history: History) -> None:
    """Receive money into an account that nobody opened."""
    deeds.announce(history, "gift 2", "F1", 500)
    history.work("Fay")
    history.write("contribution.received", contribution=uid("gift 2"), date=history.at[:10])
    lines = ((uid("F1"), "1000", 500, "ELSEWHERE"), (uid("F1"), "4000", -500, ""))
    history.post("contribution", ("contribution", uid("gift 2")), "EUR", *lines)


def close_today(history: History) -> None:
    """Close the books until a day that is not over."""
    treasury.close(history, "p1", history.at[:10])


def close_backwards(history: History) -> None:
    """Close the books until a day before they are closed until."""
    history.now += dt.timedelta(days=60)
    treasury.close(history, "p1", "2026-02-28")
    treasury.close(history, "p2", "2026-01-31")


def post_into_closed(history: History) -> None:
    """Date an entry inside a closed period."""
    history.now += dt.timedelta(days=60)
    treasury.close(history, "p1", "2026-01-31")
    history.work("Fay")
    history.bank(EUR, "EUR", [-100], uid("statement charge 1"), day="2026-01-31")
    treasury.book(history, "charge 1", "bank_charge", 100)
    history.entries[-1]["data"]["date"] = "2026-01-31"


def close_unapproved(history: History) -> None:
    """Close the books without anybody's signature."""
    history.now += dt.timedelta(days=60)
    treasury.ask(history, "period", "p1", {"period": uid("period p1"), "until": "2026-01-31"})
    history.write("period.closed", until="2026-01-31", proposal=treasury.proposal_of("period", "p1"))


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


def cancel_shown(history: History) -> None:
    """Give up an exchange of which a statement shows a side."""
    treasury.open_cash(history, USD, "USD")
    treasury.announce_exchange(history, "x1", (EUR, "EUR", 100), (USD, "USD", 90))
    treasury.show(history, "x1", "sold")
    history.work("Fay")
    history.write("exchange.cancelled", exchange=uid("exchange x1"))


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


def lose_unapproved(history: History) -> None:
    """Let a loss be approved that nobody signed."""
    treasury.ask(history, "loss", "l1", {"loss": uid("loss l1"), "cash": EUR}, reason="theft", **treasury.money(100))
    history.write("loss.approved", loss=uid("loss l1"), proposal=treasury.proposal_of("loss", "l1"))


def refund_more_than_held(history: History) -> None:
    """Give back more of a gift than is held of it in advance."""
    treasury.hold(history, "held 1", 500)
    treasury.hold(history, "held 2", 500)
    treasury.decide_refund(history, "r1", 501, "held 1")


def refund_to_another(history: History) -> None:
    """Give the money of one donor back to another."""
    deeds.open_fund(history, "F2")
    treasury.decide_refund(history, "r1", 100, donor=uid("donor F2"))


def pay_refund_twice(history: History) -> None:
    """Pay one refund twice, while another is due as well."""
    treasury.decide_refund(history, "r1", 100)
    treasury.decide_refund(history, "r2", 100)
    treasury.pay_refund(history, "r1", 100)
    treasury.pay_refund(history, "r1", 100, "another")


def collect_only_fee(history: History) -> None:
    """Receive a gift of which the fee is all."""
    deeds.announce(history, "card 1", "F1", 500)
    history.work("Fay")
    told = treasury.shown("card 1", history)
    history.write("contribution.collected", contribution=uid("card 1"), fee_minor=500, **told)
    lines = [cash(500, statement="card 1"), line("4000", -500)]
    history.enter("contribution", ("contribution", uid("card 1")), lines)


def convert_otherwise_announced(history: History) -> None:
    """Turn a gift in digital currency into money as if another amount had been announced."""
    deeds.announce(history, "coin 1", "F1", 9_000)
    treasury.convert(history, "coin 1", 10_000, announced_minor=8_999)


def convert_wrongly(history: History) -> None:
    """Write down another amount of money than digital currency was sold for."""
    deeds.announce(history, "coin 1", "F1", 500)
    treasury.convert(history, "coin 1", 9_999)


def receive_conditional(history: History) -> None:
    """Receive a gift on a condition as if it had none."""
    deeds.announce(history, "gift 2", "F1", 500)
    history.write("contribution.conditioned", contribution=uid("gift 2"), condition="report")
    deeds.receive(history, "gift 2", "F1", 500)


def hold_own(history: History) -> None:
    """Receive in advance what one announced oneself."""
    deeds.announce(history, "gift 2", "F1", 500)
    history.write("contribution.conditioned", contribution=uid("gift 2"), condition="report")
    for entry in history.entries[-2:]:
        entry["actor"] = uid("Pia")
    history.work("Pia")
    history.write("contribution.held", contribution=uid("gift 2"), **treasury.shown("gift 2", history))
    lines = [cash(500, statement="gift 2"), line("2400", -500)]
    history.enter("contribution_in_advance", ("contribution", uid("gift 2")), lines)


def meet_more(history: History) -> None:
    """Say that the condition is met for more than is held."""
    treasury.hold(history, "held 1", 500)
    treasury.say_met(history, "m1", "held 1", 501)


def earn_twice(history: History) -> None:
    """Earn one part of a gift twice."""
    treasury.hold(history, "held 1", 500)
    treasury.say_met(history, "m1", "held 1", 100)
    treasury.earn(history, "m1", "held 1", 100)
    treasury.earn(history, "m1", "held 1", 100)


def earn_own_word(history: History) -> None:
    """Earn what one said oneself that its condition is met."""
    treasury.hold(history, "held 1", 500)
    treasury.say_met(history, "m1", "held 1", 100, by="Pia")
    treasury.earn(history, "m1", "held 1", 100, by="Pia")


def earn_at_other_worth(history: History) -> None:
    """Take what was received in advance in dollars out of it at another worth than it came in at on average."""
    treasury.open_cash(history, USD, "USD")
    deeds.open_fund(history, "F3", "USD")
    for name, worth in (("held 1", 200), ("held 2", 220)):
        deeds.announce(history, name, "F3", 100, "USD")
        history.write("contribution.conditioned", contribution=uid(name), condition="report")
        history.work("Fay")
        history.write("contribution.held", contribution=uid(name), **treasury.shown(name, history, USD))
        lines = [cash(100, USD, "USD", name, base=worth), line("2400", -100, "USD", base=-worth)]
        about = ("contribution", uid(name))
        history.enter("contribution_in_advance", about, [{**one, "fund": uid("F3")} for one in lines])
    treasury.say_met(history, "m1", "held 1", 100)
    history.work("Fay")
    history.write("income.earned", met=uid("met m1"), date=history.at[:10])
    lines = [line("2400", 100, "USD", base=200), line("4000", -100, "USD", base=-200)]
    history.enter("income_earned", ("contribution", uid("held 1")), [{**one, "fund": uid("F3")} for one in lines])


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
    open_second_usual: ("H7", "is usual or not"),
    open_for_no_fund: ("H11", "for no fund"),
    open_twice: ("H2", "is created a second time"),
    use_unopened: ("H7", "which was not opened for it"),
    close_today: ("H7", "the books are closed until"),
    close_backwards: ("H7", "the books are closed until"),
    post_into_closed: ("H7", "the books are closed until then"),
    close_unapproved: ("H3", "carries out what nobody approved"),
    exchange_within: ("H7", "gains or loses money in one account"),
    exchange_and_gain: ("H7", "gains or loses money in one account"),
    show_twice: ("H13", "shows this side of it already"),
    cancel_shown: ("H13", "shows this side of it already"),
    use_line_twice: ("H2", "the use of statement line"),
    buy_below_cost: ("H7", "in the number of lines"),
    book_other_line: ("H7", "in the statement of line 2"),
    recover_too_much: ("H6", "gives back more than was paid"),
    lose_twice: ("H13", "is booked a second time"),
    lose_unapproved: ("H3", "carries out what nobody approved"),
    refund_more_than_held: ("H7", "goes back than is held in advance"),
    refund_to_another: ("H4", "differs in donor"),
    pay_refund_twice: ("H13", "is paid a second time"),
    collect_only_fee: ("H14", "a fee that leaves nothing"),
    convert_otherwise_announced: ("H7", "its conversion says otherwise"),
    convert_wrongly: ("H14", "is not what its amount and rate come to"),
    receive_conditional: ("H7", "does not come in this way"),
    hold_own: ("H11", "who announced it"),
    meet_more: ("H7", "is met than is held in advance"),
    earn_twice: ("H13", "is earned a second time"),
    earn_own_word: ("H11", "who said that it is met"),
    earn_at_other_worth: ("H1", "takes money at 200 in base, it cost 210"),
    transfer_unasked: ("H4", "names no consent of the donor"),
    transfer_other_amount: ("H7", "in the minor of line 1"),
    post_by_hand: ("H7", "which follow documents"),
    record_other_rate: ("H3", "differs from what was signed"),
    propose_other_base: ("H4", "differs in base"),
    value_without_reversal: ("H7", "taken back on the next"),
    value_at_other_rate: ("H4", "what was signed for revaluation"),
}
