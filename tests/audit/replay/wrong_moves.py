"""Histories in which a running award is moved to another way to be paid otherwise than it may be."""

from typing import Any

from tests.audit.replay import awarding, deeds, lending, payees, paying, scheduling, sealing
from tests.audit.replay.altering import WHO, Spoil, Wrong, drop, named
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.moving import ask_to_move, move
from tests.audit.replay.wrong_ways import OWN, SCHOOL, grant


def begun(history: History) -> Case:
    """Let a stipend be approved, and another way to be paid be sealed."""
    case = grant(history, "way", OWN)
    sealing.seal_way(history, WHO, SCHOOL)
    return case


def asking(to: int = SCHOOL, **content: Any) -> Spoil:
    """Propose a move that says something else than it should."""

    def ask_otherwise(history: History) -> None:
        ask_to_move(history, begun(history), to, **content)

    return named(ask_otherwise, f"ask_to_move_to_{to}_saying_{'_'.join(map(str, content.values()))}")


def move_with_money(history: History) -> None:
    """Propose a move that moves money."""
    case = begun(history)
    sealed = history.newest[WHO, "payment 2"]
    content = {name: sealed[name] for name in ("envelope", "channel", "paid_to")} | {"replaces": OWN, "way": SCHOOL}
    money = {"money": {"minor": 100, "currency": "EUR"}, "base_minor": 100, "payment_envelope": sealed["sha256"]}
    scheduling.ask(history, case, "award_way", content, **money)


def move_nothing_running(history: History) -> None:
    """Propose to move an award that nobody has approved yet."""
    case = Case("way", "F1", WHO, [100], "stipend")
    awarding.draft(history, case)
    awarding.propose(history, case)
    sealing.seal_way(history, WHO, SCHOOL)
    ask_to_move(history, case, SCHOOL)


def lend_by_hand(history: History) -> None:
    """Propose that an intermediary pays out a loan."""
    debt = lending.promise(history, "l", [100])
    sealing.seal_way(history, WHO, SCHOOL, "cash")
    ask_to_move(history, debt, SCHOOL)


def move_in_a_run(history: History) -> None:
    """Move an award of which a payment is in a run."""
    case = begun(history)
    awarding.recognise(history, case, 1)
    paying.gather(history, "r1", [case.payment(1)])
    move(history, case, SCHOOL, ask_to_move(history, case, SCHOOL))


def move_twice_over(history: History) -> None:
    """Sign two moves away from one way, one after the other."""
    case = begun(history)
    first, second = ask_to_move(history, case, SCHOOL), ask_to_move(history, case, SCHOOL)
    move(history, case, SCHOOL, first)
    move(history, case, SCHOOL, second)


def move_alone(history: History) -> None:
    """Move an award as it was asked for, before anybody has signed."""
    case = begun(history)
    proposal = ask_to_move(history, case, SCHOOL)
    history.work("Ada")
    history.write("award.moved", award=case.award, way=SCHOOL, proposal=proposal)


def move_never(history: History) -> None:
    """Sign a move, and leave the award where it is: then its payee is not one of its way either."""
    case = begun(history)
    move(history, case, SCHOOL, ask_to_move(history, case, SCHOOL))
    drop(history, "award.moved")


def move_without_the_payee(history: History) -> None:
    """Move an award, and pass nobody on to finance."""
    case = begun(history)
    move(history, case, SCHOOL, ask_to_move(history, case, SCHOOL))
    drop(history, "payee.passed", sha256=history.payee(WHO, SCHOOL))


def move_elsewhere(history: History) -> None:
    """Move an award to another way than was signed."""
    case = begun(history)
    sealing.seal_way(history, WHO, 3)
    proposal = ask_to_move(history, case, SCHOOL)
    for who in ("Ada", "Ben"):
        deeds.decide(history, proposal, who)
    deeds.settle(history, proposal, "approved")
    history.write("award.moved", award=case.award, way=3, proposal=proposal)
    payees.pass_on(history, case.award, WHO, SCHOOL)


def move_too_late(history: History) -> None:
    """Move an award of which the rest was cancelled since."""
    case = begun(history)
    proposal = ask_to_move(history, case, SCHOOL)
    awarding.cancel(history, case, [], [1, 2])
    move(history, case, SCHOOL, proposal)


WRONG: Wrong = {
    asking(replaces=SCHOOL): ("H4", "differs in replaces"),
    asking(envelope=uid("other")): ("H4", "differs in envelope"),
    asking(channel="voucher"): ("H4", "differs in channel"),
    asking(paid_to="provider"): ("H4", "differs in paid_to"),
    asking(paid_to="friend"): ("H4", "into unknown hands"),
    asking(to=OWN): ("H4", "to the way that it is paid by"),
    move_with_money: ("H4", "differs in money"),
    move_nothing_running: ("H4", "is about an award that is proposed"),
    lend_by_hand: ("H4", "lets an intermediary pay out a loan"),
    move_in_a_run: ("H10", "is moved while 1 payments of it are in a run"),
    move_twice_over: ("H4", "is moved from way 1, but it is paid by 2"),
    move_alone: ("H3", "award.moved carries out what nobody approved"),
    move_without_the_payee: ("H7", "its payee.passed does not follow"),
}
TOGETHER: Wrong = {
    move_never: ("H7", "its award.moved does not follow"),
    move_elsewhere: ("H3", "award.moved"),
    move_too_late: ("H7", "award.moved of award"),
}
"""Whose fault breaks a second rule as well."""
