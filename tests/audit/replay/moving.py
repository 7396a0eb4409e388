"""Awards in a history that are moved to another of their beneficiary's ways to be paid."""

from typing import Any

from tests.audit.replay import deeds, payees
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, paid_by, uid


def ask_to_move(history: History, case: Case, to: int, **content: Any) -> str:
    """Propose that a running award is paid another way; `content` replaces members of what is signed."""
    sealed = history.newest[case.who, paid_by(to)]
    said = {name: sealed[name] for name in ("envelope", "channel", "paid_to")}
    said = {"replaces": case.way, "way": to, **said, **content}
    proposal = uid(f"proposal award_way {len(history.entries)}")
    history.work("Olga")
    terms = {
        "proposal": proposal,
        "kind": "award_way",
        "subject": case.award,
        "fund": uid(case.fund),
        "beneficiary": case.who,
        "payment_envelope": sealed["sha256"],
        "content": {"award": case.award, **said},
    }
    deeds.make_proposal(history, terms)
    return proposal


def move(history: History, case: Case, to: int, proposal: str) -> None:
    """Let two people sign that an award is paid another way."""
    deeds.decide(history, proposal, "Ada")
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")
    history.write("award.moved", award=case.award, way=to, proposal=proposal)
    case.way = to
    payees.pass_on(history, case.award, case.who, to)
