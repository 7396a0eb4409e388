"""Cash accounts: opened before money lies in them, each in one currency."""

from typing import Any

from audit.replay.amounts import check_currency
from audit.replay.apart import check_apart
from audit.replay.reading import Reading
from audit.replay.records import Posted
from audit.replay.treasury_records import Cash

CASH = "1000"
WALLET = "digital_wallet"
NETWORKS = frozenset({"bitcoin", "ethereum", "polygon", "tron"})


def check_wallet(reading: Reading, data: dict[str, Any]) -> None:
    """H7: a run of digital currency is paid from a wallet of that asset."""
    reading.checks["H7"] += 1
    wallet = reading.state.cash.get(data["cash"])
    if data["channel"] == "digital" and (
        wallet is None or wallet.network is None or wallet.currency != data["currency"]
    ):
        reading.find("H7", f"run {data['run']} sends {data['currency']} from {data['cash']}, which is no wallet of it")


def open_cash(reading: Reading, data: dict[str, Any]) -> None:
    """Open a cash account, as the usual one where it is the first of its currency."""
    code, currency = data["cash"], data["currency"]
    reading.create(("cash", code), "the cash account")
    check_apart(reading, code)
    check_currency(reading, f"cash account {code}", currency)
    first = not any(one.usual and one.currency == currency for one in reading.state.cash.values())
    reading.checks["H7"] += 1
    if data["usual"] is not first:
        reading.find("H7", f"cash account {code} is usual or not, though it is not or is the first in {currency}")
    network = data["network"]
    if (network in NETWORKS) is not (data["kind"] == WALLET) or (network is not None and network not in NETWORKS):
        reading.find("H7", f"cash account {code}, a {data['kind']}, cannot be on the network {network}")
    reading.state.cash[code] = Cash(currency, data["usual"], network)
    if "finance" not in reading.roles:
        reading.later(check_needed, code, currency)


def check_needed(reading: Reading, code: str, currency: str) -> None:
    """H11: who is not in finance opens an account only as the first of a fund's currency."""
    reading.checks["H11"] += 1
    if ("fund.opened", currency) not in reading.unit.marks or not reading.state.cash[code].usual:
        reading.find("H11", f"cash account {code} is opened by who is not in finance that day, for no fund")


def number_cash(reading: Reading, data: dict[str, Any]) -> None:
    """Note that somebody wrote down how the bank calls an account; the number is not in the log."""
    reading.known(reading.state.cash, data["cash"], "cash account")


def check_cash(reading: Reading, entry: Posted, line: dict[str, Any]) -> None:
    """H7: money lies in an account that was opened, in its currency."""
    reading.checks["H7"] += 1
    account = reading.state.cash.get(line["holder"])
    if account is None or account.currency != line["currency"]:
        reading.find(
            "H7",
            f"entry {entry.number} has {line['currency']} in the cash account {line['holder']!r}, "
            "which was not opened for it",
        )
