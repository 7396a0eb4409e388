"""Releasing a run: another person's signature over exactly its lines."""

from __future__ import annotations

from typing import Any

from ledger.actor import Role
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.disbursements.actions.payees import refuse_unsigned
from ledger.disbursements.actions.stage import move_run
from ledger.disbursements.models import Run, RunStage
from ledger.disbursements.queries import lines_of, proposers_in
from ledger.disbursements.rules.lines import lines_sha256
from ledger.errors import N_, NotFound, Refusal
from ledger.work import Work


def _run(work: Work, proposal: Proposal) -> Run:
    run = work.session.get(Run, proposal.subject)
    if run is None:
        raise NotFound
    return run


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    run = _run(work, proposal)
    if lines_sha256(lines_of(work.session, run)) != said["content"]["lines_sha256"]:
        raise Refusal(N_("The lines of this run are not those that were proposed. Abandon it and gather again."))
    refuse_unsigned(work, run)
    run.released_by = work.actor.id
    move_run(work, run, RunStage.RELEASED)
    work.record("run.released", [run.id], run=str(run.id))


def _let_go(work: Work, proposal: Proposal, _said: dict[str, Any]) -> None:
    # The log's `proposal.refused` or `proposal.withdrawn` is what opens the run again.
    move_run(work, _run(work, proposal), RunStage.OPEN)


def _check_signer(work: Work, proposal: Proposal, _said: dict[str, Any]) -> None:
    run = _run(work, proposal)
    if run.prepared_by == work.actor.id:
        raise Refusal(N_("You prepared this run; another person has to release it."))
    if work.actor.id in proposers_in(work.session, run):
        raise Refusal(N_("You proposed an award that is paid in this run; another person has to release it."))


register(Kind("run", frozenset({Role.FINANCE}), _carry_out, _let_go, _check_signer))
