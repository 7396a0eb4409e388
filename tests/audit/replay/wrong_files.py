"""Histories in which a payment file was made twice, of something else, or not by who opened its payees."""

import datetime as dt
from typing import Any

from tests.audit.replay import deeds, filing, payees, paying
from tests.audit.replay.altering import Spoil, Wrong, drop, named
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import grant


def released(history: History) -> Case:
    """Release a run of one payment, and open its payee."""
    case = grant(history, "x", [100])
    paying.start(history, "r1", [case.payment(1)])
    payees.open_run(history, "r1", 1)
    return case


def writing(**changed: Any) -> Spoil:
    """Make the file of a run otherwise."""

    def write_otherwise(history: History) -> None:
        released(history)
        filing.write_file(history, "r1", 1, 100)
        history.entries[-1]["data"].update(changed)

    return named(write_otherwise, f"file_with_other_{'_'.join(changed)}")


def write_twice(history: History) -> None:
    """Make a second file of a run that has one."""
    released(history)
    filing.write_file(history, "r1", 1, 100)
    payees.open_run(history, "r1", 1)
    filing.write_file(history, "r1", 1, 100, attempt=2)


def write_by_another(history: History) -> None:
    """Make a file of payees that somebody else opened."""
    released(history)
    filing.write_file(history, "r1", 1, 100, "Gus")


def write_without_copy(history: History) -> None:
    """Make a file as somebody of finance who holds no copy of its lock."""
    released(history)
    filing.write_file(history, "r1", 1, 100, "Pia")
    drop(history, "payees.opened")


def write_again_unopened(history: History) -> None:
    """Make a file again, once the first was lost, without opening the payees again."""
    released(history)
    filing.write_file(history, "r1", 1, 100)
    filing.lose(history, "r1")
    filing.write_file(history, "r1", 1, 100, attempt=2)


def made(history: History) -> Case:
    """Make the file of a run, and open its payee again."""
    case = released(history)
    filing.write_file(history, "r1", 1, 100)
    payees.open_run(history, "r1", 1)
    return case


def hand_other_again(history: History) -> None:
    """Hand another file over again than was made."""
    made(history)
    filing.hand_again(history, "r1", sha256="0" * 64)


def hand_again_to_another(history: History) -> None:
    """Hand a file over again to somebody who did not make it, but has opened its payees."""
    made(history)
    payees.open_run(history, "r1", 1, "Gus")
    filing.hand_again(history, "r1", "Gus")


def hand_again_unopened(history: History) -> None:
    """Hand a file over a third time, without opening the payees again."""
    made(history)
    filing.hand_again(history, "r1")
    filing.hand_again(history, "r1")


def hand_again_late(history: History) -> None:
    """Hand a file over again after an hour."""
    made(history)
    history.now += dt.timedelta(hours=1)
    filing.hand_again(history, "r1")


def hand_sent_again(history: History) -> None:
    """Hand a file over again of which a payment was sent."""
    case = made(history)
    paying.send(history, case, case.payment(1))
    filing.hand_again(history, "r1")


def hand_lost_again(history: History) -> None:
    """Hand a file over again that was signed away as lost."""
    made(history)
    filing.lose(history, "r1")
    filing.hand_again(history, "r1")


def hand_again_while_asked(history: History) -> None:
    """Hand a file over again while another is asked to sign that it was lost."""
    made(history)
    filing.propose_lost(history, "r1")
    filing.hand_again(history, "r1")


def write_settled(history: History) -> None:
    """Make the file of a run that is settled."""
    case = released(history)
    history.work("Fay")
    history.write("disbursement.failed", disbursement=case.payment(1), from_="in_run")
    paying.settle(history, "r1")
    filing.write_file(history, "r1", 1, 100)


def lose_sent(history: History) -> None:
    """Sign a file away as lost after a payment of it was sent."""
    case = released(history)
    filing.write_file(history, "r1", 1, 100)
    paying.send(history, case, case.payment(1))
    filing.lose(history, "r1")


def lose_own(history: History) -> None:
    """Sign the file away as lost that one made."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)])
    paying.propose(history, "r1", [case.payment(1)])
    paying.release(history, "r1", "Ada")
    payees.open_run(history, "r1", 1, "Gus")
    filing.write_file(history, "r1", 1, 100, "Gus")
    proposal = filing.propose_lost(history, "r1")
    for entry in history.entries[-1:]:
        entry["actor"] = uid("Fay")
    deeds.decide(history, proposal, "Gus")
    deeds.settle(history, proposal, "approved")
    history.write("file.lost", file=filing.file_of("r1"), run=uid("r1"))


def lose_unsigned(history: History) -> None:
    """Sign a file away as lost without a proposal."""
    released(history)
    filing.write_file(history, "r1", 1, 100)
    history.work("Ada")
    history.write("file.lost", file=filing.file_of("r1"), run=uid("r1"))


def lose_never(history: History) -> None:
    """Approve that a file was lost, and leave it as it was."""
    released(history)
    filing.write_file(history, "r1", 1, 100)
    filing.lose(history, "r1")
    drop(history, "file.lost")


def proposing(**changed: Any) -> Spoil:
    """Propose that a file was lost otherwise."""

    def propose_otherwise(history: History) -> None:
        released(history)
        filing.write_file(history, "r1", 1, 100)
        filing.propose_lost(history, "r1", **changed)

    return named(propose_otherwise, f"lost_file_with_other_{'_'.join(changed)}")


OTHER = {"file": filing.file_of("r1"), "run": uid("r1"), "sha256": "0" * 64}


def send_unfiled(history: History) -> None:
    """Send a payment of a run of which nobody made a file."""
    case = released(history)
    history.work("Fay")
    history.write("disbursement.sent", disbursement=case.payment(1), from_="in_run")
    paying.two_lines(history, "payment_sent", case, case.payment(1), ("2100", "2150"))
    history.write("award.activated", award=case.award, from_="approved")


def send_lost(history: History) -> None:
    """Send a payment whose file was signed away as lost."""
    case = released(history)
    filing.write_file(history, "r1", 1, 100)
    filing.lose(history, "r1")
    history.work("Fay")
    history.write("disbursement.sent", disbursement=case.payment(1), from_="in_run")
    paying.two_lines(history, "payment_sent", case, case.payment(1), ("2100", "2150"))
    history.write("award.activated", award=case.award, from_="approved")


WRONG: Wrong = {
    send_unfiled: ("H7", "though nobody has a payment file"),
    send_lost: ("H7", "though nobody has a payment file"),
    write_twice: ("H13", "which is not lost"),
    writing(replaces=uid("other")): ("H13", "says that it replaces"),
    write_by_another: ("H10", "who did not open the payees for it"),
    writing(form="pain.001"): ("H10", "who did not open the payees for it"),
    write_without_copy: ("H10", "who does not hold the lock payment.finance"),
    write_again_unopened: ("H10", "who did not open the payees for it"),
    hand_other_again: ("H13", "not the one that was made"),
    hand_again_to_another: ("H10", "who did not make it"),
    hand_again_unopened: ("H10", "who did not open the payees for it"),
    hand_again_late: ("H7", "more than 1 hour after"),
    hand_sent_again: ("H7", "is handed over again after it was lost"),
    hand_lost_again: ("H7", "is handed over again after it was lost"),
    hand_again_while_asked: ("H7", "is handed over again after it was lost"),
    writing(minor=101): ("H7", "100 EUR in 1 wait"),
    writing(currency="USD"): ("H7", "100 EUR in 1 wait"),
    write_settled: ("H7", "of a run that is settled"),
    lose_sent: ("H7", "or payments of it were sent"),
    lose_own: ("H11", "who made it"),
    lose_unsigned: ("H3", "file.lost carries out what nobody approved"),
    lose_never: ("H7", "its file.lost does not follow"),
    proposing(content=OTHER): ("H4", "differs in sha256"),
    proposing(money={"minor": 1, "currency": "EUR"}, base_minor=1): ("H4", "differs in money"),
}
