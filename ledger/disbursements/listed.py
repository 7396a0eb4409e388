"""Selecting runs and disbursements for lists and their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ledger.approvals.urgent import hurry
from ledger.awards.models import Award
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.funds.models import Fund
from ledger.searching import begins, is_narrow


@dataclass(frozen=True, slots=True)
class DisbursementFilter:
    """What a list of disbursements shows: all fields optional."""

    text: str = ""
    stage: DisbursementStage | None = None
    run: UUID | None = None
    award: UUID | None = None


def disbursements_where(wanted: DisbursementFilter) -> Select[Disbursement]:
    """Select disbursements with award, fund and run, latest due first."""
    query = select(Disbursement).options(
        joinedload(Disbursement.award).joinedload(Award.fund), joinedload(Disbursement.run)
    )
    narrowed: Select[Disbursement] = _narrowed(query, wanted)
    return narrowed


def disbursement_cells(wanted: DisbursementFilter) -> Any:
    """Select the same as plain columns: reference, due, beneficiary, award, fund, amount, currency, stage."""
    one = Disbursement
    query: Any = (
        select(
            one.reference, one.due, Award.beneficiary, Award.reference, Fund.code, one.minor, one.currency, one.stage
        )
        .join(Award, Award.id == one.award_id)
        .join(Fund, Fund.id == Award.fund_id)
    )
    return _narrowed(query, wanted)


def _narrowed(query: Any, wanted: DisbursementFilter) -> Any:
    query = query.order_by(Disbursement.due.desc(), Disbursement.id.desc())
    if wanted.text:
        query = query.where(begins(Disbursement.reference, wanted.text))
    if wanted.stage and is_narrow(wanted.text):
        # Said so that no index answers it: the few rows that begin so are looked at, not all of the stage.
        query = query.where(func.lower(Disbursement.stage) == wanted.stage.value)
    elif wanted.stage:
        query = query.where(Disbursement.stage == wanted.stage)
    if wanted.run:
        query = query.where(Disbursement.run_id == wanted.run)
    if wanted.award:
        query = query.where(Disbursement.award_id == wanted.award)
    return query


@hurry
def _urgent_runs() -> Any:
    """Select the runs that hold money of an emergency to whom nothing was sent yet."""
    return (
        select(Disbursement.run_id.label("subject"), func.min(Award.requested_at).label("since"))
        .join(Award, Award.id == Disbursement.award_id)
        .where(Award.requested_at.is_not(None), Award.sent_at.is_(None), Disbursement.stage == DisbursementStage.IN_RUN)
        .group_by(Disbursement.run_id)
    )


@dataclass(frozen=True, slots=True)
class RunFilter:
    """What a list of runs shows: all fields optional."""

    text: str = ""
    stage: RunStage | None = None
    channel: Channel | None = None


def runs_where(wanted: RunFilter) -> Select[Run]:
    """Select runs, newest first."""
    query = select(Run).order_by(Run.opened_at.desc(), Run.id)
    if wanted.text:
        query = query.where(begins(Run.reference, wanted.text))
    if wanted.stage:
        query = query.where(Run.stage == wanted.stage)
    return query.where(Run.channel == wanted.channel) if wanted.channel else query
