"""Proposing a file of past awards, and taking it in when two have signed."""

from ledger.intake.actions import take_in

__all__ = ["take_in"]
