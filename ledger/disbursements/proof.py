"""What shows that a payment was ordered, and that it arrived: the files of a run, the evidence of a payment."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from ledger.approvals.models import Proposal, ProposalStage
from ledger.disbursements.listed import DisbursementFilter, disbursements_where
from ledger.disbursements.models import Disbursement, DisbursementStage, Evidence, FileStage, PaymentFile, Run
from ledger.disbursements.rules.evidence import grade

AGAIN = timedelta(hours=1)
"""How long who made a file may take it again: as long as a broken download takes to be seen."""


def file_of(session: Session, run: Run) -> PaymentFile | None:
    """Return the file of a run that somebody has; None where none was made, or the last one was lost."""
    return session.scalar(select(PaymentFile).where(PaymentFile.run_id == run.id, PaymentFile.stage == FileStage.MADE))


def file_again(session: Session, run: Run, person: UUID, now: datetime) -> PaymentFile | None:
    """Return the file of a run that somebody may be handed once more, the very same bytes; None where there is none.

    Only who made it may, for an hour, while nothing of it went out and nobody has proposed to say that it was lost.
    """
    made = file_of(session, run)
    if made is None or made.made_by != person or now > made.made_at + AGAIN:
        return None
    waiting = select(func.count()).where(Disbursement.run_id == run.id, Disbursement.stage == DisbursementStage.IN_RUN)
    asked = select(exists().where(Proposal.subject == made.id, Proposal.stage == ProposalStage.OPEN))
    return made if session.scalar(waiting) == made.count and not session.scalar(asked) else None


def files_of(session: Session, run: Run) -> list[PaymentFile]:
    """Return every file that was made of a run, oldest first."""
    query = select(PaymentFile).where(PaymentFile.run_id == run.id).order_by(PaymentFile.made_at, PaymentFile.id)
    return list(session.scalars(query))


def last_file_of(session: Session, run: Run) -> PaymentFile | None:
    """Return the file of a run that no other replaces."""
    replaced = select(PaymentFile.replaces).where(PaymentFile.replaces.is_not(None))
    return session.scalar(select(PaymentFile).where(PaymentFile.run_id == run.id, PaymentFile.id.not_in(replaced)))


def signs_of(session: Session, paid: Disbursement) -> list[Evidence]:
    """Return by what it is known that a payment arrived, oldest first."""
    query = select(Evidence).where(Evidence.disbursement_id == paid.id).order_by(Evidence.at, Evidence.way)
    return list(session.scalars(query))


def grade_of(session: Session, paid: Disbursement) -> int:
    """Return how sure it is that a payment arrived, 5 to 0."""
    return grade((one.way, one.person_id) for one in signs_of(session, paid))


def unproved() -> Select[Disbursement]:
    """Select the confirmed payments whose arrival is less sure than the rules ask for, the latest first."""
    query = disbursements_where(DisbursementFilter(stage=DisbursementStage.CONFIRMED)).order_by(None)
    return query.where(Disbursement.grade < Disbursement.needed).order_by(
        Disbursement.settled_on.desc(), Disbursement.id.desc()
    )
