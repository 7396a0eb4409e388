"""Payments in parts in a history: split, given up beside what was paid, the whole story of one."""

from typing import Any

from tests.audit.replay import awarding, paying, ruling
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid


def split(history: History, case: Case, minors: list[int], **changed: Any) -> list[str]:
    """Split the payment of an award's one instalment; give the ids of the parts."""
    history.work("Fay")
    parts = [
        {"disbursement": uid(f"part {case.name} {place}"), "reference": f"D-{case.name}-{place}", "minor": minor}
        for place, minor in enumerate(minors, start=1)
    ]
    whole = case.payment(1)
    said = {"channel": "bank", "reason": "payment_limit", "parts": parts, **changed}
    history.write("disbursement.split", disbursement=whole, from_="planned", **said)
    for part in parts:
        history.payments[part["disbursement"]] = {**history.payments[whole], **part}
    return [part["disbursement"] for part in parts]


def give_up_beside(history: History, case: Case, planned: list[str], minor: int) -> None:
    """Give up planned parts of an instalment, beside another."""
    history.work("Fay")
    for part in planned:
        history.write("disbursement.cancelled", disbursement=part, from_="planned")
    history.write(
        "award.cancelled", award=case.award, from_=case.stage, reason="unsafe", recognised_minor=minor, memo_minor=0,
        instalments=[1],
    )  # fmt: skip
    pair = ((uid(case.fund), "2100", minor, ""), (uid(case.fund), case.expense, -minor, ""))
    history.post("award_reduced", ("award", case.award), case.currency, *pair)
    case.stage = "cancelled"


def tell(history: History, case: Case) -> None:
    """Split a payment; one part arrives, one fails and is made again, and then the rest is given up."""
    ruling.approve(history, ruling.propose(history, 2, [ruling.EASY]))
    parts = split(history, case, [67, 67, 67])
    paying.start(history, "r20", parts[:2])
    for part in parts[:2]:
        paying.send(history, case, part)
    paying.confirm(history, case, parts[0])
    paying.fail(history, case, parts[1])
    paying.settle(history, "r20")
    history.work("Fay")
    awarding.plan(history, case, 1, 2, minor=67, replaces=parts[1])
    give_up_beside(history, case, [case.payment(1, 2), parts[2]], 134)
    ruling.approve(history, ruling.propose(history, 3, []))
