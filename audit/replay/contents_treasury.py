"""What a proposal of the treasury must say: rates, transfer, refund, loss, revaluation, period, manual (section 3)."""

from collections.abc import Callable
from typing import Any

from audit.replay.amounts import check_currency
from audit.replay.contents import check_money
from audit.replay.reading import Reading
from audit.replay.signed import compare

DOCUMENTED = frozenset({"1000", "1300", "1400", "1490", "1900", "2100", "2150", "2300", "2400", "9100", "9190"})
"""Accounts that follow documents one by one, and take no manual entry."""


def check_subject(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold the content to the thing that the proposal is about."""
    what = f"the content of proposal {ident}"
    compare(reading, what, signed["content"], {signed["kind"]: signed["subject"]})


def check_rates(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold rates to the currency that the books are kept in."""
    for one in signed["content"]["rates"]:
        check_currency(reading, f"a rate of proposal {ident}", one["currency"])
        compare(reading, f"a rate of proposal {ident}", one, {"base": reading.state.base_currency})


def check_paying(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold money that leaves a fund to H14, and to a fund that is known."""
    check_subject(reading, ident, signed)
    check_money(reading, ident, signed["money"])
    reading.known(reading.state.funds, signed["fund"], "fund")


def check_transfer(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a transfer to the consent of the donor whose money it is."""
    check_paying(reading, ident, signed)
    reading.known(reading.state.funds, signed["content"]["to"], "fund")
    fund = reading.state.funds.get(signed["fund"])
    agreed = {one["donor"] for one in signed["content"]["consents"]}
    reading.checks["H4"] += 1
    if fund is not None and fund.donor is not None and fund.donor not in agreed:
        reading.find("H4", f"proposal {ident} names no consent of the donor of fund {signed['fund']}")


def check_refund(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a refund to the donor of its fund."""
    check_paying(reading, ident, signed)
    reading.known(reading.state.donors, signed["content"]["donor"], "donor")
    fund = reading.state.funds.get(signed["fund"])
    if fund is not None and fund.donor is not None:
        compare(reading, f"the content of proposal {ident}", signed["content"], {"donor": fund.donor})


def check_manual(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a manual entry to accounts that follow no documents of their own."""
    check_paying(reading, ident, signed)
    named = {one["account"] for one in signed["content"]["lines"]} & DOCUMENTED
    reading.checks["H7"] += 1
    if named:
        reading.find("H7", f"proposal {ident} posts by hand to {', '.join(sorted(named))}, which follow documents")


CONTENT: dict[str, Callable[[Reading, str, dict[str, Any]], None]] = {
    "rates": check_rates,
    "transfer": check_transfer,
    "refund": check_refund,
    "loss": check_paying,
    "revaluation": check_subject,
    "period": check_subject,
    "manual": check_manual,
}
