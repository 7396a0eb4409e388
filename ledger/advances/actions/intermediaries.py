"""Writing down who carries money for the organisation."""

from __future__ import annotations

import re
from uuid import uuid4

from sqlalchemy import select

from ledger.actor import Role
from ledger.advances.models import Intermediary, IntermediaryKind
from ledger.books.models import CashAccount
from ledger.errors import N_, Refusal
from ledger.work import Work

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,15}")
"""What the code of an intermediary may be; it stands in the books for ever."""


def register_intermediary(work: Work, code: str, kind: IntermediaryKind, label: str) -> Intermediary:
    """Register an intermediary under a short neutral code. Raises Refusal for a code that is taken, or is none."""
    work.actor.require(Role.FINANCE)
    if not CODE.fullmatch(code):
        raise Refusal(N_("A code has up to sixteen letters, digits, dots and hyphens."), field="code")
    if not label.strip():
        raise Refusal(N_("Write a word by which you know each other's intermediary."), field="label")
    if work.session.scalar(select(Intermediary.id).where(Intermediary.code == code)):
        raise Refusal(N_("There is an intermediary with this code already. Choose another code."), field="code")
    if code.startswith("main-") or work.session.get(CashAccount, code) is not None:
        # What a bank owes of its account stands on 1300 under the account's code.
        raise Refusal(N_("This is the code of a cash account, or is kept for one. Choose another code."), field="code")
    fresh = Intermediary(id=uuid4(), code=code, kind=kind, label=label.strip(), registered_at=work.at)
    work.session.add(fresh)
    work.session.flush()
    work.record("intermediary.registered", [fresh.id], intermediary=str(fresh.id), code=code, kind=kind.value)
    return fresh
