"""H3 and H13 of the end of a proposal: approved, refused or withdrawn, and carried out once."""

from typing import Any

from audit.replay.contents_people import check_newest
from audit.replay.dues import owe
from audit.replay.reading import Reading, attempt
from audit.replay.records import Proposal


def approve(reading: Reading, data: dict[str, Any]) -> None:
    """H3: approved only with as many approvals of the latest revision as it needs."""
    proposal = settle(reading, data, "approved")
    if proposal is None:
        return
    reading.checks["H3"] += 1
    approvals = len([one for one in proposal.decisions if one.decision == "approve"])
    if approvals < proposal.needed or approvals < len(proposal.decisions):
        reading.find(
            "H3",
            f"proposal {data['proposal']} is approved with {approvals} approvals "
            f"of {proposal.needed}, {len(proposal.decisions) - approvals} refusing",
        )
    owe(reading, data["proposal"], proposal)
    attempt(reading, check_newest, data["proposal"], proposal)
    if proposal.kind == "payee":
        attempt(reading, take_channel, proposal)
    if proposal.kind == "import":
        reading.unit.importing = proposal.subject


def take_channel(reading: Reading, proposal: Proposal) -> None:
    """Pay an award through the channel that its new payment details were signed with."""
    award = reading.state.awards.get(proposal.subject)
    if award is not None:
        award.channel = proposal.signed["content"]["channel"]


def refuse(reading: Reading, data: dict[str, Any]) -> None:
    """Refused by one refusal of the latest revision."""
    proposal = settle(reading, data, "refused")
    if proposal is not None and not any(one.decision == "refuse" for one in proposal.decisions):
        reading.find("H3", f"proposal {data['proposal']} is refused, but nobody refused it")


def withdraw(reading: Reading, data: dict[str, Any]) -> None:
    """Withdrawn by one who proposed it."""
    reading.unit.decided.add(data["proposal"])
    proposal = settle(reading, data, "withdrawn")
    reading.checks["H11"] += 1
    if proposal is not None and reading.actor not in proposal.proposers:
        reading.find("H11", f"proposal {data['proposal']} is withdrawn by who never proposed it")


def settle(reading: Reading, data: dict[str, Any], verdict: str) -> Proposal | None:
    """Settle an open proposal in the work of what settles it; a run refused is open again, an advance is over."""
    ident = data["proposal"]
    proposal = reading.known(reading.state.proposals, ident, "proposal")
    if proposal is None:
        return None
    reading.checks["H13"] += 1
    if proposal.stage == verdict:
        reading.find("H13", f"proposal {ident} is {verdict} a second time")
        return None
    reading.checks["H7"] += 1
    if proposal.stage != "open":
        reading.find("H7", f"proposal {ident} is {verdict} after it was {proposal.stage}")
    elif ident not in reading.unit.decided:
        reading.find("H7", f"proposal {ident} is {verdict} outside the work that decides it")
    if data["revision"] != proposal.revision:
        reading.find("H3", f"proposal {ident} is {verdict} in a replaced revision")
    proposal.stage = verdict
    reading.unit.settled[ident] = verdict
    if proposal.kind == "run" and verdict != "approved":
        run = reading.state.runs.get(proposal.subject)
        if run is not None and run.stage == "proposed":
            run.stage = "open"
    if proposal.kind == "advance" and verdict != "approved":
        advance = reading.state.advances.get(proposal.subject)
        if advance is not None and advance.stage == "proposed":
            advance.stage = verdict
    reading.later(check_followed, ident)
    return proposal


def check_followed(reading: Reading, ident: str) -> None:
    """H7: what was settled is carried out in the same unit of work."""
    proposal = reading.state.proposals[ident]
    state, subject = reading.state, proposal.subject
    done = True
    reading.checks["H7"] += 1
    if proposal.kind == "award" and subject in state.awards:
        done = state.awards[subject].stage not in {"drafted", "proposed"}
    elif proposal.stage == "approved" and proposal.kind == "run" and subject in state.runs:
        done = state.runs[subject].stage not in {"open", "proposed"}
    elif proposal.stage == "approved" and proposal.kind == "import" and subject in state.imports:
        done = state.imports[subject].carried_out
    elif proposal.kind == "advance" and subject in state.advances:
        done = state.advances[subject].stage != "proposed"
    if not done:
        reading.find("H7", f"{proposal.kind} {subject} does not follow proposal {ident}")


def is_settled_here(reading: Reading, what: str, ident: str | None, verdict: str) -> bool:
    """H3, H7: what a proposal sets in motion comes in the work that settles it, never without."""
    reading.checks["H3"] += 1
    if ident is not None and reading.unit.settled.get(ident) == verdict:
        return True
    proposal = None if ident is None else reading.state.proposals.get(ident)
    if proposal is None or proposal.stage != verdict:
        reading.find("H3", f"{what}, but its proposal is not {verdict}")
    else:
        reading.find("H7", f"{what} outside the work that settled its proposal")
    return False
