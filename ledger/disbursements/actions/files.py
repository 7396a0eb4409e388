"""The payment file of a run: made once, on the log before it is handed over, kept nowhere.

The order is what matters. The opening is logged; then the file is written in memory; then its hash is logged; only then
is it handed over. Whatever dies in between leaves an opening without a file, which may be begun again, or a file on the
log that nobody has, which who made it takes again (`again`) or others sign away as lost: never a file that somebody has
and the log does not know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalStage
from ledger.disbursements.actions.payees import PayeeLine, open_payees
from ledger.disbursements.models import Disbursement, DisbursementStage, FileStage, PaymentFile, Run, RunStage
from ledger.disbursements.proof import file_of, last_file_of
from ledger.disbursements.rules.forms import FORMS, MOST
from ledger.errors import N_, NotFound, Refusal
from ledger.vault.queries.locks import HeldLock, Opener
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class Written:
    """A file in memory, on its way from being logged to being handed over."""

    form: str
    content: bytes = field(repr=False)
    count: int
    minor: int
    at: datetime
    profile: str = ""

    @property
    def sha256(self) -> str:
        """Its hash in hex: all that is ever kept of it."""
        return hashlib.sha256(self.content).hexdigest()


def begin_file(work: Work, opener: Opener, run: Run, form: str) -> tuple[HeldLock, list[PayeeLine]]:
    """Open a run's payees to make its file. Raises Refusal where it has one: without one, nothing has gone out."""
    if form not in FORMS.get(run.channel.value, ()):
        raise Refusal(N_("Choose a form that this channel takes."), field="form")
    _refuse_second(work, run)
    held, lines = open_payees(work, opener, run, form)
    if len(lines) > MOST:
        raise Refusal(N_("A file holds at most %(most)s payments. Gather smaller runs."), most=MOST)
    return held, lines


def log_file(work: Work, run: Run, lines: Sequence[PayeeLine], written: Written) -> PaymentFile:
    """Write down that a file was made, before it is handed over. Raises Refusal where anything changed meanwhile."""
    work.actor.require(Role.FINANCE)
    _refuse_second(work, run)
    waiting = select(Disbursement.minor).where(
        Disbursement.run_id == run.id, Disbursement.stage == DisbursementStage.IN_RUN
    )
    minors = list(work.session.scalars(waiting))
    same = (len(minors), sum(minors)) == (written.count, written.minor) == (len(lines), sum(x.minor for x in lines))
    if run.stage is not RunStage.RELEASED or not same:
        raise Refusal(N_("Something changed in this run while its file was made. Nothing was handed over; look again."))
    before = last_file_of(work.session, run)
    made = PaymentFile(
        id=uuid4(),
        run_id=run.id,
        form=written.form,
        sha256=written.sha256,
        count=written.count,
        minor=written.minor,
        currency=run.currency,
        stage=FileStage.MADE,
        dated=written.at,
        profile=written.profile,
        made_at=work.at,
        made_by=work.actor.id,
        replaces=before.id if before else None,
    )
    work.session.add(made)
    work.session.flush()
    work.record(
        "file.made",
        [made.id, run.id],
        file=str(made.id),
        run=str(run.id),
        form=made.form,
        sha256=made.sha256,
        count=made.count,
        minor=made.minor,
        currency=made.currency,
        replaces=str(made.replaces) if made.replaces else None,
    )
    return made


def propose_lost(work: Work, run: Run) -> Proposal:
    """Ask another person to sign that a run's file was lost before anything of it was sent."""
    work.actor.require(Role.FINANCE)
    made = file_of(work.session, run)
    if made is None:
        raise Refusal(N_("There is no file of this run that could be lost."))
    _refuse_sent(work, made)
    waiting = select(Proposal.reference).where(
        Proposal.subject == made.id, Proposal.kind == "lost_file", Proposal.stage == ProposalStage.OPEN
    )
    asked = work.session.scalar(waiting)
    if asked is not None:
        raise Refusal(N_("%(proposal)s asks for that already; another person has to sign it."), proposal=asked)
    content = {"file": str(made.id), "run": str(run.id), "sha256": made.sha256}
    return approvals.propose(work, Matter("lost_file", made.id, content))


def _refuse_second(work: Work, run: Run) -> None:
    if file_of(work.session, run) is not None:
        raise Refusal(
            N_("The file of this run is made once, and it was. If it was lost before it was sent, propose to say so.")
        )


def _refuse_sent(work: Work, made: PaymentFile) -> None:
    waiting = select(func.count()).where(
        Disbursement.run_id == made.run_id, Disbursement.stage == DisbursementStage.IN_RUN
    )
    if made.stage is not FileStage.MADE or work.session.scalar(waiting) != made.count:
        raise Refusal(N_("Payments of this file have gone out; it was not lost before."))


def file_named(work: Work, ident: UUID) -> PaymentFile:
    """Return a file that is to be changed. Raises NotFound."""
    found = work.session.get(PaymentFile, ident)
    if found is None:
        raise NotFound
    return found


def _carry_out(work: Work, proposal: Proposal, _said: dict[str, Any], _signer: Signer) -> None:
    made = file_named(work, proposal.subject)
    _refuse_sent(work, made)
    made.stage = FileStage.LOST
    work.session.flush()
    work.record("file.lost", [made.id, made.run_id], file=str(made.id), run=str(made.run_id))


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """The file stands: whoever has it may send it."""


def _check_signer(work: Work, proposal: Proposal, _said: dict[str, Any]) -> None:
    if file_named(work, proposal.subject).made_by == work.actor.id:
        raise Refusal(N_("You made this file; another person has to sign that it was lost."))


register(Kind("lost_file", frozenset({Role.FINANCE}), _carry_out, _let_go, _check_signer))
