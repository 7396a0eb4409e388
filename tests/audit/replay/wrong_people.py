"""Histories in which the wrong person acts, or one thing is done twice: H11 and H13."""

import copy

from tests.audit.replay import awarding, deeds, importing, paying
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import ROWS, grant


def proposed(history: History) -> Case:
    """Draft and propose an award."""
    case = Case("x", "F1", "B-7K3M-9QXT-C", [100])
    awarding.draft(history, case)
    awarding.propose(history, case)
    return case


def end_role(history: History, name: str, until: str) -> None:
    """Let the roles of a person end on a day."""
    for entry in history.entries:
        if entry["verb"] == "role.granted" and entry["data"]["person"] == uid(name):
            entry["data"]["until"] = until


def act_without_role(history: History) -> None:
    """Record a donor as finance."""
    history.work("Fay")
    history.write("donor.recorded", donor=uid("donor 2"), code="D2")


def act_after_role(history: History) -> None:
    """Record a donor on the day after the role ended."""
    end_role(history, "Pia", "2026-01-04")
    history.work("Pia")
    history.write("donor.recorded", donor=uid("donor 2"), code="D2")


def act_as_stranger(history: History) -> None:
    """Make an export as somebody who was never registered."""
    history.work("Nobody")
    history.write("export.made", what="journal", rows=1)


def change_as_auditor(history: History) -> None:
    """Withdraw a proposal as an auditor."""
    case = proposed(history)
    history.work("Ines")
    awarding.settle_award(history, case, "withdrawn")


def withdraw_as_other(history: History) -> None:
    """Withdraw a proposal of another officer."""
    case = proposed(history)
    history.work("Omar")
    awarding.settle_award(history, case, "withdrawn")


def stand_with_auditor(history: History) -> None:
    """Grant an officer the auditor's role as well."""
    entry = next(e for e in history.entries if e["data"].get("role") == "approver")
    second = next(e for e in history.entries if e["data"].get("role") == "auditor")
    second["data"]["person"] = entry["data"]["person"]


def receive_own_announcement(history: History) -> None:
    """Receive a gift as who announced it."""
    history.work("Pia")
    history.write(
        "contribution.announced",
        contribution=uid("gift 2"),
        fund=uid("F1"),
        donor=uid("donor F1"),
        minor=500,
        currency="EUR",
    )
    deeds.receive(history, "gift 2", "F1", 500, by="Pia")


def decide_without_role(history: History) -> None:
    """Decide as finance."""
    deeds.decide(history, proposed(history).proposal, "Fay")


def release_own_run(history: History) -> None:
    """Release a run as who gathered it."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)], by="Gus")
    paying.propose(history, "r1", [case.payment(1)])
    paying.release(history, "r1", by="Gus")


def release_own_award(history: History) -> None:
    """Release a run as who proposed an award in it."""
    case = Case("x", "F1", "B-7K3M-9QXT-C", [100])
    awarding.draft(history, case)
    awarding.propose(history, case, by="Cleo")
    awarding.approve(history, case)
    paying.gather(history, "r1", [case.payment(1)])
    paying.propose(history, "r1", [case.payment(1)])
    paying.release(history, "r1", by="Cleo")


def recognise_as_finance(history: History) -> None:
    """Pass the review of an instalment as finance."""
    awarding.recognise(history, grant(history, "x", [100], "stipend"), 1, by="Fay")


def cancel_payment_as_officer(history: History) -> None:
    """Cancel a payment as an officer who does not cancel its award."""
    case = grant(history, "x", [100])
    history.work("Olga")
    history.write("disbursement.cancelled", disbursement=case.payment(1), from_="planned")


def end_sessions_of_another(history: History) -> None:
    """End the sessions of somebody else."""
    history.work("Stu")
    history.write("account.sessions_ended", person=uid("Fay"), count=1)


def repeat_work(history: History) -> None:
    """Take up a unit of work again after another one."""
    deeds.register(history, "B-1")
    first = history.entries[-1]["work"]
    deeds.register(history, "B-2")
    deeds.register(history, "B-3")
    history.entries[-1]["work"] = first


def repeat_decision(history: History) -> None:
    """Enter one signed decision twice."""
    deeds.decide(history, proposed(history).proposal, "Ada")
    again = copy.deepcopy(history.entries[-1]["data"])
    history.work("Ada")
    history.write("decision.signed", **again)


def repeat_receipt(history: History) -> None:
    """Receive one gift twice."""
    deeds.receive(history, "gift 1", "F1", 10_000_000)


def repeat_import(history: History) -> None:
    """Take in one file under two imports."""
    for name in ("file 1", "file 2"):
        rows = [(f"{row[0]} {name}", f"{row[1]} {name}", *row[2:]) for row in ROWS]
        importing.propose(history, name, rows)
        importing.carry_out(history, name, rows)


def repeat_approval(history: History) -> None:
    """Write down the same approval twice."""
    grant(history, "x", [100])
    deeds.settle(history, uid("proposal x"), "approved")


WRONG = {
    act_without_role: "H11",
    act_after_role: "H11",
    act_as_stranger: "H11",
    change_as_auditor: "H11",
    withdraw_as_other: "H11",
    stand_with_auditor: "H11",
    receive_own_announcement: "H11",
    decide_without_role: "H11",
    release_own_run: "H11",
    release_own_award: "H11",
    recognise_as_finance: "H11",
    cancel_payment_as_officer: "H11",
    end_sessions_of_another: "H11",
    repeat_work: "H13",
    repeat_decision: "H13",
    repeat_receipt: "H13",
    repeat_import: "H13",
    repeat_approval: "H13",
}
