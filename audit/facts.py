"""What tables, journal and workbook are held to: the state that replay ends with, and lookups."""

from __future__ import annotations

from dataclasses import dataclass, field

from audit.replay.currencies import CURRENCIES
from audit.replay.state import State

KINDS = {
    "1": "asset",
    "2": "liability",
    "3": "fund",
    "4": "income",
    "5": "expense",
    "9": "memo",
}
CLEARING = "1900"


@dataclass(slots=True)
class Facts:
    """The state, and the names of accounts as the bundle's own chart gives them."""

    state: State
    names: dict[str, str] = field(default_factory=dict)

    def code_of(self, fund: str) -> str:
        """Return the code of a fund; money of a fund that nobody opened stands under its id."""
        known = self.state.funds.get(fund)
        return fund if known is None else known.code

    def approver_of(self, kind: str, ident: str) -> str:
        """Return who first approved the award behind a journal line; nobody for other lines."""
        if kind == "disbursement":
            payment = self.state.disbursements.get(ident)
            kind, ident = "award", "" if payment is None else payment.award
        award = self.state.awards.get(ident) if kind == "award" else None
        proposal = self.state.proposals.get(award.proposal or "") if award is not None else None
        if proposal is None:
            return ""
        yes = [(one.at, one.person) for one in proposal.decisions if one.decision == "approve"]
        return min(yes, default=("", ""))[1]


def kind_of(account: str) -> str:
    """Return the kind of an account, which its number tells."""
    return "clearing" if account == CLEARING else KINDS.get(account[:1], "")


def amount(minor: int, currency: str) -> str:
    """Write minor units as an exact decimal: `amount(125050, "EUR")` is `1250.50`."""
    digits = CURRENCIES.get(currency, 2)
    sign, units = ("-", -minor) if minor < 0 else ("", minor)
    if not digits:
        return f"{sign}{units}"
    whole, part = divmod(units, 10**digits)
    return f"{sign}{whole}.{part:0{digits}}"
