"""H13 of vouchers and transactions: each number pays once, and is named before its payment is sent."""

from typing import Any

from audit.replay.cash import NETWORKS
from audit.replay.reading import Reading
from audit.replay.records import Disbursement

BY = {"voucher": "voucher", "digital": "transaction"}


def name(reading: Reading, data: dict[str, Any]) -> None:
    """Say which voucher, or which transaction, a payment is."""
    ident, commitment = data["disbursement"], data["commitment"]
    paid = reading.known(reading.state.disbursements, ident, "disbursement")
    if paid is None:
        return
    by = BY.get(channel_of(reading, paid))
    known = networks_of(reading, paid)
    reading.checks["H7"] += 1
    if data["by"] != by or paid.stage != "in_run" or (by == "transaction" and data["place"] not in known):
        reading.find("H7", f"disbursement {ident} is named by a {data['by']} of {data['place']} that it cannot be")
    reading.checks["H13"] += 1
    former = reading.state.disbursements.get(reading.state.commitments.get(commitment, ""))
    if former is not None and former.stage != "failed":
        reading.find("H13", f"disbursement {ident} is named by the number of another payment, which is {former.stage}")
    reading.state.commitments[commitment] = ident
    paid.named = (data["by"], data["place"], commitment)


def channel_of(reading: Reading, paid: Disbursement) -> str:
    """Give the channel of the run that a payment is in."""
    run = reading.state.runs.get(paid.run or "")
    return "" if run is None else run.channel


def networks_of(reading: Reading, paid: Disbursement) -> frozenset[str]:
    """Give the network of the wallet that a payment is sent from; any, where that is no wallet at all."""
    run = reading.state.runs.get(paid.run or "")
    wallet = None if run is None else reading.state.cash.get(run.cash)
    return NETWORKS if wallet is None or wallet.network is None else frozenset({wallet.network})


def check_named(reading: Reading, ident: str, paid: Disbursement) -> None:
    """H7: what goes by voucher or in digital currency is named before it is sent."""
    reading.checks["H7"] += 1
    if channel_of(reading, paid) in BY and paid.named is None:
        reading.find("H7", f"disbursement {ident} is sent, but nobody said by which number")
