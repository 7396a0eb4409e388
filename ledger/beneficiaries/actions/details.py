"""Recording how to reach somebody, who they are, and where their money goes: sealed before it is stored."""

from __future__ import annotations

from collections.abc import Callable

from ledger.vault.actions.seal import Writer, seal_record
from ledger.vault.models import Envelope
from ledger.vault.rules.compartments import FIRST_WAY, Compartment
from ledger.work import Work

Changed = Callable[[Work, Envelope], None]
_when_payment_changes: list[Changed] = []


def when_payment_changes(act: Changed) -> Changed:
    """Register what a slice above does when payment details were recorded: what was approved for their way is over."""
    _when_payment_changes.append(act)
    return act


def record_details(
    work: Work, writer: Writer, pseudonym: str, compartment: Compartment, content: bytes, way: int = FIRST_WAY
) -> Envelope:
    """Seal details in place of those recorded before, or another way to be paid.

    Changed details of a way void what was approved for the old ones; another way voids nothing.
    """
    envelope = seal_record(work, writer, pseudonym, compartment, content, way)
    if compartment is Compartment.PAYMENT:
        for act in _when_payment_changes:
            act(work, envelope)
    return envelope
