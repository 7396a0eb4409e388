"""Histories of vouchers and transactions that nobody named, that pay twice, or that cannot be what they are called."""

import hashlib
from typing import Any

from tests.audit.replay import awarding, deeds, filing, paying
from tests.audit.replay.altering import Wrong
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History


def released(history: History, name: str, channel: str = "voucher", cash: str = deeds.CASH) -> Case:
    """An award whose payment waits in a released run of a channel, of which the list is made."""
    case = Case(name, "F1", "B-7K3M-9QXT-C", [100])
    case.channel = channel
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)
    paying.gather(history, f"r-{name}", [case.payment(1)], channel=channel, cash=cash)
    paying.propose(history, f"r-{name}", [case.payment(1)], channel=channel, cash=cash)
    paying.release(history, f"r-{name}")
    filing.see_that_there_is_one(history, case.payment(1))
    return case


def wallet(history: History, name: str) -> str:
    """Open a wallet on Tron, and give its code."""
    history.work("Fay")
    deeds.open_cash(history, name, "EUR", kind="digital_wallet", network="tron")
    return name


def name(history: History, case: Case, number: str, **changed: Any) -> None:
    """Name the voucher of a payment."""
    history.work("Fay")
    said = {"by": "voucher", "place": "SHOP-1", "commitment": hashlib.sha256(number.encode()).hexdigest()}
    history.write("payment.named", disbursement=case.payment(1), **{**said, **changed})


def tell(history: History) -> None:
    """Pay by a voucher that comes back unused, then another person by the same; and by a transaction."""
    first, second = released(history, "v1"), released(history, "v2")
    third = released(history, "v3", "digital", wallet(history, "wallet-v3"))
    name(history, first, "1")
    paying.send(history, first, first.payment(1))
    paying.fail(history, first, first.payment(1))
    paying.settle(history, "r-v1")
    name(history, second, "1")
    name(history, third, "2", by="transaction", place="tron")
    for case in (second, third):
        paying.send(history, case, case.payment(1))


def send_unnamed(history: History) -> None:
    """Send a voucher of which nobody said the number."""
    case = released(history, "x")
    paying.send(history, case, case.payment(1))


def name_twice(history: History) -> None:
    """Pay two people by one voucher."""
    for each in ("x", "y"):
        name(history, released(history, each), "1")


def name_a_transfer(history: History) -> None:
    """Name a voucher of what a bank pays."""
    name(history, released(history, "x", "bank"), "1")


def name_on_no_network(history: History) -> None:
    """Name a transaction on a network that is none."""
    case = released(history, "x", "digital", wallet(history, "wallet-x"))
    name(history, case, "1", by="transaction", place="SHOP-1")


def name_on_another_network(history: History) -> None:
    """Name a transaction on another network than that of the wallet it was sent from."""
    case = released(history, "x", "digital", wallet(history, "wallet-x"))
    name(history, case, "1", by="transaction", place="ethereum")


def send_from_a_bank(history: History) -> None:
    """Gather digital currency to be sent from what is no wallet."""
    released(history, "x", "digital")


WRONG: Wrong = {
    send_unnamed: ("H7", "nobody said by which number"),
    name_twice: ("H13", "by the number of another payment"),
    name_a_transfer: ("H7", "that it cannot be"),
    name_on_another_network: ("H7", "of ethereum that it cannot be"),
    send_from_a_bank: ("H7", "which is no wallet of it"),
    name_on_no_network: ("H7", "of SHOP-1 that it cannot be"),
}
