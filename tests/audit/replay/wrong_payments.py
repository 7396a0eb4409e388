"""Histories whose payments and stages are wrong: H6 and H7."""

from typing import Any

from tests.audit.replay import awarding, deeds, paying
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import grant, pay


def plan_twice(history: History) -> None:
    """Plan a second payment of an instalment while the first is alive."""
    case = grant(history, "x", [100])
    history.work("Fay")
    awarding.plan(history, case, 1, disbursement=uid("second"), reference="P-second")


def plan_more(history: History) -> None:
    """Plan a payment larger than its instalment."""
    grant(history, "x", [100])
    history.entries[-1]["data"]["minor"] = 101


def plan_other_currency(history: History) -> None:
    """Plan a payment in another currency than the award."""
    grant(history, "x", [100])
    history.entries[-1]["data"]["currency"] = "USD"


def plan_unknown_instalment(history: History) -> None:
    """Plan a payment of an instalment the award does not have."""
    case = grant(history, "x", [100])
    history.work("Fay")
    awarding.plan(history, case, 1, disbursement=uid("second"), reference="P-second")
    history.entries[-1]["data"]["number"] = 2


def failed_once(history: History) -> Case:
    """Let a payment fail."""
    case = grant(history, "x", [100, 100])
    paying.start(history, "r1", [case.payment(1)])
    paying.send(history, case, case.payment(1))
    paying.fail(history, case, case.payment(1))
    return case


def replace_other_instalment(history: History) -> None:
    """Replace a failed payment by one of another instalment."""
    case = failed_once(history)
    history.work("Fay")
    history.write("disbursement.cancelled", disbursement=case.payment(2), from_="planned")
    history.work("Fay")
    second = {"disbursement": uid("second"), "reference": "P-second", "replaces": case.payment(1)}
    awarding.plan(history, case, 2, 1, **second)


def replace_twice(history: History) -> None:
    """Replace a failed payment twice."""
    case = failed_once(history)
    paying.remake(history, case, 1)
    history.work("Fay")
    history.write("disbursement.cancelled", disbursement=case.payment(1, 2), from_="planned")
    history.work("Fay")
    second = {"disbursement": uid("second"), "reference": "P-second", "replaces": case.payment(1)}
    awarding.plan(history, case, 1, 1, **second)


def replace_cancelled(history: History) -> None:
    """Replace a payment that was cancelled, not failed."""
    case = grant(history, "x", [100])
    history.work("Fay")
    history.write("disbursement.cancelled", disbursement=case.payment(1), from_="planned")
    paying.remake(history, case, 1)


def give_up_paid(history: History) -> None:
    """Give up an instalment whose payment is still planned."""
    case = grant(history, "x", [100])
    awarding.cancel(history, case, [1], [])
    history.entries[:] = [e for e in history.entries if e["verb"] != "disbursement.cancelled"]
    for seq, entry in enumerate(history.entries):
        entry["seq"] = seq


def skip_seq(history: History) -> None:
    """Skip a place in the log."""
    history.entries[-1]["seq"] += 1


def fall_back_in_time(history: History) -> None:
    """Write an entry earlier than the one before."""
    history.entries[-1]["at"] = "2026-01-05T08:00:00Z"


def change_actor(history: History) -> None:
    """Change the actor within a unit of work."""
    history.entries[-1]["actor"] = uid("Pia")


def claim_other_stage(history: History) -> None:
    """Say that a payment was planned when it was sent."""
    case = grant(history, "x", [100])
    paying.start(history, "r1", [case.payment(1)])
    paying.send(history, case, case.payment(1))
    paying.confirm(history, case, case.payment(1))
    paying.complete(history, case)
    confirmed = next(e for e in history.entries if e["verb"] == "disbursement.confirmed")
    confirmed["data"]["from"] = "in_run"


def send_unreleased(history: History) -> None:
    """Send a payment of a run that is only open."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)])
    paying.send(history, case, case.payment(1))


def confirm_planned(history: History) -> None:
    """Confirm a payment that was never sent."""
    case = grant(history, "x", [100, 100])
    paying.confirm(history, case, case.payment(1))
    history.entries[-2]["data"]["from"] = "planned"


def stay_approved(history: History) -> None:
    """Leave an award merely approved though a payment was sent."""
    case = grant(history, "x", [100])
    paying.start(history, "r1", [case.payment(1)])
    paying.send(history, case, case.payment(1))
    del history.entries[-1]


def stay_active(history: History) -> None:
    """Leave an award active though all is paid."""
    pay(history, grant(history, "x", [100]), 1, "r1")


def complete_early(history: History) -> None:
    """Complete an award with an instalment unpaid."""
    case = grant(history, "x", [100, 100])
    pay(history, case, 1, "r1")
    paying.complete(history, case)


def settle_early(history: History) -> None:
    """Settle a run with a payment still sent."""
    case = grant(history, "x", [100])
    paying.start(history, "r1", [case.payment(1)])
    paying.send(history, case, case.payment(1))
    paying.settle(history, "r1")


def abandon_in_part(history: History) -> None:
    """Abandon a run and keep one of its payments."""
    case = grant(history, "x", [100, 100])
    payments = [case.payment(1), case.payment(2)]
    paying.gather(history, "r1", payments)
    paying.abandon(history, "r1", payments[:1])


def leave_open(history: History) -> None:
    """Leave a proposal open that has all its approvals."""
    case = Case("x", "F1", "B-7K3M-9QXT-C", [100])
    awarding.draft(history, case)
    awarding.propose(history, case)
    deeds.decide(history, case.proposal, "Ada")
    deeds.decide(history, case.proposal, "Ben")


def not_carried_out(history: History) -> None:
    """Approve a proposal and leave the award as it was."""
    leave_open(history)
    deeds.settle(history, uid("proposal x"), "approved")


def give_up_less(history: History) -> None:
    """Say that less was given up than was."""
    case = grant(history, "x", [100, 100], "stipend")
    awarding.cancel(history, case, [], [1, 2])
    cancelled = next(e for e in history.entries if e["verb"] == "award.cancelled")
    cancelled["data"]["memo_minor"] = 100


def no_entry(history: History) -> None:
    """Receive a gift without an entry in the books."""
    del history.entries[-1]


def no_cause(history: History) -> None:
    """Post an entry that nothing in its unit of work calls for."""
    history.work("Fay")
    give = ((uid("F1"), "1000", 5, "BANK-1"), (uid("F1"), "4000", -5, ""))
    history.post("contribution", ("contribution", uid("gift 1")), "EUR", *give)


def altered(place: int | None = None, **changed: Any) -> Any:
    """Make a history whose last entry differs from its cause, in one line or in both."""

    def post_otherwise(history: History) -> None:
        deeds.announce(history, "gift 2", "F1", 500)
        history.work("Fay")
        history.write("contribution.received", contribution=uid("gift 2"), date="2026-01-05")
        minor = changed.get("minor", 500)
        fund = changed.get("fund", uid("F1"))
        lines = (
            (fund, changed.get("debit", "1000"), minor, changed.get("holder", "BANK-1")),
            (fund, changed.get("credit", "4000"), -minor, ""),
        )
        about = ("contribution", changed.get("ref", uid("gift 2")))
        history.post(changed.get("event", "contribution"), about, "EUR", *lines)
        if place is not None:
            history.entries[-1]["data"]["lines"][place]["kind"] = "award"

    post_otherwise.__name__ = f"post_other_{'_'.join(changed) or 'kind'}"
    return post_otherwise


def debit_other_expense(history: History) -> None:
    """Book a stipend as an emergency grant."""
    case = Case("x", "F1", "B-7K3M-9QXT-C", [100])
    awarding.draft(history, case)
    awarding.propose(history, case)
    case.kind = "stipend"
    awarding.approve(history, case)


def debit_other_cash(history: History) -> None:
    """Debit a payment from another cash account than its run's, which has the money."""
    deeds.announce(history, "gift 2", "F1", 100)
    history.work("Fay")
    history.write("contribution.received", contribution=uid("gift 2"), date="2026-01-05")
    give = ((uid("F1"), "1000", 100, "BOX"), (uid("F1"), "4000", -100, ""))
    history.post("contribution", ("contribution", uid("gift 2")), "EUR", *give)
    case = grant(history, "x", [100, 100])
    paying.start(history, "r1", [case.payment(1)])
    paying.send(history, case, case.payment(1))
    history.work("Fay")
    payment = case.payment(1)
    history.write("disbursement.confirmed", disbursement=payment, from_="sent", date="2026-01-05")
    lines = ((uid("F1"), "2150", 100, ""), (uid("F1"), "1000", -100, "BOX"))
    history.post("payment_debited", ("disbursement", payment), "EUR", *lines)


WRONG = {
    plan_twice: "H6",
    plan_more: "H6",
    plan_other_currency: "H6",
    plan_unknown_instalment: "H6",
    replace_other_instalment: "H6",
    replace_twice: "H6",
    replace_cancelled: "H6",
    give_up_paid: "H6",
    skip_seq: "H7",
    fall_back_in_time: "H7",
    change_actor: "H7",
    claim_other_stage: "H7",
    send_unreleased: "H7",
    confirm_planned: "H7",
    stay_approved: "H7",
    stay_active: "H7",
    complete_early: "H7",
    settle_early: "H7",
    abandon_in_part: "H7",
    leave_open: "H7",
    not_carried_out: "H7",
    give_up_less: "H7",
    no_entry: "H7",
    no_cause: "H7",
    altered(minor=501): "H7",
    altered(fund=uid("F2")): "H7",
    altered(ref=uid("gift 1")): "H7",
    altered(debit="1200"): "H7",
    altered(credit="4050"): "H7",
    altered(event="payment_sent"): "H7",
    altered(holder=""): "H7",
    altered(place=0): "H7",
    debit_other_expense: "H7",
    debit_other_cash: "H7",
}
