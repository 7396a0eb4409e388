"""Histories in which instalments are paid without their review, of a stopped award, or otherwise than was signed."""

from typing import Any

from tests.audit.replay import awarding, deeds, payees, paying, scheduling
from tests.audit.replay.altering import Spoil, Wrong, drop, named
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.scheduling import ask_to_reschedule, ask_to_resume, review, sign_schedule, stipend, stop
from tests.audit.replay.story import grant


def recognise_unreviewed(history: History) -> None:
    """Recognise an instalment without its review."""
    awarding.recognise(history, stipend(history, "x", [100]), 1)
    drop(history, "instalment.reviewed")


def recognise_by_an_older_review(history: History) -> None:
    """Pass a review in one unit of work, and recognise in another."""
    awarding.recognise(history, stipend(history, "x", [100]), 1)
    entry = next(one for one in history.entries if one["verb"] == "instalment.reviewed")
    entry["work"] = uid("apart")


def pass_and_leave(history: History) -> None:
    """Pass a review, and leave it at that."""
    review(history, stipend(history, "x", [100]), 1, outcome="passed", reason=None, again_on=None)


def review_later(history: History) -> None:
    """Review again what was not passed."""
    case = stipend(history, "x", [100])
    review(history, case, 1, outcome="not_passed", again_on=None)
    review(history, case, 1)


def review_nothing(history: History) -> None:
    """Review an instalment that was never signed."""
    review(history, stipend(history, "x", [100]), 2)


def review_a_grant(history: History) -> None:
    """Review what is owed from its notification on."""
    review(history, grant(history, "x", [100]), 1)


def review_early(history: History) -> None:
    """Review an instalment three weeks before it falls due."""
    case = Case("x", "F1", scheduling.WHO, [100], "stipend")
    case.due = lambda _number: "2026-01-26"  # type: ignore[method-assign]
    for step in (awarding.draft, awarding.propose, awarding.approve):
        step(history, case)
    review(history, case, 1)


def review_as_finance(history: History) -> None:
    """Review an instalment as somebody who is no officer."""
    review(history, stipend(history, "x", [100]), 1, by="Fay")


def saying(name: str, **said: Any) -> Spoil:
    """Make a history in which a review says what it cannot."""
    return named(lambda history: review(history, stipend(history, "x", [100]), 1, **said), f"review_{name}")


def pass_while_stopped(history: History) -> None:
    """Pass a review of a stopped award."""
    case = stipend(history, "x", [100])
    stop(history, case)
    awarding.recognise(history, case, 1)


def stop_twice(history: History) -> None:
    """Stop an award that is stopped."""
    case = stipend(history, "x", [100])
    stop(history, case)
    stop(history, case)


def stop_proposed(history: History) -> None:
    """Stop an award that nobody has approved."""
    case = Case("x", "F1", scheduling.WHO, [100], "stipend")
    awarding.draft(history, case)
    awarding.propose(history, case)
    stop(history, case)


def resume_alone(history: History) -> None:
    """Resume what one has stopped, without anybody's signature."""
    case = stipend(history, "x", [100])
    stop(history, case)
    history.work("Fay")
    history.write("award.resumed", award=case.award, proposal=uid("nothing"))


def resume_never(history: History) -> None:
    """Sign that an award goes on, and leave it stopped."""
    case = stipend(history, "x", [100])
    stop(history, case)
    scheduling.resume(history, case)
    drop(history, "award.resumed")


def resume_running(history: History) -> None:
    """Ask that an award goes on which nobody has stopped."""
    ask_to_resume(history, stipend(history, "x", [100]))


def resume_twice(history: History) -> None:
    """Let two signed wishes make the same award go on."""
    case = stipend(history, "x", [100])
    stop(history, case)
    first, second = ask_to_resume(history, case), ask_to_resume(history, case)
    scheduling.resume(history, case, first)
    scheduling.resume(history, case, second)


def resume_for_money(history: History) -> None:
    """Ask with an amount that an award goes on."""
    case = stipend(history, "x", [100])
    stop(history, case)
    ask_to_resume(history, case, money={"minor": 1, "currency": "EUR"}, base_minor=1)


def gather_stopped(history: History) -> None:
    """Gather a payment of a stopped award."""
    case = grant(history, "x", [100])
    stop(history, case)
    paying.gather(history, "r1", [case.payment(1)])


def release_stopped(history: History) -> None:
    """Release a run that holds a payment of a stopped award."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)])
    stop(history, case)
    paying.propose(history, "r1", [case.payment(1)])
    paying.release(history, "r1")


def open_stopped(history: History) -> None:
    """Open the payees of a run after one of its awards was stopped."""
    case = grant(history, "x", [100])
    paying.start(history, "r1", [case.payment(1)])
    stop(history, case)
    payees.open_run(history, "r1", 1)


def asking(name: str, replaced: list[int], parts: list[tuple[str, int]], **changed: Any) -> Spoil:
    """Make a history that proposes another schedule for two instalments, which cannot be."""

    def ask(history: History) -> None:
        ask_to_reschedule(history, stipend(history, "x", [100, 200]), replaced, parts, **changed)

    return named(ask, f"ask_{name}")


def ask_about_a_grant(history: History) -> None:
    """Propose another schedule for what is owed already."""
    ask_to_reschedule(history, grant(history, "x", [100]), [1], [("2026-02-01", 100)])


def ask_about_nothing(history: History) -> None:
    """Propose another schedule of an award that was given up."""
    case = stipend(history, "x", [100])
    awarding.cancel(history, case, [], [1])
    ask_to_resume(history, case)


def reschedule_other(history: History) -> None:
    """Carry a schedule out after one of the instalments that it replaces was recognised."""
    case = stipend(history, "x", [100, 200])
    proposal = ask_to_reschedule(history, case, [1, 2], [("2026-02-01", 300)])
    awarding.recognise(history, case, 1)
    sign_schedule(history, case, proposal)


def reschedule_alone(history: History) -> None:
    """Change a schedule that nobody has signed."""
    case = stipend(history, "x", [100])
    proposal = ask_to_reschedule(history, case, [1], [("2026-02-01", 100)])
    history.work("Ada")
    history.write("award.rescheduled", award=case.award, proposal=proposal)


def reschedule_never(history: History) -> None:
    """Sign another schedule, and leave the old one."""
    case = stipend(history, "x", [100])
    sign_schedule(history, case, ask_to_reschedule(history, case, [1], [("2026-02-01", 100)]))
    drop(history, "award.rescheduled")


def reschedule_by_one(history: History) -> None:
    """Let one person's signature change a schedule."""
    case = stipend(history, "x", [100])
    proposal = ask_to_reschedule(history, case, [1], [("2026-02-01", 100)])
    made = next(one for one in history.entries if one["data"].get("kind") == "schedule")
    made["data"]["needed"] = 1
    deeds.decide(history, proposal, "Ada", needed=1)
    deeds.settle(history, proposal, "approved")
    history.write("award.rescheduled", award=case.award, proposal=proposal)


def pay_replaced(history: History) -> None:
    """Plan a payment of an instalment that was replaced."""
    case = stipend(history, "x", [100])
    sign_schedule(history, case, ask_to_reschedule(history, case, [1], [("2026-02-01", 100)]))
    awarding.plan(history, case, 1)


def ask_in_the_future(history: History) -> None:
    """Say that an emergency was asked for after it was proposed."""
    case = Case("x", "F1", scheduling.WHO, [100])
    case.asked = "2026-01-07T09:00:00Z"
    awarding.draft(history, case)
    awarding.propose(history, case)


def hurry_without_a_clock(history: History) -> None:
    """Call an award an emergency of which nobody says when it was asked for."""
    case = Case("x", "F1", scheduling.WHO, [100])
    case.asked = None
    awarding.draft(history, case)
    awarding.propose(history, case)


LATER = "2026-02-01"
WRONG: Wrong = {
    recognise_unreviewed: ("H7", "is recognised without its review"),
    recognise_by_an_older_review: ("H7", "is recognised without its review"),
    pass_and_leave: ("H7", "has passed its review, but is not recognised"),
    review_later: ("H7", "is reviewed again after it was not_passed"),
    review_nothing: ("H7", "is in no signed schedule"),
    review_a_grant: ("H7", "is reviewed while recognised"),
    review_early: ("H7", "but falls due on 2026-01-26"),
    review_as_finance: ("H11", "is not for"),
    saying("otherwise", outcome="maybe"): ("H7", "has an outcome replay does not know"),
    saying("without_reason", reason=None): ("H7", "with a reason or day that does not belong to it"),
    saying("without_day", again_on=None): ("H7", "with a reason or day that does not belong to it"),
    saying("yesterday", again_on="2026-01-05"): ("H7", "is put off on 2026-01-05 until 2026-01-05"),
    saying("for_long", again_on="2026-04-08"): ("H7", "is put off on 2026-01-05 until 2026-04-08"),
    pass_while_stopped: ("H7", "is passed while the award is stopped"),
    stop_twice: ("H7", "is stopped a second time"),
    stop_proposed: ("H7", "award.stopped of award"),
    resume_alone: ("H3", "award.resumed carries out what nobody approved"),
    resume_never: ("H7", "its award.resumed does not follow"),
    resume_running: ("H4", "which is not stopped"),
    resume_twice: ("H7", "is resumed, but was not stopped"),
    resume_for_money: ("H4", "differs in money"),
    gather_stopped: ("H7", "which is stopped"),
    release_stopped: ("H7", "which is stopped"),
    open_stopped: ("H7", "which is stopped"),
    asking("more", [1, 2], [(LATER, 301)]): ("H4", "do not sum to 300"),
    asking("less", [1, 2], [(LATER, 299)], money={"minor": 299, "currency": "EUR"}, base_minor=299): (
        "H4",
        "moves 299, but 300 is promised",
    ),
    asking("one", [2], [(LATER, 200)]): ("H4", "but [1, 2] are promised"),
    asking("numbered", [1, 2], [(LATER, 300)], first=2): ("H4", "not numbered from 3"),
    asking("backwards", [1, 2], [("2026-03-01", 100), (LATER, 200)]): ("H4", "out of order"),
    asking("in_the_past", [1, 2], [("2026-01-04", 300)]): ("H4", "before 2026-01-05"),
    asking("after_the_fund", [1, 2], [("2027-01-01", 300)]): ("H4", "after 2026-12-31"),
    asking("nothing", [1, 2], [(LATER, 300), (LATER, 0)]): ("H14", "instalment 4 of proposal"),
    asking("elsewhere", [1, 2], [(LATER, 300)], fund=uid("F2")): ("H4", "differs in fund"),
    ask_about_a_grant: ("H4", "but [] are promised"),
    ask_about_nothing: ("H4", "is about an award that is cancelled"),
    reschedule_other: ("H4", "other instalments of it are promised than was signed"),
    reschedule_alone: ("H3", "award.rescheduled carries out what nobody approved"),
    reschedule_never: ("H7", "its award.rescheduled does not follow"),
    reschedule_by_one: ("H3", "at least 2 belong"),
    pay_replaced: ("H6", "which is replaced"),
    ask_in_the_future: ("H7", "after it was made"),
    hurry_without_a_clock: ("H7", "is an emergency without a request"),
}
