"""What people do in a history: open a fund, give, propose, decide. Each is one unit of work."""

import hashlib
from typing import Any

from tests.audit.replay import overlapping
from tests.audit.replay.histories import History, canonical, uid
from tests.audit.replay.signing import NAMESPACE, fingerprint, sign

ORIGIN = "almoner.example/books"
SIGNED_BY_TWO = frozenset({"award", "schedule", "import", "payee", "award_way", "loan_grant"})
EXPENSE = {"emergency_grant": "5100", "stipend": "5200", "family_support": "5300"}
CASH = "BANK-1"


def open_fund(history: History, name: str, currency: str = "EUR", purposes: tuple[str, ...] = ()) -> None:
    """Record a donor and open a fund of theirs."""
    history.work("Olga")
    history.write("donor.recorded", donor=uid(f"donor {name}"), code=f"D-{name}")
    if currency not in history.usual:
        open_cash(history, cash_in(currency), currency)
    history.write(
        "fund.opened",
        fund=uid(name),
        code=name,
        donor=uid(f"donor {name}"),
        currency=currency,
        digits=2,
        opens="2026-01-01",
        closes="2026-12-31",
        purposes=list(purposes),
    )


def cash_in(currency: str) -> str:
    """Give the code of the usual cash account of a currency."""
    return CASH if currency == "EUR" else f"{CASH}-{currency}"


def open_cash(history: History, code: str, currency: str, **changed: Any) -> None:
    """Open a cash account in the unit of work at hand."""
    usual = currency not in history.usual
    history.usual.add(currency)
    said = {"cash": code, "kind": "bank", "currency": currency, "usual": usual, "network": None}
    history.write("cash.opened", **{**said, **changed})


def announce(history: History, name: str, fund: str, minor: int, currency: str = "EUR") -> None:
    """Announce a contribution."""
    history.work("Olga")
    history.write(
        "contribution.announced",
        contribution=uid(name),
        fund=uid(fund),
        donor=uid(f"donor {fund}"),
        minor=minor,
        currency=currency,
    )


def receive(history: History, name: str, fund: str, minor: int, *, by: str = "Fay", currency: str = "EUR") -> None:
    """Receive a contribution into the books."""
    history.work(by)
    history.write("contribution.received", contribution=uid(name), date=history.at[:10])
    give = ((uid(fund), "1000", minor, cash_in(currency)), (uid(fund), "4000", -minor, ""))
    history.post("contribution", ("contribution", uid(name)), currency, *give)


def register(history: History, name: str) -> None:
    """Register a beneficiary under a pseudonym."""
    history.work("Olga")
    write_beneficiary(history, name)


def write_beneficiary(history: History, name: str) -> None:
    """Write the entry of a beneficiary in the unit of work at hand."""
    history.write(
        "beneficiary.registered",
        beneficiary=name,
        household=uid(f"household {name}"),
        profile=hashlib.sha256(name.encode()).hexdigest(),
    )


def make_proposal(history: History, proposal: dict[str, Any], **entry: Any) -> None:
    """Write `proposal.made` for these signed members, in the unit of work at hand."""
    full = {
        "v": 1,
        "organisation": ORIGIN,
        "revision": 1,
        "reason": None,
        "money": None,
        "base_minor": None,
        "fund": None,
        "beneficiary": None,
        "payment_envelope": None,
        **proposal,
    }
    text = canonical(full)
    history.proposals[full["proposal"]] = full
    data = {
        "proposal": full["proposal"],
        "revision": full["revision"],
        "kind": full["kind"],
        "bytes": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "policy": history.policy,
        "needed": needed(full["kind"]),
        "role": "approver",
    }
    history.write("proposal.made", **{**data, **entry})


def needed(kind: str) -> int:
    """Give the number of approvals that a kind of proposal needs."""
    return 2 if kind in SIGNED_BY_TWO else 1


def decide(history: History, proposal: str, by: str, decision: str = "approve", **changed: Any) -> None:
    """Sign a decision; `changed` replaces members of what is signed."""
    history.work(by)
    write_decision(history, proposal, by, decision, **changed)


def write_decision(history: History, proposal: str, by: str, decision: str, **changed: Any) -> dict[str, Any]:
    """Write `decision.signed` in the unit of work at hand."""
    full = history.proposals[proposal]
    said = {
        "proposal": proposal,
        "revision": full["revision"],
        "kind": full["kind"],
        "proposal_sha256": hashlib.sha256(canonical(full).encode()).hexdigest(),
        "money": full["money"],
        "fund": full["fund"],
        "beneficiary": full["beneficiary"],
        "payment_envelope": full["payment_envelope"],
        "policy": history.policy,
        "needed": needed(full["kind"]),
        "decision": decision,
        "overlap": overlapping.accept(history, full) if decision == "approve" else None,
        "nonce": nonce(history),
        **changed,
    }
    return history.write(
        "decision.signed",
        proposal=proposal,
        revision=said["revision"],
        decision=decision,
        person=uid(by),
        **statement(history, by, NAMESPACE, said),
    )


def nonce(history: History) -> str:
    """Give 32 hex digits that come once."""
    return hashlib.sha256(f"nonce {len(history.entries)}".encode()).hexdigest()[:32]


def statement(history: History, by: str, namespace: str, said: dict[str, Any]) -> dict[str, str]:
    """Sign a statement as somebody, for one purpose: what it says besides who signs, and when."""
    secret = history.secret(by)
    who = {"v": 1, "organisation": ORIGIN, "person": uid(by), "key": fingerprint(secret), "at": history.at}
    text = canonical({**who, **said})
    return {"bytes": text, "signature": sign(secret, text.encode(), namespace)}


def settle(history: History, proposal: str, verdict: str) -> None:
    """Write the end of a proposal in the unit of work at hand."""
    revision = history.proposals[proposal]["revision"]
    history.write(f"proposal.{verdict}", proposal=proposal, revision=revision)
