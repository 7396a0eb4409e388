"""H7: every journal entry has its cause in the same unit of work, and every cause its entries.

A cause calls for entries with `expect`; at the end of the unit of work they are matched with those
posted, in either order. The accounts are those of section 5 of the log format.
"""

from collections import defaultdict
from typing import Any

from audit.replay.reading import Reading
from audit.replay.records import Posted

CASH = "1000"
ADVANCES = "1300"
DIFFERENCE = {
    **dict.fromkeys(("payment_debited", "payment_returned", "money_recovered", "refund_paid"), "5700"),
    **dict.fromkeys(("loan_returned", "loan_repaid", "loan_recovered", "paid_by_intermediary"), "5700"),
}
"""Events whose two sides may be worth different amounts in base, and where the difference goes."""
EXPENSE = {"emergency_grant": "5100", "stipend": "5200", "family_support": "5300"}
ACCOUNTS = {
    "contribution": (CASH, "4000"),
    "award_conditional": ("9100", "9190"),
    "instalment_due": ("9190", "9100"),
    "payment_sent": ("2100", "2150"),
    "payment_debited": ("2150", CASH),
    "payment_failed": ("2150", "2100"),
    "award_cancelled": ("9190", "9100"),
    "commitment_used": ("9190", "9100"),
    "commitment_restored": ("9100", "9190"),
    "loan_disbursed": ("1400", "2150"),
    "loan_failed": ("2150", "1400"),
}

DIFFERENCE_LINES = 3
Line = tuple[str, str, str, int]


class Expected:
    """An entry some cause calls for: event, what it is about, and its lines in any order.

    `cash` is the account the money must move through, a cash account's code or who holds an advance; None where
    no entry names it before. `hand` is who holds the advance, where money also moves through a cash account.
    """

    __slots__ = ("about", "cash", "event", "hand", "lines", "seq")

    def __init__(
        self,
        event: str,
        about: tuple[str, str],
        lines: tuple[Line, ...],
        cash: str | None,
        hand: str | None,
        seq: int,
    ) -> None:
        self.event = event
        self.about = about
        self.lines = lines
        self.cash = cash
        self.hand = hand
        self.seq = seq


class Exact(Expected):
    """An entry whose lines are known one by one, in their order: the members given must be as they are given."""

    __slots__ = ("exact",)

    def __init__(self, event: str, about: tuple[str, str], exact: list[dict[str, Any]], seq: int) -> None:
        super().__init__(event, about, (), None, None, seq)
        self.exact = exact

    def differs(self, lines: list[dict[str, Any]]) -> str | None:
        """Say in which member a line differs."""
        if len(lines) != len(self.exact):
            return "the number of lines"
        for line, due in zip(lines, self.exact, strict=True):
            about = {"kind": self.about[0], "ref": self.about[1], "holder": "", "statement": None}
            wrong = [name for name, value in {**about, **due}.items() if line[name] != value]
            if wrong:
                return f"the {wrong[0]} of line {line['line']}"
        return None


def expect_exact(reading: Reading, event: str, about: tuple[str, str], exact: list[dict[str, Any]]) -> None:
    """Call for an entry with these lines in this order; before the lines of an exchange difference."""
    reading.unit.expected.append(Exact(event, about, exact, reading.seq))


def pair(fund: str, currency: str, minor: int, debit: str, credit: str) -> tuple[Line, Line]:
    """Give the two lines of a plain entry."""
    return (fund, debit, currency, minor), (fund, credit, currency, -minor)


def expect_pair(
    reading: Reading,
    event: str,
    about: tuple[str, str],
    money: tuple[str, str, int],
    cash: str | None = None,
) -> None:
    """Call for an entry of two lines; `money` is fund, currency and minor units."""
    debit, credit = ACCOUNTS[event]
    expect(reading, event, about, pair(*money, debit, credit), cash)


def expect(
    reading: Reading,
    event: str,
    about: tuple[str, str],
    lines: tuple[Line, ...],
    cash: str | None = None,
    hand: str | None = None,
) -> None:
    """Call for an entry with exactly these lines in the unit of work being read."""
    reading.unit.expected.append(Expected(event, about, lines, cash, hand, reading.seq))


def match_entries(reading: Reading) -> None:
    """Pair what was posted with what was called for; what is left on either side is a finding."""
    open_causes: dict[tuple[str, Any], list[Expected]] = defaultdict(list)
    for cause in reading.unit.expected:
        open_causes[cause.event, cause.about[1]].append(cause)
    strangers: list[Posted] = []
    for entry in reading.unit.posted:
        reading.checks["H7"] += 1
        about = entry.lines[0]["ref"] if entry.lines else None
        causes = open_causes.get((entry.event, about))
        if not causes or not take(causes, entry):
            strangers.append(entry)
    left = [cause for causes in open_causes.values() for cause in causes]
    if strangers or left:
        explain(reading, strangers, left)


def take(causes: list[Expected], entry: Posted) -> bool:
    """Use up the cause that calls for exactly this entry, if there is one."""
    for place, cause in enumerate(causes):
        if difference(cause, entry) is None:
            del causes[place]
            return True
    return False


def difference(cause: Expected, entry: Posted) -> str | None:
    """Say in what an entry differs from what its cause calls for; None when it does not."""
    lines = without_difference(entry)
    if isinstance(cause, Exact):
        return cause.differs(lines)
    if len(lines) != len(cause.lines) or any(
        (line["fund"], line["account"], line["currency"], line["minor"]) not in cause.lines for line in lines
    ):
        return "fund, account, currency or amount of a line"
    kind, ref = cause.about
    for line in lines:
        if line["ref"] != ref or line["kind"] != kind:
            return "what a line is about"
        holder = line["holder"]
        if line["account"] not in {CASH, ADVANCES}:
            if holder:
                return "a holder on a line that holds no money"
            continue
        due = cause.hand if cause.hand and line["account"] == ADVANCES else cause.cash
        if not holder or (due is not None and holder != due):
            return "the cash account"
    return None


def without_difference(entry: Posted) -> list[dict[str, Any]]:
    """Give the lines of an entry without those of its exchange difference, of which no cause speaks.

    They are three: a gain or loss in the base currency, and the conversion account in that currency and in the
    money's own, there in base alone. That they take up no more than the difference follows from H1.
    """
    account = DIFFERENCE.get(entry.event)
    lines = entry.lines
    if account is None or len(lines) <= DIFFERENCE_LINES:
        return lines
    gain, inward, outward = lines[-DIFFERENCE_LINES:]
    money = lines[0]
    if (
        [gain["account"], inward["account"], outward["account"]] == [account, "1900", "1900"]
        and gain["currency"] == inward["currency"] != money["currency"] == outward["currency"]
        and gain["fund"] == inward["fund"] == outward["fund"] == money["fund"]
        and outward["minor"] == 0
        and not gain["holder"] + inward["holder"] + outward["holder"]
        and gain["ref"] == inward["ref"] == outward["ref"] == money["ref"]
        and gain["kind"] == inward["kind"] == outward["kind"] == money["kind"]
    ):
        return lines[:-DIFFERENCE_LINES]
    return lines


def explain(reading: Reading, strangers: list[Posted], left: list[Expected]) -> None:
    """Turn what did not match into few findings: an altered entry and its cause give one."""
    for entry in strangers:
        reading.seq = entry.seq
        about = {line["ref"] for line in entry.lines}
        near = [cause for cause in left if cause.about[1] in about or cause.event == entry.event]
        if not near:
            reading.find(
                "H7",
                f"entry {entry.number} ({entry.event}) has no cause in its unit of work",
            )
            continue
        cause = min(near, key=lambda one: (one.event != entry.event, one.about[1] not in about))
        left.remove(cause)
        if entry.unsound:
            continue
        what = difference(cause, entry) if cause.event == entry.event else "the event"
        reading.find(
            "H7",
            f"entry {entry.number} ({entry.event}) differs from its cause, the {cause.event} of "
            f"{cause.about[0]} {cause.about[1]}, in {what}",
        )
    for cause in left:
        reading.seq = cause.seq
        reading.find(
            "H7",
            f"{cause.about[0]} {cause.about[1]} has no {cause.event} in the journal",
        )
