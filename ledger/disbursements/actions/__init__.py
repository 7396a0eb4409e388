"""What is done to runs and disbursements: planning, gathering, releasing, outcomes, giving up."""

from ledger.disbursements.actions import plan, release

__all__ = ["plan", "release"]
