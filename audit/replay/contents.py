"""What a proposal that moves money must say: award, run, import, payee (section 3 of the log format)."""

from typing import Any

from audit.replay.amounts import check_amount, check_currency
from audit.replay.causes import EXPENSE
from audit.replay.contents_sealed import check_hands
from audit.replay.overlaps import FAMILY
from audit.replay.reading import Reading
from audit.replay.repaying import LOAN, fault_in_gift, fault_in_loan
from audit.replay.signed import compare

RECOGNITION = {False: frozenset({"notification", "instalment"}), True: frozenset({"disbursement"})}
"""When a gift, and when a loan, leaves the books of promises."""


def check_award(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold an award to its fund's restrictions (H5), its instalments to its money (H4)."""
    content, money = signed["content"], signed["money"]
    compare(
        reading,
        f"the content of proposal {ident}",
        content,
        {"award": signed["subject"]},
    )
    if not check_money(reading, ident, money):
        return
    instalments = content["instalments"]
    for part in instalments:
        check_amount(reading, f"instalment {part['number']} of proposal {ident}", part["minor"])
    reading.checks["H4"] += 1
    if sum(part["minor"] for part in instalments) != money["minor"]:
        reading.find("H4", f"the instalments of proposal {ident} do not sum to {money['minor']}")
    if [part["number"] for part in instalments] != list(range(1, len(instalments) + 1)):
        reading.find("H4", f"the instalments of proposal {ident} are not numbered from 1")
    lends = content["award_kind"] == LOAN
    if not (lends or content["award_kind"] in EXPENSE) or content["recognition"] not in RECOGNITION[lends]:
        reading.find("H4", f"proposal {ident} is of an unknown kind of award or recognition")
    if content["award_kind"] == "family_support" and content["purpose"] not in FAMILY:
        reading.find("H4", f"proposal {ident} supports a family by something that is not for it: {content['purpose']}")
    check_hands(reading, ident, content)
    check_request(reading, ident, content)
    fault = fault_in_loan(content, money["minor"]) if lends else fault_in_gift(content)
    if fault is not None:
        reading.find("H4", f"proposal {ident} {fault}")
    check_fund(
        reading,
        f"proposal {ident}",
        signed["fund"],
        content["purpose"],
    )


def check_request(reading: Reading, ident: str, content: dict[str, Any]) -> None:
    """H7: an emergency has a clock, which runs from a request that came before; nothing else has one."""
    asked = content["requested_at"]
    reading.checks["H7"] += 1
    if content["emergency"] is not (asked is not None):
        reading.find("H7", f"proposal {ident} is an emergency without a request, or the other way round")
    elif asked is not None and asked > reading.at:
        reading.find("H7", f"proposal {ident} is asked for at {asked}, after it was made")


def check_run(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold the money of a run to H14; its lines are compared when it is released."""
    compare(
        reading,
        f"the content of proposal {ident}",
        signed["content"],
        {"run": signed["subject"]},
    )
    check_money(reading, ident, signed["money"])


def check_import(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold an import to taking or refusing every row, with totals in known currencies."""
    content = signed["content"]
    compare(
        reading,
        f"the content of proposal {ident}",
        content,
        {"import": signed["subject"]},
    )
    reading.checks["H4"] += 1
    if content["rows"] != content["taken"] + content["refused"]:
        reading.find("H4", f"proposal {ident} neither takes nor refuses some of its rows")
    for currency, minor in content["totals"].items():
        check_currency(reading, f"a total of proposal {ident}", currency)
        check_amount(reading, f"a total of proposal {ident}", minor)


def check_money(reading: Reading, ident: str, money: dict[str, Any]) -> bool:
    """Hold the money of a proposal to H14."""
    what = f"proposal {ident}"
    known = check_currency(reading, what, money["currency"])
    return check_amount(reading, what, money["minor"]) and known


def check_fund(reading: Reading, what: str, ident: str, purpose: str) -> None:
    """H5: an award lies within its fund's purposes; how much there is of its currency, the ceiling says."""
    fund = reading.known(reading.state.funds, ident, "fund")
    if fund is None:
        return
    reading.checks["H5"] += 1
    if fund.purposes and purpose not in fund.purposes:
        reading.find("H5", f"{what} is for {purpose}, which fund {ident} does not allow")
