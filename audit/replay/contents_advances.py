"""What a proposal about money in other hands must say: an advance, a loss of one (section 3 of the log format)."""

from typing import Any

from audit.replay.amounts import check_part
from audit.replay.contents import check_money
from audit.replay.reading import Reading
from audit.replay.signed import compare


def check_advance(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold an advance to a known intermediary and fund, and its fee to less than its money."""
    content, fee = signed["content"], signed["content"]["fee_minor"]
    what = f"the content of proposal {ident}"
    compare(reading, what, content, {"advance": signed["subject"]})
    reading.known(reading.state.funds, signed["fund"], "fund")
    intermediary = reading.known(reading.state.intermediaries, content["intermediary"], "intermediary")
    if intermediary is not None:
        compare(reading, what, content, {"code": intermediary.code})
    sound = check_money(reading, ident, signed["money"])
    if check_part(reading, f"the fee of proposal {ident}", fee) and sound and fee >= signed["money"]["minor"]:
        reading.find("H4", f"the fee of proposal {ident} takes up the whole advance")


def check_loss(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold the loss of an advance to that advance: its fund, its currency."""
    content, money = signed["content"], signed["money"]
    advance = reading.known(reading.state.advances, content["advance"], "advance")
    if not check_money(reading, ident, money) or advance is None:
        return
    compare(reading, f"proposal {ident}", signed, {"subject": content["advance"], "fund": advance.fund})
    compare(reading, f"the money of proposal {ident}", money, {"currency": advance.currency})
