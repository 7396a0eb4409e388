"""Histories whose books are wrong: H1, H2, H5 and H14."""

from typing import Any

from tests.audit.replay import awarding, deeds, importing, paying
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, register, uid
from tests.audit.replay.story import ROWS

LIMIT = 2**53 - 1
WHO = "B-7K3M-9QXT-C"


def last_lines(history: History) -> list[dict[str, Any]]:
    """Give the lines of the entry written last."""
    lines: list[dict[str, Any]] = history.entries[-1]["data"]["lines"]
    return lines


def post_unbalanced(history: History) -> None:
    """Credit one unit more than was debited."""
    last_lines(history)[1]["minor"] -= 1


def post_one_line(history: History) -> None:
    """Leave an entry with its debit only."""
    del last_lines(history)[1]


def post_across_funds(history: History) -> None:
    """Balance an entry over two funds, but in neither of them."""
    deeds.open_fund(history, "F2")
    deeds.announce(history, "gift 2", "F2", 500)
    history.work("Fay")
    history.write("contribution.received", contribution=uid("gift 2"), date="2026-01-05")
    lines = ((uid("F2"), "1000", 500, "BANK-1"), (uid("F1"), "4000", -500, ""))
    history.post("contribution", ("contribution", uid("gift 2")), "EUR", *lines)


def post_wrong_running_balance(history: History) -> None:
    """State a running balance that does not follow, and carry on correctly after it."""
    last_lines(history)[0]["balance"] += 5
    deeds.announce(history, "gift 2", "F1", 500)
    deeds.receive(history, "gift 2", "F1", 500)


def post_other_base(history: History) -> None:
    """Give another base amount in the base currency itself."""
    for line, sign in zip(last_lines(history), (1, -1), strict=True):
        line["base"] += sign
        line["base_balance"] += sign


def post_unbalanced_base(history: History) -> None:
    """Leave the base amounts of an entry in another currency unbalanced."""
    importing.propose(history, "file 1", ROWS)
    importing.carry_out(history, "file 1", ROWS)
    line = next(e["data"]["lines"][1] for e in reversed(history.entries) if "lines" in e["data"])
    line["base"] -= 1
    line["base_balance"] -= 1


def skip_number(history: History) -> None:
    """Leave a gap in the numbers of entries."""
    history.entries[-1]["data"]["number"] += 1


def repeat_entry_id(history: History) -> None:
    """Post two entries under one id."""
    deeds.announce(history, "gift 2", "F1", 500)
    first = history.entries[-2]["data"]["entry"]
    deeds.receive(history, "gift 2", "F1", 500)
    history.entries[-1]["data"]["entry"] = first


def skip_version(history: History) -> None:
    """State a version of a sub-account that skips one, and carry on correctly after it."""
    last_lines(history)[0]["version"] += 1
    deeds.announce(history, "gift 2", "F1", 500)
    deeds.receive(history, "gift 2", "F1", 500)


def reverse_nothing(history: History) -> None:
    """Reverse an entry that is yet to come."""
    history.entries[-1]["data"]["reverses"] = 2


def reverse_twice(history: History) -> None:
    """Name one entry as reversed in two others."""
    for name in ("gift 2", "gift 3"):
        deeds.announce(history, name, "F1", 500)
        deeds.receive(history, name, "F1", 500)
        history.entries[-1]["data"]["reverses"] = 1


def open_fund_twice(history: History) -> None:
    """Open a fund whose id is taken."""
    history.work("Olga")
    history.write("fund.opened", **next(data_of(history, "fund.opened")))


def data_of(history: History, verb: str) -> Any:
    """Go through the data of all entries of a verb."""
    return (dict(entry["data"]) for entry in history.entries if entry["verb"] == verb)


def skip_policy(history: History) -> None:
    """Set a policy whose version skips one, still in the founding work."""
    founding = next(e for e in history.entries if e["verb"] == "policy.set")
    founding["data"]["version"] = 2


def promise_too_much(history: History) -> None:
    """Promise more than a fund has received, unconditionally."""
    small_grant(history, [600, 500], "emergency_grant")


def commit_too_much(history: History) -> None:
    """Promise more than a fund has received, by instalments."""
    small_grant(history, [1_001], "stipend")


def small_grant(history: History, parts: list[int], kind: str) -> None:
    """Approve an award from a fund that has 1,000."""
    deeds.open_fund(history, "F2")
    deeds.announce(history, "gift 2", "F2", 1_000)
    deeds.receive(history, "gift 2", "F2", 1_000)
    case = Case("x", "F2", WHO, parts, kind)
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)


def award_lacking_currency(history: History) -> None:
    """Promise an award in a currency of which its fund has nothing."""
    case = Case("x", "F1", WHO, [100])
    case.currency = "USD"
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)


def draft_unknown_currency(history: History) -> None:
    """Draft an award in a currency that does not exist."""
    case = Case("x", "F1", WHO, [100])
    case.currency = "XQX"
    awarding.draft(history, case)


def leave_on_conversion(history: History) -> None:
    """Credit the conversion account in place of the income."""
    last_lines(history)[1]["account"] = "1900"


def take_at_other_cost(history: History) -> None:
    """Pay in another currency at one unit of base more than the money cost."""
    importing.propose(history, "file 1", ROWS)
    importing.carry_out(history, "file 1", ROWS)
    lines = next(e["data"]["lines"] for e in reversed(history.entries) if "lines" in e["data"])
    for line, sign in zip(lines, (1, -1), strict=True):
        line["base"] += sign
        line["base_balance"] += sign


def take_more_than_held(history: History) -> None:
    """Pay through a cash account in which the fund has nothing: its money is in another."""
    deeds.open_fund(history, "F2")
    deeds.announce(history, "gift 2", "F2", 500)
    history.work("Fay")
    deeds.open_cash(history, "BANK-2", "EUR")
    history.write("contribution.received", contribution=uid("gift 2"), date="2026-01-05")
    lines = ((uid("F2"), "1000", 500, "BANK-2"), (uid("F2"), "4000", -500, ""))
    history.post("contribution", ("contribution", uid("gift 2")), "EUR", *lines)
    case = Case("x", "F2", WHO, [100])
    awarding.draft(history, case)
    awarding.propose(history, case)
    awarding.approve(history, case)
    payment = case.payment(1)
    paying.start(history, "r1", [payment])
    paying.send(history, case, payment)
    paying.confirm(history, case, payment)
    paying.complete(history, case)
    paying.settle(history, "r1")


def award_other_purpose(history: History) -> None:
    """Promise an award for a purpose its fund does not allow."""
    case = Case("x", "F1", WHO, [100])
    case.purpose = "education"
    awarding.draft(history, case)
    awarding.propose(history, case)


def give_no_currency(history: History) -> None:
    """Announce a contribution in what is no currency."""
    deeds.announce(history, "gift 2", "F1", 500, "XQX")


def announce_float(history: History) -> None:
    """Announce half a cent."""
    deeds.announce(history, "gift 2", "F1", 1)
    history.entries[-1]["data"]["minor"] = 1.5


def announce_less_than_nothing(history: History) -> None:
    """Announce a debt as a gift."""
    deeds.announce(history, "gift 2", "F1", -500)


def announce_truth(history: History) -> None:
    """Announce an amount that is `true`."""
    deeds.announce(history, "gift 2", "F1", 1)
    history.entries[-1]["data"]["minor"] = True


def open_unknown_currency(history: History) -> None:
    """Open a fund in a currency that does not exist."""
    deeds.open_fund(history, "F2", "XQX")


def open_wrong_digits(history: History) -> None:
    """Open a fund in yen with two digits."""
    deeds.open_fund(history, "F2", "JPY")


def post_beyond_limit(history: History) -> None:
    """Post an amount beyond what an integer of JSON can carry."""
    for line, sign in zip(last_lines(history), (1, -1), strict=True):
        line["minor"] = sign * (LIMIT + 1)


def share_person(history: History) -> None:
    """Register one person twice, in the founding work."""
    founding = history.entries
    place = next(n for n, e in enumerate(founding) if e["verb"] == "policy.set")
    unit, actor = founding[0]["work"], "system"
    scratch = History()
    scratch.unit, scratch.actor, scratch.now = unit, actor, history.now
    register(scratch, "Dora Again")
    again = scratch.entries[0]
    again["data"]["person"] = uid("Dora")
    again["at"] = founding[place]["at"]
    founding.insert(place, again)
    for seq, entry in enumerate(founding):
        entry["seq"] = seq


WRONG = {
    post_unbalanced: "H1",
    post_one_line: "H1",
    post_across_funds: "H1",
    post_wrong_running_balance: "H1",
    post_other_base: "H1",
    post_unbalanced_base: "H1",
    leave_on_conversion: "H1",
    take_at_other_cost: "H1",
    take_more_than_held: "H1",
    skip_number: "H2",
    repeat_entry_id: "H2",
    skip_version: "H2",
    reverse_nothing: "H2",
    reverse_twice: "H2",
    open_fund_twice: "H2",
    skip_policy: "H2",
    share_person: "H2",
    promise_too_much: "H5",
    commit_too_much: "H5",
    award_lacking_currency: "H5",
    award_other_purpose: "H5",
    give_no_currency: "H14",
    announce_float: "H14",
    draft_unknown_currency: "H14",
    announce_less_than_nothing: "H14",
    announce_truth: "H14",
    open_unknown_currency: "H14",
    open_wrong_digits: "H14",
    post_beyond_limit: "H14",
}
