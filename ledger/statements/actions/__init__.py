"""What finance does with statements: takes them in, books what waits, claims what was debited wrongly."""

import ledger.disbursements.uses
import ledger.funds.uses
from ledger.statements.actions import claims

__all__ = ["claims", "ledger"]
