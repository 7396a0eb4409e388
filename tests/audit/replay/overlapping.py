"""What overlaps in a history: worked out once more, in the plainest way, from the entries that are written already."""

import datetime as dt
import json
from typing import Any

from tests.audit.replay.histories import History, uid

STAGES = ("proposed", "approved", "refused", "withdrawn", "activated", "completed", "cancelled")
NEED = {"FAM": "living", "LIV": "living", "HUM": "living", "STI": "living"}
"""The needs that these histories tell of; any other purpose is a need of its own."""


def accept(history: History, proposal: dict[str, Any]) -> dict[str, Any] | None:
    """Give what an approval has to say of overlaps with a proposal."""
    found = sorted(overlaps(history, proposal))
    return {"awards": found, "reason": "not_enough"} if found else None


def overlaps(history: History, proposal: dict[str, Any]) -> set[str]:
    """Find the awards of the household that are for the same need, and share a day."""
    if proposal["kind"] not in {"award", "schedule", "loan_reschedule", "loan_grant"}:
        return set()
    known = awards_of(history)
    mine = dict(known.get(proposal["subject"], {}))
    days = set(mine.get("days", ()))
    if proposal["kind"] == "schedule":
        days = replanned(mine, proposal["content"])[1]
    elif proposal["kind"] == "loan_reschedule":
        days = days_from(mine["paid"], [part["due"] for part in proposal["content"]["repayments"]])
    elif proposal["kind"] == "loan_grant":
        days = hull(days | days_from([made_on(history, proposal["proposal"])], []))
    return {
        ident
        for ident, one in known.items()
        if ident != proposal["subject"]
        and one["stage"] not in {"refused", "withdrawn", "cancelled"}
        and one["household"] == mine["household"]
        and one["need"] == mine["need"]
        and days & one["days"]
    }


def awards_of(history: History) -> dict[str, dict[str, Any]]:
    """Give each proposed or imported award with household, need, stage and the days it helps for."""
    homes: dict[str, str] = {}
    found: dict[str, dict[str, Any]] = {}
    for entry in history.entries:
        verb, data = entry["verb"], entry["data"]
        if verb == "beneficiary.registered":
            homes[data["beneficiary"]] = data["household"]
        elif verb == "proposal.made" and data["kind"] == "award":
            said = json.loads(data["bytes"])
            content = said["content"]
            paid, back = ([part["due"] for part in content[name]] for name in ("instalments", "repayments"))
            one = found.setdefault(content["award"], {"stage": "proposed"})
            one.update(need=NEED.get(content["purpose"], content["purpose"]), paid=paid, days=days_from(paid, back))
            one["household"] = uid(f"household {said['beneficiary']}")
        elif verb == "award.imported":
            days = days_from([data["date"]], [])
            home = homes[data["beneficiary"]]
            found[data["award"]] = {"stage": "completed", "need": data["purpose"], "days": days, "household": home}
        elif verb.startswith("award.") and verb.removeprefix("award.") in STAGES and data["award"] in found:
            found[data["award"]]["stage"] = verb.removeprefix("award.")
        elif verb in {"award.rescheduled", "loan.rescheduled", "loan.granted"} and data["award"] in found:
            change(history, found[data["award"]], verb, data["proposal"])
    return found


def change(history: History, one: dict[str, Any], verb: str, proposal: str) -> None:
    """Let a loan help for other days from here on."""
    if proposal not in history.proposals:
        return
    if verb == "award.rescheduled":
        one["paid"], one["days"] = replanned(one, history.proposals[proposal]["content"])
    elif verb == "loan.rescheduled":
        parts = history.proposals[proposal]["content"]["repayments"]
        one["days"] = days_from(one["paid"], [part["due"] for part in parts])
    else:
        one["days"] = hull(one["days"] | days_from([made_on(history, proposal)], []))


def replanned(one: dict[str, Any], content: dict[str, Any]) -> tuple[list[str], set[dt.date]]:
    """Give the payments of an award, of which some are replaced, in the order of their numbers, and its days."""
    kept = [due if number not in content["replaces"] else "" for number, due in enumerate(one["paid"], start=1)]
    paid = [*kept, *(part["due"] for part in content["instalments"])]
    return paid, days_from(sorted(due for due in paid if due), [])


def made_on(history: History, proposal: str) -> str:
    """Give the day of the newest revision of a proposal."""
    made = [
        one["at"][:10]
        for one in history.entries
        if one["verb"] == "proposal.made" and one["data"]["proposal"] == proposal
    ]
    return str(made[-1])


def days_from(paid: list[str], back: list[str]) -> set[dt.date]:
    """Give every day from the first payment until a month after the last, or the last repayment if that is later.

    In these histories payments are a month apart, none on the last days of one.
    """
    first, last = dt.date.fromisoformat(paid[0]), dt.date.fromisoformat(paid[-1])
    end = (last.replace(day=1) + dt.timedelta(days=32)).replace(day=last.day) - dt.timedelta(days=1)
    return hull({first, end, *map(dt.date.fromisoformat, back)})


def hull(days: set[dt.date]) -> set[dt.date]:
    """Give every day from the first to the last of these."""
    first, last = min(days, default=dt.date.max), max(days, default=dt.date.min)
    return {first + dt.timedelta(days=n) for n in range((last - first).days + 1)}
