"""Histories in which money in other hands is not what was signed, or not accounted for."""

from tests.audit.replay import advancing, deeds
from tests.audit.replay.altering import Wrong, data_of, drop
from tests.audit.replay.histories import History, uid


def begun(history: History) -> None:
    """Register an intermediary and advance them something."""
    advancing.register(history)
    advancing.start(history, "v1", 1_000, 100)


def take_code_twice(history: History) -> None:
    """Register two intermediaries under one code."""
    advancing.register(history)
    history.work("Fay")
    history.write("intermediary.registered", intermediary=uid("I2"), code="I1", kind="agent")


def advance_again(history: History) -> None:
    """Propose another advance before the first is cleared."""
    begun(history)
    advancing.propose(history, "v2", 1_000, 0)


def advance_on_other_money(history: History) -> None:
    """Propose an advance to an intermediary who still holds money by the books, of no advance."""
    begun(history)
    advancing.take_back(history, "v1", 1_000)
    advancing.settle(history, "v1")
    state = data_of(history, "entry.posted", event="advance_returned")
    state["lines"][1]["holder"] = "I2"
    state["lines"][1].update(version=1, balance=-1_000, base_balance=-1_000)
    advancing.propose(history, "v2", 1_000, 0)


def name_other_proposal(history: History) -> None:
    """Begin an advance that its proposal does not name."""
    advancing.register(history)
    advancing.propose(history, "v1", 1_000, 0)
    data_of(history, "advance.proposed")["advance"] = uid("other")


def name_other_code(history: History) -> None:
    """Propose an advance under another intermediary's code."""
    advancing.register(history)
    content = {"advance": uid("v1"), "intermediary": uid("I1"), "code": "I9", "fee_minor": 0}
    advancing.propose(history, "v1", 1_000, 0, content=content)


def keep_all(history: History) -> None:
    """Propose a fee as large as the advance."""
    advancing.register(history)
    advancing.propose(history, "v1", 1_000, 1_000)


def owe_fee(history: History) -> None:
    """Propose a fee below nothing."""
    advancing.register(history)
    advancing.propose(history, "v1", 1_000, -1)


def approve_unsigned(history: History) -> None:
    """Approve an advance that nobody signed."""
    advancing.register(history)
    advancing.propose(history, "v1", 1_000, 0)
    history.work("Ada")
    history.write("advance.approved", advance=uid("v1"))


def approve_never(history: History) -> None:
    """Sign an advance that is then not approved."""
    advancing.register(history)
    advancing.propose(history, "v1", 1_000, 0)
    advancing.approve(history, "v1")
    drop(history, "advance.approved")


def pay_refused(history: History) -> None:
    """Pay an advance that was refused."""
    advancing.register(history)
    advancing.propose(history, "v1", 1_000, 0)
    advancing.end(history, "v1", "refused")
    advancing.pay(history, "v1", 1_000)


def pay_into_other_hands(history: History) -> None:
    """Pay an advance to somebody else."""
    advancing.register(history)
    advancing.propose(history, "v1", 1_000, 0)
    advancing.approve(history, "v1")
    advancing.pay(history, "v1", 1_000, "I2")


def pay_other_amount(history: History) -> None:
    """Pay more than was signed."""
    advancing.register(history)
    advancing.propose(history, "v1", 1_000, 0)
    advancing.approve(history, "v1")
    advancing.pay(history, "v1", 1_001)


def cancel_paid(history: History) -> None:
    """Give up an advance that is in somebody's hands."""
    begun(history)
    history.work("Fay")
    history.write("advance.cancelled", advance=uid("v1"))


def charge_more(history: History) -> None:
    """Let the intermediary keep more than was signed, in two parts."""
    begun(history)
    advancing.charge(history, "v1", 60)
    advancing.charge(history, "v1", 60)


def return_nothing(history: History) -> None:
    """Take back less than nothing."""
    begun(history)
    advancing.take_back(history, "v1", 100)
    data_of(history, "advance.returned")["minor"] = -100
    drop(history, "entry.posted", event="advance_returned")


def return_too_early(history: History) -> None:
    """Take back a part of an advance that was settled."""
    begun(history)
    advancing.take_back(history, "v1", 1_000)
    advancing.settle(history, "v1")
    history.work("Fay")
    history.write("advance.returned", advance=uid("v1"), minor=1, **advancing.shown(history, "v1"))


def return_too_much(history: History) -> None:
    """Take back more than was left, of money that the intermediary holds for another reason."""
    begun(history)
    history.work("Fay")
    where = advancing.shown(history, "v1")
    history.write("advance.returned", advance=uid("v1"), minor=1_001, **where)
    advancing.move(history, "advance_returned", "v1", 1_001, ("1000", "1300"), statement=where["statement"])


def settle_early(history: History) -> None:
    """Settle an advance of which something is left."""
    begun(history)
    advancing.take_back(history, "v1", 999)
    advancing.settle(history, "v1")


def settle_never(history: History) -> None:
    """Leave an advance open of which nothing is left."""
    begun(history)
    advancing.take_back(history, "v1", 1_000)


def lose_unsigned(history: History) -> None:
    """Write off a part of an advance without a signature."""
    begun(history)
    history.work("Ada")
    history.write("advance.lost", advance=uid("v1"), loss=uid("loss of v1"), minor=10)
    advancing.move(history, "advance_lost", "v1", 10, ("5850", "1300"))


def lose_more(history: History) -> None:
    """Write off more than was signed."""
    begun(history)
    proposal = advancing.propose_loss(history, "v1", 10)
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")
    history.write("advance.lost", advance=uid("v1"), loss=uid("loss of v1"), minor=20)
    advancing.move(history, "advance_lost", "v1", 20, ("5850", "1300"))


def lose_never(history: History) -> None:
    """Sign a loss that is then not written off."""
    begun(history)
    proposal = advancing.propose_loss(history, "v1", 10)
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")


def lose_of_other_fund(history: History) -> None:
    """Propose the loss of an advance out of another fund."""
    begun(history)
    advancing.propose_loss(history, "v1", 10, fund=uid("F2"))


def lose_other_currency(history: History) -> None:
    """Propose the loss of an advance in another currency."""
    begun(history)
    advancing.propose_loss(history, "v1", 10, money={"minor": 10, "currency": "USD"})


WRONG: Wrong = {
    take_code_twice: ("H2", "the code of an"),
    advance_again: ("H7", "of the same intermediary is not cleared"),
    name_other_code: ("H4", "differs in code"),
    keep_all: ("H4", "takes up the whole advance"),
    owe_fee: ("H14", "the fee of proposal"),
    approve_unsigned: ("H3", "is not approved"),
    approve_never: ("H7", "does not follow proposal"),
    pay_refused: ("H7", "does not follow from its stage refused"),
    pay_into_other_hands: ("H7", "in the holder of line 1"),
    pay_other_amount: ("H7", "in the minor of line 1"),
    cancel_paid: ("H7", "does not follow from its stage paid"),
    charge_more: ("H4", "signed was a fee of 100"),
    settle_early: ("H7", "is settled with 1 left"),
    settle_never: ("H7", "is paid with 0 left"),
    lose_unsigned: ("H3", "advance.lost carries out what nobody approved"),
    lose_more: ("H4", "advance.lost differs from what was signed"),
    lose_never: ("H7", "its advance.lost does not follow"),
    lose_of_other_fund: ("H4", "differs in fund"),
    lose_other_currency: ("H4", "differs in currency"),
}
TOGETHER: Wrong = {
    return_nothing: ("H14", "the amount of a part of advance"),
    name_other_proposal: ("H4", "differs in subject"),
    advance_on_other_money: ("H7", "still holds money by the books"),
    return_too_early: ("H7", "are accounted for while it is settled"),
    return_too_much: ("H7", "are accounted for, 1000 are left"),
}
"""Whose fault breaks a second rule as well."""
