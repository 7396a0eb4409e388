"""Selecting advances and intermediaries for lists and their files."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from ledger.advances.models import Advance, AdvanceStage, Intermediary, IntermediaryKind
from ledger.advances.queries import advances_where, intermediaries_by_code
from ledger.funds.models import Fund
from ledger.searching import begins


@dataclass(frozen=True, slots=True)
class AdvanceFilter:
    """What a list of advances shows: all fields optional."""

    reference: str = ""
    intermediary: str = ""
    stage: AdvanceStage | None = None


def listed_advances(wanted: AdvanceFilter) -> Select[Advance]:
    """Select the advances that a filter leaves, newest first."""
    query = advances_where(*([wanted.stage] if wanted.stage else []))
    if wanted.reference:
        query = query.where(begins(Advance.reference, wanted.reference))
    if wanted.intermediary:
        query = query.where(held_by_code() == wanted.intermediary)
    return query


def held_by_code() -> ColumnElement[str]:
    """By whom an advance is held, as something to sort and to look by."""
    return select(Intermediary.code).where(Intermediary.id == Advance.intermediary_id).scalar_subquery()


def of_fund() -> ColumnElement[str]:
    """Of which fund an advance is, as something to sort by."""
    return select(Fund.code).where(Fund.id == Advance.fund_id).scalar_subquery()


def listed_intermediaries(code: str, kind: IntermediaryKind | None) -> Select[Intermediary]:
    """Select the intermediaries whose code begins so, and who are of a sort, by code."""
    query = intermediaries_by_code()
    if code:
        query = query.where(func.lower(Intermediary.code).startswith(code.strip().lower(), autoescape=True))
    return query.where(Intermediary.kind == kind) if kind else query
