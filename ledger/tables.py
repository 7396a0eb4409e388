"""Every table, by importing every slice's models: for the migrations and the trigger check."""

from __future__ import annotations

import ledger.advances.models
import ledger.approvals.models
import ledger.awards.models
import ledger.beneficiaries.models
import ledger.books.models
import ledger.channels.models
import ledger.disbursements.models
import ledger.funds.models
import ledger.intake.models
import ledger.loans.models
import ledger.log.models
import ledger.organisation
import ledger.signin.models
import ledger.staff.models
import ledger.statements.models
import ledger.treasury.models
import ledger.vault.models  # noqa: F401
