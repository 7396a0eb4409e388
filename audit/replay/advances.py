"""H4 and H7 of advances: one at a time, as signed, and accounted for to the last unit before the next."""

from typing import Any

from audit.replay.amounts import check_amount
from audit.replay.apart import check_apart
from audit.replay.causes import ADVANCES, expect, expect_exact, pair
from audit.replay.channel_records import Advance, Intermediary
from audit.replay.collecting import check_in_hand
from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.settling import is_settled_here
from audit.replay.signed import compare
from audit.replay.stages import move
from audit.replay.statement_lines import Line, cash_line, line, use

OPEN = frozenset({"proposed", "approved", "paid"})
"""Stages of an advance that keeps its intermediary from another one."""


def register(reading: Reading, data: dict[str, Any]) -> None:
    """Register an intermediary, under a code of their own."""
    reading.create(data["intermediary"], "intermediary")
    reading.create(("intermediary", data["code"]), "the code of an")
    check_apart(reading, data["code"])
    reading.state.intermediaries[data["intermediary"]] = Intermediary(data["code"], data["kind"])


def propose(reading: Reading, data: dict[str, Any]) -> None:
    """Begin an advance; what it is stands in its proposal."""
    ident = data["advance"]
    reading.create(ident, "advance")
    reading.create(("advance", data["reference"]), "the reference of an")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is None or not proposal.signed["content"]:
        return
    signed, content = proposal.signed, proposal.signed["content"]
    due = {"kind": "advance", "subject": ident, "revision": data["revision"]}
    compare(reading, f"proposal {data['proposal']} of advance {ident}", signed, due)
    check_cleared(reading, ident, content["intermediary"], content["code"])
    money = signed["money"]
    reading.state.advances[ident] = Advance(
        data["reference"],
        content["intermediary"],
        content["code"],
        signed["fund"],
        money["minor"],
        money["currency"],
        content["fee_minor"],
        data["proposal"],
        data["revision"],
    )


def check_cleared(reading: Reading, ident: str, intermediary: str, code: str) -> None:
    """H7: nobody is advanced anything before the last of it is accounted for."""
    reading.checks["H7"] += 1
    state = reading.state
    before = [one for one, each in state.advances.items() if each.intermediary == intermediary and each.stage in OPEN]
    if before:
        reading.find("H7", f"advance {ident} is proposed while {before[0]} of the same intermediary is not cleared")
    else:
        check_in_hand(reading, ident, code)


def approve(reading: Reading, data: dict[str, Any]) -> None:
    """Carry out an approved advance: from here on it may be paid."""
    advance = reading.known(reading.state.advances, data["advance"], "advance")
    if advance is not None:
        move(reading, "advance.approved", data["advance"], advance)
        is_settled_here(reading, f"advance {data['advance']} is approved", advance.proposal, "approved")


def cancel(reading: Reading, data: dict[str, Any]) -> None:
    """Give up an advance before it is paid."""
    advance = reading.known(reading.state.advances, data["advance"], "advance")
    if advance is not None:
        move(reading, "advance.cancelled", data["advance"], advance)


def pay(reading: Reading, data: dict[str, Any]) -> None:
    """Pay an advance out of a cash account, as signed."""
    ident = data["advance"]
    advance = reading.known(reading.state.advances, ident, "advance")
    if advance is None:
        return
    move(reading, "advance.paid", ident, advance)
    advance.left = advance.minor
    use(reading, data["statement"])
    money = cash_line(advance.fund, data["cash"], advance.currency, -advance.minor, data["statement"])
    expect_exact(reading, "advance", ("advance", ident), [in_hand(advance, advance.minor), money])


def charge(reading: Reading, data: dict[str, Any]) -> None:
    """Let the intermediary keep a fee: in all never more than was signed (H4)."""
    ident, minor = data["advance"], data["minor"]
    advance = reading.known(reading.state.advances, ident, "advance")
    if advance is None:
        return
    advance.charged += minor
    reading.checks["H4"] += 1
    if advance.charged > advance.fee:
        reading.find("H4", f"{advance.charged} are kept of advance {ident}, signed was a fee of {advance.fee}")
    account_for(reading, ident, advance, minor)
    expect_move(reading, "intermediary_fee", ident, advance, ("5800", ADVANCES), minor)


def take_back(reading: Reading, data: dict[str, Any]) -> None:
    """Take back a part of an advance."""
    ident, minor = data["advance"], data["minor"]
    advance = reading.known(reading.state.advances, ident, "advance")
    if advance is not None:
        account_for(reading, ident, advance, minor)
        use(reading, data["statement"])
        money = cash_line(advance.fund, data["cash"], advance.currency, minor, data["statement"])
        expect_exact(reading, "advance_returned", ("advance", ident), [money, in_hand(advance, -minor)])


def lose(reading: Reading, data: dict[str, Any]) -> None:
    """Write off a part of an advance that is gone: as others signed, in the work of the last signature."""
    ident, minor = data["advance"], data["minor"]
    carry_out(reading, "advance.lost", data)
    advance = reading.known(reading.state.advances, ident, "advance")
    if advance is not None:
        account_for(reading, ident, advance, minor)
        expect_move(reading, "advance_lost", ident, advance, ("5850", ADVANCES), minor)


def settle(reading: Reading, data: dict[str, Any]) -> None:
    """Settle an advance of which nothing is left."""
    ident = data["advance"]
    advance = reading.known(reading.state.advances, ident, "advance")
    if advance is not None:
        move(reading, "advance.settled", ident, advance)
        reading.later(check_settled, ident)


def account_for(reading: Reading, ident: str, advance: Advance, minor: int) -> None:
    """H7: what is accounted for was in the intermediary's hands, and not accounted for before."""
    check_amount(reading, f"a part of advance {ident}", minor)
    reading.checks["H7"] += 1
    if advance.stage != "paid":
        reading.find("H7", f"{minor} of advance {ident} are accounted for while it is {advance.stage}")
    elif minor > advance.left:
        reading.find("H7", f"{minor} of advance {ident} are accounted for, {advance.left} are left")
    advance.left -= minor
    reading.later(check_settled, ident)


def check_settled(reading: Reading, ident: str) -> None:
    """H7: an advance is settled when, and only when, nothing of it is left."""
    advance = reading.state.advances[ident]
    reading.checks["H7"] += 1
    if (advance.stage == "settled") != (advance.left == 0):
        reading.find("H7", f"advance {ident} is {advance.stage} with {advance.left} left to account for")


def in_hand(advance: Advance, minor: int) -> Line:
    """Give the line of an entry about money in the intermediary's hands."""
    return {**line(advance.fund, ADVANCES, advance.currency, minor), "holder": advance.code}


def expect_move(
    reading: Reading, event: str, ident: str, advance: Advance, accounts: tuple[str, str], minor: int
) -> None:
    """Call for the entry of a step, in the name of who holds the advance."""
    lines = pair(advance.fund, advance.currency, minor, *accounts)
    expect(reading, event, ("advance", ident), lines, hand=advance.code)
