"""Booking a line that matched nothing: as one of the uses that slices have registered, whole, once."""

from __future__ import annotations

from uuid import UUID

from ledger.actor import Role
from ledger.books.uses import Use, uses_for
from ledger.errors import N_, Misuse, Refusal
from ledger.statements.models import BankLine, LineStage
from ledger.statements.queries import line as line_by_id
from ledger.statements.queries import posted_by, shown_by
from ledger.work import Work

ASIDE = ("asked_bank", "asked_donor")
"""What a line can be put aside for by a person."""


def book_line(work: Work, line: BankLine, code: str, target: str) -> None:
    """Book a line as a use, on one of its targets, or on what has that reference. Raises Refusal where it fits none."""
    work.actor.require(Role.FINANCE)
    if line.stage is LineStage.MATCHED:
        raise Refusal(N_("This line is booked already. Nothing was changed."))
    shown = shown_by(line)
    use = next((one for one in uses_for(shown) if one.code == code), None)
    chosen = use.target_of(work.session, shown, target) if use else None
    if use is None or chosen is None:
        raise Refusal(N_("This line cannot be booked as that any more. Choose again."))
    use.book(work, shown, chosen)
    _refuse_parts(work, line, use)
    line.stage, line.used_as, line.why = LineStage.MATCHED, code, None
    work.session.flush()


def set_aside(work: Work, line: BankLine, why: str) -> None:
    """Put a line aside until somebody answers. It still waits."""
    work.actor.require(Role.FINANCE)
    if line.stage is LineStage.MATCHED:
        raise Refusal(N_("This line is booked already. Nothing was changed."))
    if why not in ASIDE:
        raise Refusal(N_("Choose what it waits for."), field="why")
    line.stage, line.why = LineStage.SET_ASIDE, why
    work.session.flush()
    work.record("line.set_aside", [line.id, line.statement_id], line=str(line.id), why=why)


def free_line(work: Work, ident: UUID) -> None:
    """Let a line wait again that showed something which came to nothing before it was posted; the caller logs that."""
    found = line_by_id(work.session, ident)
    found.stage, found.used_as, found.why = LineStage.OPEN, None, None
    work.session.flush()


def _refuse_parts(work: Work, line: BankLine, use: Use) -> None:
    """A line is posted whole, or not yet: one side of an exchange waits for the other."""
    work.session.flush()
    if posted_by(work.session, line.id) not in {0, line.minor}:
        message = f"the use {use.code} did not post the whole line"
        raise Misuse(message)
