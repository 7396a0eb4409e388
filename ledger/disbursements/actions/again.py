"""Handing the same payment file over again, to who made it: a download breaks off, a button is pressed twice.

It is no second file. It is written anew from the same payees, and handed over only where its bytes are those whose hash
stands on the log; each time is on the log before.
"""

from __future__ import annotations

from ledger.actor import Role
from ledger.disbursements.actions.files import Written
from ledger.disbursements.actions.payees import PayeeLine, open_payees
from ledger.disbursements.models import PaymentFile, Run
from ledger.disbursements.proof import file_again
from ledger.errors import N_, Refusal
from ledger.vault.queries.locks import HeldLock, Opener
from ledger.work import Work


def begin_again(work: Work, opener: Opener, run: Run) -> tuple[HeldLock, list[PayeeLine], PaymentFile]:
    """Open a run's payees to write its file once more; return which one that is. Raises Refusal where none may be."""
    made = _to_be_had(work, run)
    held, lines = open_payees(work, opener, run, made.form)
    return held, lines, made


def log_again(work: Work, run: Run, written: Written) -> None:
    """Write down that the file is handed over once more. Raises Refusal where it would be another one."""
    work.actor.require(Role.FINANCE)
    made = _to_be_had(work, run)
    if written.sha256 != made.sha256:
        raise Refusal(
            N_(
                "What this file was made of has changed since, so it would be another one. Nothing was handed over."
                " If the first was lost before it was sent, propose to say so."
            )
        )
    subjects = [made.id, run.id]
    work.record("file.handed_again", subjects, file=str(made.id), run=str(run.id), sha256=written.sha256)


def _to_be_had(work: Work, run: Run) -> PaymentFile:
    made = file_again(work.session, run, work.actor.id, work.at)
    if made is None:
        raise Refusal(
            N_(
                "A file is handed over again only to who made it, within an hour, before anything of it was sent,"
                " and not once it is proposed to say that it was lost."
            )
        )
    return made
