"""What is done to awards: proposing, carrying out what was signed, recognising, giving up."""

from ledger.awards.actions import carry_out, payee

__all__ = ["carry_out", "payee"]
