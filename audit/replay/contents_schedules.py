"""What a proposal about a running award must say: another schedule of the same sum, or that it goes on (H4)."""

from typing import Any

from audit.replay.amounts import check_amount
from audit.replay.contents import check_money
from audit.replay.reading import Reading
from audit.replay.records import Award
from audit.replay.schedules import RUNNING, promised
from audit.replay.signed import compare


def check_schedule(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a changed schedule to its award: all that is still promised, exactly, and from today on."""
    award = check_about(reading, ident, signed)
    if award is None or not check_money(reading, ident, signed["money"]):
        return
    for part in signed["content"]["instalments"]:
        check_amount(reading, f"instalment {part['number']} of proposal {ident}", part["minor"])
    reading.checks["H4"] += 1
    fund = reading.state.funds.get(award.fund)
    closes = "9999" if fund is None else fund.closes
    for fault in (fault_in_sums(award, signed), fault_in_days(signed["content"], reading.day, closes)):
        if fault is not None:
            reading.find("H4", f"proposal {ident} {fault}")


def fault_in_sums(award: Award, signed: dict[str, Any]) -> str | None:
    """Say in what a changed schedule is not exactly what is still promised; None where it is."""
    content, left = signed["content"], promised(award)
    parts, money = content["instalments"], signed["money"]
    if not left or content["replaces"] != left:
        return f"replaces instalments {content['replaces']}, but {left} are promised"
    total = sum(award.instalments[number].minor for number in left)
    if (money["minor"], money["currency"]) != (total, award.currency):
        return f"moves {money['minor']}, but {total} is promised"
    if sum(part["minor"] for part in parts) != total:
        return f"has instalments that do not sum to {total}"
    last = max(award.instalments)
    if [part["number"] for part in parts] != list(range(last + 1, last + 1 + len(parts))):
        return f"has instalments that are not numbered from {last + 1}"
    return None


def fault_in_days(content: dict[str, Any], day: str, closes: str) -> str | None:
    """Say that days are out of order, in the past, or after the fund is closed."""
    days = [part["due"] for part in content["instalments"]]
    if days != sorted(days) or any(one < day or one > closes for one in days):
        return f"has instalments out of order, before {day} or after {closes}"
    return None


def check_resumption(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a wish that an award goes on to its being stopped."""
    award = check_about(reading, ident, signed)
    compare(reading, f"proposal {ident}", signed, {"money": None})
    if award is not None and not award.stopped:
        reading.find("H4", f"proposal {ident} resumes award {signed['subject']}, which is not stopped")


def check_about(reading: Reading, ident: str, signed: dict[str, Any]) -> Award | None:
    """Hold a proposal to the running award that it is about."""
    award = reading.known(reading.state.awards, signed["subject"], "award")
    compare(reading, f"the content of proposal {ident}", signed["content"], {"award": signed["subject"]})
    if award is None:
        return None
    compare(reading, f"proposal {ident}", signed, {"fund": award.fund, "beneficiary": award.beneficiary})
    reading.checks["H4"] += 1
    if award.stage not in RUNNING:
        reading.find("H4", f"proposal {ident} is about an award that is {award.stage}")
    return award
