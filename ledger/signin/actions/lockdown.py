"""Lock-down: anybody of the staff raises one by one button; two people of three roles lift it, each by a signature."""

from __future__ import annotations

import secrets
from typing import Any, Protocol
from uuid import UUID, uuid4

import rfc8785
from sqlalchemy import delete

from ledger.actor import Role
from ledger.clock import moment_text
from ledger.errors import N_, Refusal
from ledger.keys import sshsig
from ledger.log.standing import Lockdown, said_about
from ledger.signin.models import SignInSession
from ledger.signin.registry import KeyHolder, refuse_strange_key
from ledger.work import Work

LIFTERS = (Role.APPROVER, Role.CUSTODIAN, Role.STEWARD)
NEEDED = 2


class Lifter(KeyHolder, Protocol):
    """A person whose signing key is unlocked for this request (`ledger.keys.personal.Unlocked`)."""

    def sign(self, message: bytes, namespace: str) -> str:
        """Sign for one purpose."""
        ...


def raise_lockdown(work: Work) -> UUID:
    """Let nobody act until two people lift it; every session ends. Raises Refusal while another one lasts."""
    if work.lockdown is not None:
        raise Refusal(N_("It is locked down already."))
    ident = uuid4()
    work.session.execute(delete(SignInSession))
    work.record("lockdown.raised", [ident], lockdown=str(ident))
    return ident


def sign_lift(work: Work, lifter: Lifter) -> bool:
    """Sign that the lock-down that lasts is lifted; return whether this was the second person's and it is.

    Raises Refusal without one of the roles, where nothing is locked down, for a strange key, and for whoever has signed
    already.
    """
    lockdown = work.lockdown
    if lockdown is None:
        raise Refusal(N_("It is open again already. Sign in as usual."))
    if not work.actor.has(*LIFTERS):
        raise Refusal(N_("This takes an approver, a custodian or a steward. Ask one of them."))
    refuse_strange_key(work.session, work.actor.id, lifter)
    signed = {said.actor for said in said_about(work.session, lockdown.id, "lockdown.lift_signed")}
    if work.actor.name in signed:
        raise Refusal(N_("You have signed this already; another person has to sign as well."))
    message = rfc8785.dumps(_statement(work, lockdown, lifter))
    work.record(
        "lockdown.lift_signed",
        [lockdown.id, work.actor.id],
        lockdown=str(lockdown.id),
        bytes=message.decode(),
        signature=lifter.sign(message, sshsig.LIFT),
    )
    if len(signed) + 1 < NEEDED:
        return False
    work.record("lockdown.lifted", [lockdown.id], lockdown=str(lockdown.id))
    return True


def _statement(work: Work, lockdown: Lockdown, lifter: Lifter) -> dict[str, Any]:
    return {
        "v": 1,
        "organisation": work.organisation,
        "lockdown": str(lockdown.id),
        "person": work.actor.name,
        "key": lifter.fingerprint,
        "at": moment_text(work.at),
        "nonce": secrets.token_hex(16),
    }
