"""The chart of accounts of a non-profit that pays people."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.errors import N_


@dataclass(frozen=True, slots=True)
class ChartLine:
    """An account; `ceiling` is +1 or -1 where its balance counts towards what a fund may still promise (H5)."""

    number: str
    name: str
    kind: str
    ceiling: int = 0


CASH = "1000"
RECEIVABLE = "1200"
ADVANCES = "1300"
LOANS = "1400"
ALLOWANCE = "1490"
CONVERSION = "1900"
PAYABLE = "2100"
IN_TRANSIT = "2150"
DUE_TO_DONORS = "2300"
IN_ADVANCE = "2400"
ACCUMULATED = "3000"
TRANSFERS = "3900"
CONTRIBUTIONS = "4000"
INTEREST = "4050"
REFUNDS = "4090"
LOAN_LOSSES = "5500"
EXCHANGE = "5700"
UNREALISED = "5710"
CHARGES = "5800"
LOSSES = "5850"
COMMITTED = "9100"
COMMITTED_CONTRA = "9190"

EXPENSE = {"emergency_grant": "5100", "stipend": "5200", "family_support": "5300"}
"""The expense account of each kind of award that is given away."""

CHART = (
    ChartLine(CASH, N_("Cash at bank, mobile money, cash box"), "asset", 1),
    ChartLine(RECEIVABLE, N_("Contributions receivable"), "asset"),
    ChartLine(ADVANCES, N_("Advances to intermediaries"), "asset", 1),
    ChartLine(LOANS, N_("Loans to beneficiaries"), "asset"),
    ChartLine(ALLOWANCE, N_("Allowance for loan losses"), "asset"),
    ChartLine(CONVERSION, N_("Currency conversion"), "clearing"),
    ChartLine(PAYABLE, N_("Grants payable"), "liability", 1),
    ChartLine(IN_TRANSIT, N_("Payments in transit"), "liability", 1),
    ChartLine(DUE_TO_DONORS, N_("Due to donors"), "liability", 1),
    ChartLine(IN_ADVANCE, N_("Contributions received in advance"), "liability", 1),
    ChartLine(ACCUMULATED, N_("Accumulated funds"), "fund"),
    ChartLine(TRANSFERS, N_("Transfers between funds"), "fund"),
    ChartLine(CONTRIBUTIONS, N_("Contributions"), "income"),
    ChartLine(INTEREST, N_("Interest and other income"), "income"),
    ChartLine(REFUNDS, N_("Refunds to donors"), "income"),
    ChartLine("5100", N_("Emergency grants"), "expense"),
    ChartLine("5200", N_("Stipends"), "expense"),
    ChartLine("5300", N_("Family support"), "expense"),
    ChartLine(LOAN_LOSSES, N_("Loan losses"), "expense"),
    ChartLine(EXCHANGE, N_("Exchange differences, realised"), "expense"),
    ChartLine(UNREALISED, N_("Exchange differences, unrealised"), "expense"),
    ChartLine(CHARGES, N_("Bank, transfer and intermediary charges"), "expense"),
    ChartLine(LOSSES, N_("Losses of money"), "expense"),
    ChartLine(COMMITTED, N_("Award commitments"), "memo", -1),
    ChartLine(COMMITTED_CONTRA, N_("Award commitments, contra"), "memo"),
)

CEILING = {line.number: line.ceiling for line in CHART}
"""How much of an account's balance a fund may still promise: all of it, none, or less by it."""
NAMES = {line.number: line.name for line in CHART}
