"""Recording how to reach somebody, who they are, and where their money goes: sealed before it is stored."""

from __future__ import annotations

from collections.abc import Callable

from ledger.vault.actions.seal import Writer, seal_record
from ledger.vault.models import Envelope
from ledger.vault.rules.compartments import Compartment
from ledger.work import Work

Changed = Callable[[Work, Envelope], None]
_when_payment_changes: list[Changed] = []


def when_payment_changes(act: Changed) -> Changed:
    """Register what a slice above does when somebody's payment details were recorded anew."""
    _when_payment_changes.append(act)
    return act


def record_details(work: Work, writer: Writer, pseudonym: str, compartment: Compartment, content: bytes) -> Envelope:
    """Seal details in place of those recorded before. New payment details void what was approved for the old ones."""
    envelope = seal_record(work, writer, pseudonym, compartment, content)
    if compartment is Compartment.PAYMENT and envelope.version > 1:
        for act in _when_payment_changes:
            act(work, envelope)
    return envelope
