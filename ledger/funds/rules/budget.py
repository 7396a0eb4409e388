"""The budget of a fund: lines for groups of purposes, each purpose in one line at most. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.errors import N_, Refusal
from ledger.money import LARGEST
from ledger.vocabulary import PURPOSES

BESIDE = {
    "charges": N_("Bank, transfer and intermediary charges"),
    "losses": N_("Losses of money"),
    "loan_losses": N_("Loan losses"),
}
"""What money is spent on beside the purposes of awards, by code."""
ITEMS = {**PURPOSES, **BESIDE}
"""Everything that a line of a budget may be for, by code."""
METHODS = {
    "average": N_("What the money cost: the average"),
    "published": N_("The published rate of each month"),
    "tranches": N_("The rate of each tranche received, the first one spent first"),
}
"""At which rates spending in another currency is told, by code (decision 27)."""

MOST_LINES = 40
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


@dataclass(frozen=True, slots=True)
class Budgeted:
    """A line of a budget: its code, what it is for, and how much, in minor units of the fund's currency."""

    code: str
    items: tuple[str, ...]
    minor: int


def refuse_unfit(lines: Sequence[Budgeted], allowed: Sequence[str]) -> None:
    """Refuse a budget in which something stands twice, is unknown, or is not what the fund is for.

    `allowed` are the purposes that the fund is restricted to; none means any.
    """
    if not 0 < len(lines) <= MOST_LINES:
        raise Refusal(N_("A budget has from 1 to %(most)s lines."), field="lines", most=MOST_LINES)
    for line in lines:
        _refuse_line(line, allowed)
    codes, items = Counter(line.code for line in lines), Counter(item for line in lines for item in line.items)
    for counted, sentence in (
        (codes, N_("Two lines have the code %(code)s. Give each a code of its own.")),
        (items, N_("%(code)s stands in two lines. Leave it in one of them.")),
    ):
        twice = next((code for code, count in counted.items() if count > 1), None)
        if twice is not None:
            raise Refusal(sentence, field="lines", code=twice)
    if sum(line.minor for line in lines) > LARGEST:
        raise Refusal(N_("The amounts are too large."), field="lines")


def _refuse_line(line: Budgeted, allowed: Sequence[str]) -> None:
    if not _CODE.fullmatch(line.code):
        raise Refusal(
            N_("The code %(code)s of a line needs from 1 to 20 letters, digits, dots, hyphens or underscores."),
            field="lines",
            code=line.code,
        )
    if not line.items or not set(line.items) <= set(ITEMS):
        raise Refusal(N_("Choose from the list what line %(code)s is for."), field="lines", code=line.code)
    strange = [item for item in line.items if allowed and item in PURPOSES and item not in allowed]
    if strange:
        raise Refusal(
            N_("Line %(code)s is for %(purpose)s, which this fund does not allow."),
            field="lines",
            code=line.code,
            purpose=strange[0],
        )
    if line.minor <= 0:
        raise Refusal(N_("Write an amount above nothing in line %(code)s."), field="lines", code=line.code)


def item_of(account: str, purpose: str) -> str:
    """Return what spending on an account counts as in a budget: its purpose, or what it is beside one."""
    return {"5500": "loan_losses", "5800": "charges", "5850": "losses"}.get(account, purpose)
