"""Histories whose statements are wrong, or whose cash no statement shows."""

import hashlib
from typing import Any

from tests.audit.replay import banking, deeds, paying, treasury
from tests.audit.replay.altering import Spoil, Wrong
from tests.audit.replay.histories import History, uid
from tests.audit.replay.story import grant


def taken(words: str, rule: str, **changed: Any) -> tuple[Spoil, tuple[str, str]]:
    """Take in a statement that says something else than it should."""

    def spoil(history: History) -> None:
        banking.take_in(history, [5, -7], **changed)

    spoil.__name__ = f"take_in_{'_'.join(changed)}"
    return spoil, (rule, words)


def take_file_twice(history: History) -> None:
    """Take in another statement from the same file."""
    banking.take_in(history, [5], file_sha256="cd" * 32)
    banking.take_in(history, [7], file_sha256="cd" * 32)


def add_lines_later(history: History) -> None:
    """Add a line to a statement in another unit of work."""
    banking.take_in(history, [5])
    history.work("Fay")
    line = {"line": uid("late"), "number": 2, "date": history.at[:10], "minor": 3, "kind": "other"}
    name = history.entries[-1]["data"]["statement"]
    history.write("statement.lines", statement=name, lines=[line])


def misnumber(history: History) -> None:
    """Number a line out of its order."""
    banking.take_in(history, [5, 7])
    change_line(history, "number", 3)


def misdate(history: History) -> None:
    """Date a line outside of its statement."""
    banking.take_in(history, [5, 7])
    change_line(history, "date", "2026-01-04")


def change_line(history: History, member: str, value: Any) -> None:
    """Change a line of the newest statement, and the hash over its lines with it."""
    imported, told = history.entries[-2]["data"], history.entries[-1]["data"]["lines"]
    told[-1][member] = value
    rows = "".join(f"{o['line']},{o['number']},{o['date']},{o['minor']},EUR,{o['kind']}\n" for o in told)
    imported["lines_sha256"] = hashlib.sha256(rows.encode()).hexdigest()


def set_aside_posted(history: History) -> None:
    """Put aside the line that shows the first gift."""
    line = next(e["data"]["lines"][0]["line"] for e in history.entries if e["verb"] == "statement.lines")
    history.work("Fay")
    history.write("line.set_aside", line=line, why="asked_bank")


def settle_twice(history: History) -> None:
    """Take back one claim by two lines."""
    debit, first, second = banking.take_in(history, [-7, 7, 7])
    banking.claim(history, debit, 7)
    banking.claim(history, banking.take_in(history, [-7])[0], 7)
    banking.settle(history, debit, first, 7)
    banking.settle(history, debit, second, 7)


def post_unshown(history: History) -> None:
    """Post a gift to cash without a statement line."""
    deeds.announce(history, "gift 2", "F1", 500)
    deeds.receive(history, "gift 2", "F1", 500)
    history.entries[-1]["data"]["lines"][0]["statement"] = None


def post_on_another_day(history: History) -> None:
    """Date the entry of a gift otherwise than its line."""
    deeds.announce(history, "gift 2", "F1", 500)
    deeds.receive(history, "gift 2", "F1", 500)
    history.entries[-1]["data"]["date"] = "2026-01-04"


def name_a_line_off_cash(history: History) -> None:
    """Name a statement line where no cash is moved."""
    deeds.announce(history, "gift 2", "F1", 500)
    deeds.receive(history, "gift 2", "F1", 500)
    lines = history.entries[-1]["data"]["lines"]
    lines[1]["statement"] = lines[0]["statement"]


def post_by_unknown(history: History) -> None:
    """Name a statement line that no statement has."""
    deeds.announce(history, "gift 2", "F1", 500)
    deeds.receive(history, "gift 2", "F1", 500)
    history.entries[-1]["data"]["lines"][0]["statement"] = uid("no such line")


def post_a_line_twice(history: History) -> None:
    """Book a second gift by the line that shows the first."""
    for name in ("gift 2", "gift 3"):
        deeds.announce(history, name, "F1", 500)
        deeds.receive(history, name, "F1", 500)
    former, newer = (e["data"]["lines"][0] for e in history.entries[-1:-8:-1] if e["verb"] == "entry.posted")
    former["statement"] = newer["statement"]


def post_a_part(history: History) -> None:
    """Book a gift by a line that shows more."""
    (line,) = banking.take_in(history, [600])
    deeds.announce(history, "gift 2", "F1", 500)
    history.work("Fay")
    history.write("contribution.received", contribution=uid("gift 2"), date=history.at[:10])
    give = ((uid("F1"), "1000", 500, deeds.CASH), (uid("F1"), "4000", -500, ""))
    history.post("contribution", ("contribution", uid("gift 2")), "EUR", *give, by=line)


def return_undebited(history: History) -> None:
    """Let a payment come back that no statement has debited."""
    case = grant(history, "w1", [500])
    paying.start(history, "rw", [case.payment(1)])
    paying.send(history, case, case.payment(1))
    paying.come_back(history, case, case.payment(1), "sent", 0)


def claimed(history: History) -> str:
    """Claim something from the bank."""
    (line,) = banking.take_in(history, [-300])
    banking.claim(history, line, 300)
    return line


def give_up_returned(history: History) -> None:
    """Give up a claim that came back after it was asked."""
    line = claimed(history)
    banking.ask_loss(history, line, 300)
    (back,) = banking.take_in(history, [300])
    banking.settle(history, line, back, 300)
    banking.claim(history, *_another(history))
    banking.lose(history, line, 300)


def _another(history: History) -> tuple[str, int]:
    """Another debit as large, so that there is something on the account to be lost."""
    return banking.take_in(history, [-300])[0], 300


def give_up_more(history: History) -> None:
    """Ask to give up more than is claimed."""
    banking.ask_loss(history, claimed(history), 301)


def give_up_elsewhere(history: History) -> None:
    """Ask to give up a claim on another bank."""
    line = claimed(history)
    content = {"claim": line, "cash": "box"}
    treasury.ask(history, "claim_loss", line, content, subject=line, reason="too_late", **treasury.money(300))


def give_up_unclaimed(history: History) -> None:
    """Ask to give up what nobody claimed."""
    banking.ask_loss(history, uid("nothing"), 300)


def give_up_unsigned(history: History) -> None:
    """Give up a claim that nobody signed away."""
    line = claimed(history)
    banking.ask_loss(history, line, 300)
    history.write("claim.lost", claim=line, proposal=treasury.proposal_of("claim_loss", line))
    fund = uid("F1")
    lines = ((fund, "5850", 300, ""), (fund, "1300", -300, deeds.CASH))
    history.post("wrong_debit_lost", ("bank_claim", line), "EUR", *lines)


WRONG: Wrong = dict(
    [
        taken("has number 9", "H2", number=9),
        taken("opens at 3", "H1", opening=3, closing=1),
        taken("days that lie before", "H7", until="2026-02-01"),
        taken("lead to 9999998, it closes at 4", "H1", closing=4),
        taken("not those that were hashed", "H7", lines_sha256="00" * 32),
        taken("not those that were hashed", "H7", count=3),
        (take_file_twice, ("H13", "from a file that was taken in before")),
        (add_lines_later, ("H7", "come after it was taken in")),
        (misnumber, ("H2", "line 3 of statement")),
        (misdate, ("H2", "line 2 of statement")),
        (set_aside_posted, ("H7", "put aside after it was posted")),
        (settle_twice, ("H13", "settled a second time")),
        (give_up_returned, ("H13", "after it was settled or given up")),
        (give_up_more, ("H4", "differs in money")),
        (give_up_elsewhere, ("H4", "differs in cash")),
        (give_up_unclaimed, ("H7", "no earlier entry created it")),
        (give_up_unsigned, ("H3", "carries out what nobody approved")),
        (post_unshown, ("H1", "no statement line shows it")),
        (post_on_another_day, ("H1", "on an earlier day, than line")),
        (name_a_line_off_cash, ("H1", "posts other money")),
        (post_by_unknown, ("H7", "no earlier entry created it")),
        (post_a_line_twice, ("H2", "is posted a second time by entry")),
        (post_a_part, ("H1", "shows 600, the entries post 500")),
        (return_undebited, ("H7", "does not follow from its stage sent")),
    ]
)
