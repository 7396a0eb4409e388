"""Payees in a history: passed to finance with an approval, changed while an award runs, opened for a run."""

from typing import Any

from tests.audit.replay import deeds, sealing
from tests.audit.replay.histories import History, paid_by, uid


def pass_on(history: History, award: str, who: str, way: int = 1, **changed: Any) -> None:
    """Write that payment details are passed to finance, in the work that approves them."""
    sealed = history.newest.get((who, paid_by(way)))
    if sealed is not None:
        data = {"award": award, "envelope": sealed["envelope"], "sha256": sealed["sha256"]}
        history.write("payee.passed", **{**data, **changed})


def change(history: History, who: str, *awards: str, way: int = 1) -> None:
    """Seal other payment details; what was approved for these running awards is void, and proposed anew."""
    envelope = sealing.seal_way(history, who, way)
    for award in awards:
        history.write("payee.voided", award=award, envelope=envelope)
        make_proposal(history, award, who, way)


def make_proposal(history: History, award: str, who: str, way: int = 1, **changed: Any) -> None:
    """Write a proposal of new payment details for an award, in the unit of work at hand."""
    sealed = history.newest[who, paid_by(way)]
    deeds.make_proposal(
        history,
        {
            "proposal": proposal_of(award, sealed["envelope"]),
            "kind": "payee",
            "subject": award,
            "beneficiary": who,
            "payment_envelope": sealed["sha256"],
            "content": {
                "award": award,
                "way": way,
                "envelope": sealed["envelope"],
                "channel": "bank",
                "paid_to": "beneficiary",
            },
            **changed,
        },
    )


def proposal_of(award: str, envelope: str) -> str:
    """Give the id of the proposal of payment details for an award."""
    return uid(f"payee {award} {envelope}")


def approve(history: History, award: str, who: str, way: int = 1) -> None:
    """Let two people sign new payment details of an award."""
    proposal = proposal_of(award, history.newest[who, paid_by(way)]["envelope"])
    deeds.decide(history, proposal, "Ada")
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")
    pass_on(history, award, who, way)


def open_run(history: History, run: str, count: int, by: str = "Fay", form: str = "list") -> None:
    """Open the payees of a released run for its payment file."""
    history.work(by)
    history.write("payees.opened", run=uid(run), count=count, form=form)
