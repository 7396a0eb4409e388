"""Gifts on a condition, by card and in digital currency, as the log has them."""

import hashlib
from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, uid
from tests.audit.replay.treasury import EUR, cash, line, shown

DIGITAL = {"asset": "BTC", "network": "bitcoin", "amount": "0.5", "rate": "200", "source": "exchange"}


def hold(history: History, name: str, minor: int, by: str = "Fay") -> None:
    """Announce a gift on a condition, and receive it in advance."""
    deeds.announce(history, name, "F1", minor)
    history.write("contribution.conditioned", contribution=uid(name), condition="report")
    history.work(by)
    history.write("contribution.held", contribution=uid(name), **shown(name, history))
    lines = [cash(minor, statement=name), line("2400", -minor)]
    history.enter("contribution_in_advance", ("contribution", uid(name)), lines)


def say_met(history: History, name: str, gift: str, minor: int, by: str = "Olga") -> None:
    """Say that the condition of a gift is met for a part of it."""
    history.work(by)
    said = {"met": uid(f"met {name}"), "contribution": uid(gift), "minor": minor, "evidence": "report_accepted"}
    history.write("condition.met", **said)


def take_back(history: History, name: str, by: str = "Olga") -> None:
    """Take back that it is met."""
    history.work(by)
    history.write("condition.taken_back", met=uid(f"met {name}"))


def earn(history: History, name: str, gift: str, minor: int, by: str = "Fay") -> None:
    """Earn that part."""
    history.work(by)
    history.write("income.earned", met=uid(f"met {name}"), date=history.at[:10])
    lines = [line("2400", minor), line("4000", -minor)]
    history.enter("income_earned", ("contribution", uid(gift)), lines)


def convert(history: History, gift: str, minor: int, **changed: Any) -> None:
    """Note how a gift came in digital currency."""
    history.work("Fay")
    digest = hashlib.sha256(gift.encode()).hexdigest()
    told = {"contribution": uid(gift), "minor": minor, "transaction_sha256": digest, **DIGITAL}
    told["announced_minor"] = next(
        one["data"]["minor"]
        for one in reversed(history.entries)
        if one["verb"] == "contribution.announced" and one["data"]["contribution"] == uid(gift)
    )
    history.write("contribution.converted", **{**told, **changed})


def collect(history: History, gift: str, gross: int, fee: int, by: str = "Fay") -> None:
    """Receive a gift less a fee."""
    history.work(by)
    history.write("contribution.collected", contribution=uid(gift), fee_minor=fee, **shown(gift, history))
    about = ("contribution", uid(gift))
    history.bank(EUR, "EUR", [gross - fee], uid(f"statement {gift}"))
    history.enter("contribution", about, [cash(gross, statement=gift), line("4000", -gross)])
    if fee:
        history.enter("bank_charge", about, [line("5800", fee), cash(-fee, statement=gift)])
