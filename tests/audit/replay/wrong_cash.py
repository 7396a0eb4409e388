"""Histories in which cash accounts are opened, and periods closed, wrongly."""

import datetime as dt

from tests.audit.replay import advancing, deeds, treasury
from tests.audit.replay.altering import Wrong
from tests.audit.replay.histories import History, uid
from tests.audit.replay.treasury import EUR


def open_second_usual(history: History) -> None:
    """Open another account as the usual one of a currency that has one."""
    history.work("Fay")
    history.write("cash.opened", cash="other", kind="bank", currency="EUR", usual=True, network=None)


def open_a_wallet_nowhere(history: History) -> None:
    """Open a wallet that is on no network."""
    history.work("Fay")
    deeds.open_cash(history, "wallet", "EUR", kind="digital_wallet")


def open_a_bank_on_a_network(history: History) -> None:
    """Open a bank account that is on one."""
    history.work("Fay")
    deeds.open_cash(history, "other", "EUR", network="tron")


def open_for_no_fund(history: History) -> None:
    """Open an account as an officer, without a fund in its currency."""
    history.work("Olga")
    history.write("cash.opened", cash="other", kind="bank", currency="USD", usual=True, network=None)


def open_twice(history: History) -> None:
    """Open an account under a code that is taken."""
    treasury.open_cash(history, EUR, "EUR")


def open_under_a_name(history: History) -> None:
    """Open an account under the code of an intermediary."""
    advancing.register(history, "box")
    treasury.open_cash(history, "box", "EUR")


def register_an_account(history: History) -> None:
    """Register an intermediary under the code of an account."""
    advancing.register(history, EUR)


def use_unopened(history: History) -> None:
    """Receive money into an account that nobody opened."""
    deeds.announce(history, "gift 2", "F1", 500)
    history.work("Fay")
    history.write("contribution.received", contribution=uid("gift 2"), date=history.at[:10])
    lines = ((uid("F1"), "1000", 500, "ELSEWHERE"), (uid("F1"), "4000", -500, ""))
    history.post("contribution", ("contribution", uid("gift 2")), "EUR", *lines)


def close_today(history: History) -> None:
    """Close the books until a day that is not over."""
    treasury.close(history, "p1", history.at[:10])


def close_backwards(history: History) -> None:
    """Close the books until a day before they are closed until."""
    history.now += dt.timedelta(days=60)
    treasury.close(history, "p1", "2026-02-28")
    treasury.close(history, "p2", "2026-01-31")


def post_into_closed(history: History) -> None:
    """Date an entry inside a closed period."""
    history.now += dt.timedelta(days=60)
    treasury.close(history, "p1", "2026-01-31")
    history.work("Fay")
    history.bank(EUR, "EUR", [-100], uid("statement charge 1"), day="2026-01-31")
    treasury.book(history, "charge 1", "bank_charge", 100)
    history.entries[-1]["data"]["date"] = "2026-01-31"


def close_unapproved(history: History) -> None:
    """Close the books without anybody's signature."""
    history.now += dt.timedelta(days=60)
    treasury.ask(history, "period", "p1", {"period": uid("period p1"), "until": "2026-01-31"})
    history.write("period.closed", until="2026-01-31", proposal=treasury.proposal_of("period", "p1"))


WRONG: Wrong = {
    open_second_usual: ("H7", "is usual or not"),
    open_a_wallet_nowhere: ("H7", "cannot be on the network None"),
    open_a_bank_on_a_network: ("H7", "cannot be on the network tron"),
    open_for_no_fund: ("H11", "for no fund"),
    open_twice: ("H2", "is created a second time"),
    open_under_a_name: ("H7", "of a cash account and of an intermediary"),
    register_an_account: ("H7", "of a cash account and of an intermediary"),
    use_unopened: ("H7", "which was not opened for it"),
    close_today: ("H7", "the books are closed until"),
    close_backwards: ("H7", "the books are closed until"),
    post_into_closed: ("H7", "the books are closed until then"),
    close_unapproved: ("H3", "carries out what nobody approved"),
}
