"""Advances in a history: an intermediary registered, advanced money, and what becomes of it."""

from typing import Any

from tests.audit.replay import awarding, deeds, filing, paying
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid

CODE = "I1"


def register(history: History, code: str = CODE) -> None:
    """Register an intermediary."""
    history.work("Fay")
    history.write("intermediary.registered", intermediary=uid(code), code=code, kind="partner")


def proposal_of(name: str) -> str:
    """Give the id of the proposal of an advance."""
    return uid(f"proposal advance {name}")


def propose(history: History, name: str, minor: int, fee: int, code: str = CODE, **changed: Any) -> None:
    """Propose an advance."""
    history.work("Fay")
    content = {"advance": uid(name), "intermediary": uid(code), "code": code, "fee_minor": fee}
    said = {
        "proposal": proposal_of(name),
        "kind": "advance",
        "subject": uid(name),
        "money": {"minor": minor, "currency": "EUR"},
        "base_minor": minor,
        "fund": uid("F1"),
        "content": content,
        **changed,
    }
    deeds.make_proposal(history, said)
    ids = {"advance": uid(name), "proposal": proposal_of(name)}
    history.write("advance.proposed", **ids, reference=f"V-{name}", revision=1)


def approve(history: History, name: str, by: str = "Ada") -> None:
    """Let another person sign an advance."""
    deeds.decide(history, proposal_of(name), by)
    deeds.settle(history, proposal_of(name), "approved")
    history.write("advance.approved", advance=uid(name))


def end(history: History, name: str, verdict: str) -> None:
    """Refuse an advance, or take it back."""
    if verdict == "refused":
        deeds.decide(history, proposal_of(name), "Ada", "refuse")
    else:
        history.work("Fay")
    deeds.settle(history, proposal_of(name), verdict)


def move(
    history: History,
    event: str,
    name: str,
    minor: int,
    accounts: tuple[str, str],
    code: str = CODE,
    statement: str | None = None,
) -> None:
    """Post the entry of a step, in the unit of work at hand."""
    holders = {"1000": deeds.CASH, "1300": code}
    lines = [
        {
            "fund": uid("F1"),
            "currency": "EUR",
            "account": account,
            "minor": amount,
            "holder": holders.get(account, ""),
            "statement": statement if account == "1000" else None,
        }
        for account, amount in zip(accounts, (minor, -minor), strict=True)
    ]
    history.enter(event, ("advance", uid(name)), lines)


def shown(history: History, name: str) -> dict[str, str]:
    """Give the members that name a statement line."""
    return {"cash": deeds.CASH, "date": history.at[:10], "statement": uid(f"statement {name} {history.number}")}


def pay(history: History, name: str, minor: int, code: str = CODE) -> None:
    """Pay an advance."""
    history.work("Fay")
    where = shown(history, name)
    history.write("advance.paid", advance=uid(name), **where)
    move(history, "advance", name, minor, ("1300", "1000"), code, where["statement"])


def start(history: History, name: str, minor: int, fee: int) -> None:
    """Propose, approve and pay an advance."""
    propose(history, name, minor, fee)
    approve(history, name)
    pay(history, name, minor)


def charge(history: History, name: str, minor: int) -> None:
    """Let the intermediary keep a fee."""
    history.work("Fay")
    history.write("advance.charged", advance=uid(name), minor=minor, date=history.at[:10])
    move(history, "intermediary_fee", name, minor, ("5800", "1300"))


def take_back(history: History, name: str, minor: int) -> None:
    """Take back a part of an advance."""
    history.work("Fay")
    where = shown(history, name)
    history.write("advance.returned", advance=uid(name), minor=minor, **where)
    move(history, "advance_returned", name, minor, ("1000", "1300"), statement=where["statement"])


def propose_loss(history: History, name: str, minor: int, **changed: Any) -> str:
    """Propose that a part of an advance is gone; give the id of the proposal."""
    history.work("Fay")
    proposal = uid(f"loss {name} {minor}")
    said = {
        "proposal": proposal,
        "kind": "advance_loss",
        "subject": uid(name),
        "reason": "theft",
        "money": {"minor": minor, "currency": "EUR"},
        "base_minor": minor,
        "fund": uid("F1"),
        "content": {"advance": uid(name), "loss": uid(f"loss of {name}")},
        **changed,
    }
    deeds.make_proposal(history, said)
    return proposal


def lose(history: History, name: str, minor: int, proposal: str) -> None:
    """Sign that it is gone, and write it off."""
    deeds.decide(history, proposal, "Ben")
    deeds.settle(history, proposal, "approved")
    history.write("advance.lost", advance=uid(name), loss=uid(f"loss of {name}"), minor=minor)
    move(history, "advance_lost", name, minor, ("5850", "1300"))


def settle(history: History, name: str) -> None:
    """Settle an advance, in the unit of work at hand."""
    history.write("advance.settled", advance=uid(name), date=history.at[:10])


def tell(history: History) -> None:
    """Tell of advances that were refused, taken back, given up, and one that was cleared in every way there is."""
    register(history)
    for name, verdict in (("adv1", "refused"), ("adv2", "withdrawn")):
        propose(history, name, 50_000, 1_000)
        end(history, name, verdict)
    propose(history, "adv3", 50_000, 1_000)
    approve(history, "adv3")
    history.work("Fay")
    history.write("advance.cancelled", advance=uid("adv3"))
    start(history, "adv4", 50_000, 1_000)
    charge(history, "adv4", 400)
    charge(history, "adv4", 600)
    take_back(history, "adv4", 40_000)
    lose(history, "adv4", 9_000, propose_loss(history, "adv4", 9_000))
    settle(history, "adv4")
    start(history, "adv5", 20_000, 0)
    case = grant(history, "h1", 2_000)
    hand(history, case, "r-hand", *LISTED)
    paying.complete(history, case)
    paying.settle(history, "r-hand")


def hand(history: History, case: Case, run: str, *signs: tuple[str, str]) -> None:
    """Pay the first instalment of an award in cash through the intermediary; `signs` are by whom what is recorded."""
    payment = case.payment(1)
    paying.gather(history, run, [payment], channel="cash", cash=CODE)
    paying.propose(history, run, [payment], channel="cash", cash=CODE)
    paying.release(history, run)
    filing.see_that_there_is_one(history, payment)
    history.work("Fay")
    history.write("disbursement.sent", disbursement=payment, from_="in_run")
    history.write("award.activated", award=case.award, from_="approved")
    for way, person in signs:
        history.work(person)
        history.write("evidence.recorded", disbursement=payment, way=way, date=history.at[:10])
    history.work("Fay")
    history.write("disbursement.confirmed", disbursement=payment, from_="sent", date=history.at[:10])
    fund, minor = uid(case.fund), history.payments[payment]["minor"]
    lines = ((fund, "2100", minor, ""), (fund, "1300", -minor, CODE))
    history.post("paid_by_intermediary", ("disbursement", payment), "EUR", *lines)


LISTED = (("intermediary_list", "Fay"), ("intermediary_list", "Olga"), ("sample", "Olga"))


def grant(history: History, name: str, minor: int) -> Case:
    """Approve an award that is paid in cash."""
    case = Case(name, "F1", "B-7K3M-9QXT-C", [minor])
    case.channel = "cash"
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)
    return case
