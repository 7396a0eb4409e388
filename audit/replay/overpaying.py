"""H6: an instalment is paid at most once, and the disbursements of an award never exceed it."""

from audit.replay.award_records import Instalment
from audit.replay.records import Award, Disbursement
from audit.replay.state import State


def find_overpayment(state: State, award: Award, planned: Disbursement) -> str | None:
    """Say why a disbursement may not be planned; None when it may."""
    part = award.instalments.get(planned.number)
    former = state.disbursements.get(planned.replaces or "")
    fault = None
    if part is None:
        fault = f"pays instalment {planned.number}, which its award does not have"
    elif part.live and planned.minor > part.open_minor:
        fault = f"pays instalment {planned.number}, which {next(iter(part.live))} pays already"
    elif part.stage in {"cancelled", "replaced"}:
        fault = f"pays instalment {planned.number}, which is {part.stage}"
    elif (planned.minor, planned.currency) != (due := (due_minor(part, former), award.currency)):
        fault = f"pays {planned.minor} {planned.currency} for {due[0]} {due[1]}"
    elif award.live_minor + planned.minor > award.minor or planned.minor > part.open_minor:
        fault = "takes the live disbursements beyond the award"
    elif planned.replaces is not None:
        fault = find_false_replacement(state, planned, planned.replaces)
    return fault


def due_minor(part: Instalment, former: Disbursement | None) -> int:
    """Give what a payment is to pay: a part that is made again as much as before, anything else its instalment."""
    return part.minor if former is None or former.split_of is None else former.minor


def find_false_replacement(state: State, planned: Disbursement, replaces: str) -> str | None:
    """Say why a disbursement does not replace another: only a failed or returned one, once."""
    former = state.disbursements.get(replaces)
    fault = None
    if former is None or former.stage not in {"failed", "returned"}:
        fault = f"replaces {replaces}, which neither failed nor was returned"
    elif (former.award, former.number) != (planned.award, planned.number):
        fault = f"replaces {replaces}, which paid another instalment"
    elif former.replaced_by is not None:
        fault = f"replaces {replaces}, which {former.replaced_by} replaces already"
    return fault
