"""What is done to awards: proposing, carrying out what was signed, recognising, giving up."""

from ledger.awards.actions import carry_out, moving, payee, reschedule, stopping

__all__ = ["carry_out", "moving", "payee", "reschedule", "stopping"]
