"""Histories that take a wrong turn: a proposal, a run or an award goes on where it should not."""

from collections.abc import Callable
from typing import Any

from tests.audit.replay import awarding, deeds, importing, paying
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import ROWS, grant, pay

Spoil = Callable[[History], None]


def proposed(history: History) -> Case:
    """Draft and propose an award."""
    case = Case("x", "F1", "B-7K3M-9QXT-C", [100, 200])
    awarding.draft(history, case)
    awarding.propose(history, case)
    return case


def terms(change: Callable[[dict[str, Any]], Any]) -> Spoil:
    """Make a history that proposes an award on altered terms."""

    def propose_otherwise(history: History) -> None:
        case = Case("x", "F1", "B-7K3M-9QXT-C", [100, 200])
        awarding.draft(history, case)
        history.work("Olga")
        case.revision = 1
        full = awarding.signed_terms(history, case)
        change(full)
        deeds.make_proposal(history, full)
        ids = {"award": case.award, "proposal": case.proposal}
        history.write("award.proposed", **ids, revision=1, from_="drafted")

    return propose_otherwise


def overpay_by_schedule(history: History) -> None:
    """Pay instalments that come to more than their award."""
    terms(lambda full: full["content"]["instalments"][1].update(minor=201))(history)
    case = Case("x", "F1", "B-7K3M-9QXT-C", [100, 201])
    awarding.approve(history, case)


def decide_late(history: History) -> None:
    """Decide on a proposal that is settled."""
    grant(history, "x", [100])
    deeds.decide(history, uid("proposal x"), "Cleo")


def revise_late(history: History) -> None:
    """Revise a proposal that is settled."""
    case = grant(history, "x", [100])
    awarding.propose(history, case)


def skip_revision(history: History) -> None:
    """Skip a revision."""
    case = proposed(history)
    case.revision += 1
    awarding.propose(history, case)


def change_subject(history: History) -> None:
    """Revise a proposal into one about another award."""
    case = proposed(history)
    other = Case("y", "F1", "B-7K3M-9QXT-C", [100])
    awarding.draft(history, other)
    other.proposal, other.revision = case.proposal, 1
    awarding.propose(history, other)


def refuse_and_stay(history: History) -> None:
    """Refuse a proposal and leave it open."""
    deeds.decide(history, proposed(history).proposal, "Ada", "refuse")


def refuse_without_refusal(history: History) -> None:
    """Call a proposal refused that was approved by one."""
    case = proposed(history)
    deeds.decide(history, case.proposal, "Ada")
    awarding.settle_award(history, case, "refused")


def settle_twice(history: History) -> None:
    """Withdraw a proposal that was refused."""
    case = proposed(history)
    deeds.decide(history, case.proposal, "Ada", "refuse")
    awarding.settle_award(history, case, "refused")
    history.work("Olga")
    deeds.settle(history, case.proposal, "withdrawn")


def settle_apart(history: History) -> None:
    """Approve a proposal in another unit of work than the deciding one."""
    case = proposed(history)
    deeds.decide(history, case.proposal, "Ada")
    deeds.decide(history, case.proposal, "Ben")
    history.work("Ben")
    awarding.carry_out(history, case)


def approve_award_apart(history: History) -> None:
    """Approve an award in another unit of work than its proposal."""
    case = proposed(history)
    deeds.decide(history, case.proposal, "Ada")
    deeds.decide(history, case.proposal, "Ben")
    awarding.carry_out(history, case)
    place = next(n for n, e in enumerate(history.entries) if e["verb"] == "award.approved")
    for entry in history.entries[place:]:
        entry["work"] = uid("apart")


def recognise_apart(history: History) -> None:
    """Recognise what is owed on notification in a work of its own."""
    grant(history, "x", [100])
    for entry in history.entries[-2:]:
        entry["work"] = uid("apart")


def recognise_nothing(history: History) -> None:
    """Approve an award that is owed on notification, and recognise none of it."""
    grant(history, "x", [100])
    del history.entries[-2:]


def recognise_twice(history: History) -> None:
    """Recognise an instalment twice."""
    case = grant(history, "x", [100, 100], "stipend")
    awarding.recognise(history, case, 1)
    awarding.recognise(history, case, 1)


def recognise_unreviewed(history: History) -> None:
    """Recognise an instalment without its review."""
    case = grant(history, "x", [100], "stipend")
    awarding.recognise(history, case, 1)
    history.entries[-4]["data"]["review"] = "none"


def pay_unrecognised(history: History) -> None:
    """Pay an instalment that is not owed yet."""
    case = grant(history, "x", [100], "stipend")
    history.work("Fay")
    awarding.plan(history, case, 1)
    pay(history, case, 1, "r1")


def plan_unapproved(history: History) -> None:
    """Plan a payment of an award that is only proposed."""
    awarding.plan(history, proposed(history), 1)


def plan_cancelled(history: History) -> None:
    """Plan a payment of an instalment that was given up."""
    case = grant(history, "x", [100], "stipend")
    awarding.cancel(history, case, [], [1])
    awarding.plan(history, case, 1)


def activate_unsent(history: History) -> None:
    """Make an award active before anything is sent."""
    case = grant(history, "x", [100])
    history.write("award.activated", award=case.award, from_="approved")


def stay_completed(history: History) -> None:
    """Leave an award completed though its payment came back."""
    case = grant(history, "x", [100])
    pay(history, case, 1, "r1")
    paying.complete(history, case)
    paying.give_back(history, case, case.payment(1), "confirmed", 0)
    del history.entries[-1]


def gather_released(history: History) -> None:
    """Gather another payment into a run that is released."""
    case = grant(history, "x", [100, 100])
    paying.start(history, "r1", [case.payment(1)])
    history.work("Fay")
    history.write("run.gathered", run=uid("r1"), disbursements=[case.payment(2)])


def release_never(history: History) -> None:
    """Approve a run and leave it at that."""
    paying.start(history, "r1", [grant(history, "x", [100]).payment(1)])
    del history.entries[-1]


def propose_run_as_officer(history: History) -> None:
    """Propose a run as somebody who is not in finance."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)])
    paying.propose(history, "r1", [case.payment(1)])
    for entry in history.entries[-2:]:
        entry["actor"] = uid("Olga")


def found_twice(history: History) -> None:
    """Found the organisation again."""
    history.work("system")
    history.write("organisation.founded", **history.entries[0]["data"])


def propose_before_policy(history: History) -> None:
    """Propose where no policy was ever set."""
    proposed(history)
    history.entries[:] = [one for one in history.entries if one["verb"] != "policy.set"]


def propose_other_file(history: History) -> None:
    """Propose an import again with another file."""
    importing.propose(history, "file 1", ROWS)
    importing.propose(history, "file 1", ROWS, file_sha256="0" * 64)


def leave_rows(history: History) -> None:
    """Propose an import that neither takes nor refuses some rows."""
    importing.propose(history, "file 1", ROWS, refused=9)


WRONG: dict[Spoil, tuple[str, str]] = {
    terms(lambda full: full["content"]["instalments"][0].update(number=3)): (
        "H4",
        "not numbered from 1",
    ),
    terms(lambda full: full["content"].update(recognition="later")): ("H4", "or recognition"),
    terms(lambda full: full["money"].update(currency="XQX")): ("H14", "is not known: 'XQX'"),
    terms(lambda full: full.update(base_minor=1)): ("H3", "gives 1 for policy"),
    terms(lambda full: full.update(extra=1)): ("H4", "lacks or adds members: extra"),
    overpay_by_schedule: ("H6", "beyond the award"),
    decide_late: ("H7", "comes after it was approved"),
    revise_late: ("H7", "is revised after it was approved"),
    skip_revision: ("H7", "revision 3 follows 1"),
    change_subject: ("H7", "is about something else"),
    refuse_and_stay: ("H7", "stays open after a refusal"),
    refuse_without_refusal: ("H3", "but nobody refused it"),
    settle_twice: ("H7", "is withdrawn after it was refused"),
    settle_apart: ("H7", "outside the work that decides it"),
    approve_award_apart: ("H7", "outside the work that settled its proposal"),
    recognise_apart: ("H11", "not by the approval"),
    recognise_nothing: ("H7", "leaves instalments [1] planned"),
    recognise_twice: ("H7", "is recognised after it was recognised"),
    recognise_unreviewed: ("H7", "without its review"),
    pay_unrecognised: ("H7", "its instalment is planned"),
    plan_unapproved: ("H7", "its award is proposed"),
    plan_cancelled: ("H6", "which is cancelled"),
    activate_unsent: ("H7", "nothing of it was sent"),
    stay_completed: ("H7", "stands as completed"),
    gather_released: ("H7", "while released"),
    release_never: ("H7", "does not follow proposal"),
    propose_run_as_officer: ("H11", "not in the role"),
    found_twice: ("H7", "founded a second time"),
    propose_before_policy: ("H3", "before any policy"),
    propose_other_file: ("H4", "proposed again with another file"),
    leave_rows: ("H4", "neither takes nor refuses"),
}
