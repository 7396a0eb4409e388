"""Rules of channels in a history: proposed, signed, in force."""

from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, uid

UNBOUNDED = dict.fromkeys(("payment_minor", "day_minor", "month_minor", "payee_day_minor", "payee_month_minor"))
LIMIT = {"channel": "bank", "currency": "EUR", **UNBOUNDED, "payment_minor": 100, "day_minor": 150}
EASY = {**LIMIT, "day_minor": None, "month_minor": 10**6, "payee_month_minor": 10**6}
"""One that a whole story keeps, though payments above 100 have to be split."""
GRADE = {"kind": "stipend", "from_minor": 0, "grade": 3}


def propose(history: History, version: int, limits: list[dict[str, Any]], **changed: Any) -> str:
    """Propose rules; give the id of the proposal."""
    history.work("Fay")
    proposal = uid(f"rules of channels {version} {limits}")
    content = {"version": version, "limits": limits, "grades": [GRADE]}
    said = {"proposal": proposal, "kind": "channel_rules", "subject": uid(f"rules {version}"), "content": content}
    deeds.make_proposal(history, {**said, **changed})
    return proposal


def approve(history: History, proposal: str, **changed: Any) -> None:
    """Sign rules, and put them in force."""
    deeds.decide(history, proposal, "Ada")
    deeds.settle(history, proposal, "approved")
    history.write("channel_rules.set", **{**history.proposals[proposal]["content"], **changed})
