"""Instalments in a history that do not go as they were planned: put off, not passed, stopped, resumed, rescheduled."""

from typing import Any

from tests.audit.replay import awarding, deeds, moving, sealing
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid

WHO = "B-7K3M-9QXT-C"


def stipend(history: History, name: str, parts: list[int]) -> Case:
    """Draft, propose and approve a stipend."""
    case = Case(name, "F1", WHO, parts, "stipend")
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)
    return case


def review(history: History, case: Case, number: int, by: str = "Olga", **said: Any) -> None:
    """Review an instalment, which is put off unless something else is said."""
    history.work(by)
    data = {"outcome": "postponed", "reason": "unreachable", "again_on": "2026-02-01", **said}
    awarding.write_review(history, case, number, **data)


def stop(history: History, case: Case, by: str = "Fay") -> None:
    """Stop an award."""
    history.work(by)
    history.write("award.stopped", award=case.award, reason="unreachable")


def ask(history: History, case: Case, kind: str, content: dict[str, Any], **changed: Any) -> str:
    """Propose something about a running award; give the id of the proposal."""
    history.work("Olga")
    proposal = uid(f"proposal {kind} {len(history.entries)}")
    said = {
        "proposal": proposal,
        "kind": kind,
        "subject": case.award,
        "fund": uid(case.fund),
        "beneficiary": case.who,
        "content": {"award": case.award, **content},
    }
    deeds.make_proposal(history, {**said, **changed})
    return proposal


def ask_to_resume(history: History, case: Case, **changed: Any) -> str:
    """Propose that a stopped award goes on."""
    return ask(history, case, "award_resume", {}, **changed)


def resume(history: History, case: Case, proposal: str = "") -> None:
    """Let a stopped award go on, as somebody signs."""
    proposal = proposal or ask_to_resume(history, case)
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")
    history.write("award.resumed", award=case.award, proposal=proposal)


def ask_to_reschedule(
    history: History, case: Case, replaced: list[int], parts: list[tuple[str, int]], **changed: Any
) -> str:
    """Propose other instalments, each a day and minor units, in place of some."""
    total = sum(case.parts[number - 1] for number in replaced)
    last = len(case.parts)
    content = {
        "replaces": replaced,
        "instalments": [
            {"number": number, "due": due, "minor": minor}
            for number, (due, minor) in enumerate(parts, start=changed.pop("first", last + 1))
        ],
    }
    money = {"money": {"minor": total, "currency": case.currency}, "base_minor": total}
    return ask(history, case, "schedule", content, **{**money, **changed})


def sign_schedule(history: History, case: Case, proposal: str) -> None:
    """Let two people sign another schedule; the second carries it out."""
    deeds.decide(history, proposal, "Ada")
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")
    history.write("award.rescheduled", award=case.award, proposal=proposal)
    case.parts = [*case.parts, *(part["minor"] for part in history.proposals[proposal]["content"]["instalments"])]


def tell_schedules(history: History) -> None:
    """Put a review off, stop and resume, go another way, replace two instalments by three; give up the rest."""
    case = stipend(history, "s2", [1_000, 1_000, 1_001])
    review(history, case, 1)
    stop(history, case)
    resume(history, case)
    sealing.seal_way(history, case.who, 2)
    moving.move(history, case, 2, moving.ask_to_move(history, case, 2))
    awarding.recognise(history, case, 1)
    parts = [("2026-01-11", 1), ("2026-01-12", 1_000), ("2026-02-01", 1_000)]
    sign_schedule(history, case, ask_to_reschedule(history, case, [2, 3], parts))
    review(history, case, 4, outcome="not_passed", reason="unsafe", again_on=None)
    awarding.cancel(history, case, [1], [4, 5, 6])
