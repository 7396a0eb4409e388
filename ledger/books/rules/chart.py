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
PAYABLE = "2100"
IN_TRANSIT = "2150"
CONTRIBUTIONS = "4000"
CHARGES = "5800"
COMMITTED = "9100"
COMMITTED_CONTRA = "9190"

EXPENSE = {"emergency_grant": "5100", "stipend": "5200", "family_support": "5300"}
"""The expense account of each kind of award."""

CHART = (
    ChartLine(CASH, N_("Cash at bank, mobile money, cash box"), "asset", 1),
    ChartLine("1200", N_("Contributions receivable"), "asset"),
    ChartLine("1300", N_("Advances to intermediaries"), "asset", 1),
    ChartLine("1400", N_("Loans to beneficiaries"), "asset"),
    ChartLine("1490", N_("Allowance for loan losses"), "asset"),
    ChartLine("1900", N_("Currency conversion"), "clearing"),
    ChartLine(PAYABLE, N_("Grants payable"), "liability", 1),
    ChartLine(IN_TRANSIT, N_("Payments in transit"), "liability", 1),
    ChartLine("2300", N_("Due to donors"), "liability", 1),
    ChartLine("2400", N_("Contributions received in advance"), "liability", 1),
    ChartLine("3000", N_("Accumulated funds"), "fund"),
    ChartLine("3900", N_("Transfers between funds"), "fund"),
    ChartLine(CONTRIBUTIONS, N_("Contributions"), "income"),
    ChartLine("4050", N_("Interest and other income"), "income"),
    ChartLine("4090", N_("Refunds to donors"), "income"),
    ChartLine("5100", N_("Emergency grants"), "expense"),
    ChartLine("5200", N_("Stipends"), "expense"),
    ChartLine("5300", N_("Family support"), "expense"),
    ChartLine("5500", N_("Loan losses"), "expense"),
    ChartLine("5700", N_("Exchange differences, realised"), "expense"),
    ChartLine("5710", N_("Exchange differences, unrealised"), "expense"),
    ChartLine(CHARGES, N_("Bank, transfer and intermediary charges"), "expense"),
    ChartLine("5850", N_("Losses of money"), "expense"),
    ChartLine(COMMITTED, N_("Award commitments"), "memo", -1),
    ChartLine(COMMITTED_CONTRA, N_("Award commitments, contra"), "memo"),
)

NAMES = {line.number: line.name for line in CHART}
