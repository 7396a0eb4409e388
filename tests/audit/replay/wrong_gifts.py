"""Histories in which gifts by card, in digital currency or on a condition are kept wrongly."""

from tests.audit.replay import deeds, gifting, treasury
from tests.audit.replay.altering import Wrong
from tests.audit.replay.histories import History, uid
from tests.audit.replay.treasury import USD, cash, line


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
    gifting.convert(history, "coin 1", 10_000, announced_minor=8_999)


def convert_wrongly(history: History) -> None:
    """Write down another amount of money than digital currency was sold for."""
    deeds.announce(history, "coin 1", "F1", 500)
    gifting.convert(history, "coin 1", 9_999)


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


def withdraw_received(history: History) -> None:
    """Give up a gift whose money has come."""
    deeds.announce(history, "gift 2", "F1", 500)
    deeds.receive(history, "gift 2", "F1", 500)
    history.work("Olga")
    history.write("contribution.withdrawn", contribution=uid("gift 2"))


def receive_withdrawn(history: History) -> None:
    """Receive a gift that was given up."""
    deeds.announce(history, "gift 2", "F1", 500)
    history.write("contribution.withdrawn", contribution=uid("gift 2"))
    deeds.receive(history, "gift 2", "F1", 500)


def meet_more(history: History) -> None:
    """Say that the condition is met for more than is held."""
    gifting.hold(history, "held 1", 500)
    gifting.say_met(history, "m1", "held 1", 501)


def take_back_earned(history: History) -> None:
    """Take back that a condition is met after that was earned."""
    gifting.hold(history, "held 1", 500)
    gifting.say_met(history, "m1", "held 1", 100)
    gifting.earn(history, "m1", "held 1", 100)
    gifting.take_back(history, "m1")


def earn_taken_back(history: History) -> None:
    """Earn what somebody has taken back."""
    gifting.hold(history, "held 1", 500)
    gifting.say_met(history, "m1", "held 1", 100)
    gifting.take_back(history, "m1")
    gifting.earn(history, "m1", "held 1", 100)


def earn_twice(history: History) -> None:
    """Earn one part of a gift twice."""
    gifting.hold(history, "held 1", 500)
    gifting.say_met(history, "m1", "held 1", 100)
    gifting.earn(history, "m1", "held 1", 100)
    gifting.earn(history, "m1", "held 1", 100)


def earn_own_word(history: History) -> None:
    """Earn what one said oneself that its condition is met."""
    gifting.hold(history, "held 1", 500)
    gifting.say_met(history, "m1", "held 1", 100, by="Pia")
    gifting.earn(history, "m1", "held 1", 100, by="Pia")


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
    gifting.say_met(history, "m1", "held 1", 100)
    history.work("Fay")
    history.write("income.earned", met=uid("met m1"), date=history.at[:10])
    lines = [line("2400", 100, "USD", base=200), line("4000", -100, "USD", base=-200)]
    history.enter("income_earned", ("contribution", uid("held 1")), [{**one, "fund": uid("F3")} for one in lines])


WRONG: Wrong = {
    collect_only_fee: ("H14", "a fee that leaves nothing"),
    convert_otherwise_announced: ("H7", "its conversion says otherwise"),
    convert_wrongly: ("H14", "is not what its amount and rate come to"),
    receive_conditional: ("H7", "does not come in this way"),
    hold_own: ("H11", "who announced it"),
    meet_more: ("H7", "is met than is held in advance"),
    take_back_earned: ("H13", "taken back after it was earned"),
    earn_taken_back: ("H13", "is earned, which was taken back"),
    withdraw_received: ("H7", "given up as if it never came"),
    receive_withdrawn: ("H7", "is withdrawn and does not come in this way"),
    earn_twice: ("H13", "is earned a second time"),
    earn_own_word: ("H11", "who said that it is met"),
    earn_at_other_worth: ("H1", "takes money at 200 in base, it cost 210"),
}
