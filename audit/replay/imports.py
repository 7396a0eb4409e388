"""Imports of past awards: what is carried out is the signed file, row by row (H4), once (H13)."""

import hashlib
from collections import Counter
from typing import Any

from audit.replay.amounts import check_amount
from audit.replay.awards import expect_notified, take_past
from audit.replay.causes import expect_pair
from audit.replay.dues import carry_out as carry_out_signed
from audit.replay.funds import expect_gift, write_gift
from audit.replay.reading import Reading
from audit.replay.records import Disbursement, Import
from audit.replay.settling import is_settled_here
from audit.replay.signed import compare
from audit.replay.treasury_records import Rate


def propose(reading: Reading, data: dict[str, Any]) -> None:
    """Propose to take in a file, named by its hash."""
    ident = data["import"]
    imports = reading.state.imports
    if ident not in imports:
        reading.create(ident, "import")
        imports[ident] = Import(data["proposal"], data["file_sha256"])
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is None:
        return
    imports[ident].revision = proposal.revision
    if proposal.signed["content"]:
        due = {"import": ident, "file_sha256": imports[ident].file_sha256}
        what = f"proposal {data['proposal']} of import {ident}"
        compare(reading, what, proposal.signed["content"], due)
    if data["file_sha256"] != imports[ident].file_sha256:
        reading.find("H4", f"import {ident} is proposed again with another file")


def leave_out(reading: Reading, data: dict[str, Any]) -> None:
    """Note the rows of the file that are not taken, and why."""
    taken = reading.known(reading.state.imports, data["import"], "import")
    if taken is not None:
        taken.left_out.update(row["row"] for row in data["rows"])


def record_rate(reading: Reading, data: dict[str, Any]) -> None:
    """Record an exchange rate that was signed, by itself or with an import."""
    ident, currency = data["proposal"], data["currency"]
    reading.state.rates.append(Rate(*(data[name] for name in Rate._fields)))
    signed = reading.state.proposals.get(ident)
    if signed is not None and signed.kind == "rates":
        carry_out_signed(reading, "rate.recorded", data)
        return
    if not is_settled_here(reading, f"a rate of {currency} is recorded", ident, "approved"):
        return
    proposal = reading.state.proposals[ident]
    rate = {name: data[name] for name in ("base", "rate", "source", "date")}
    compare(
        reading,
        f"the rate of {currency} signed with proposal {ident}",
        proposal.signed["content"]["rates"],
        {currency: rate},
    )
    taken = reading.state.imports.get(proposal.subject)
    if taken is not None:
        taken.rates[currency] = rate


def take_award(reading: Reading, data: dict[str, Any]) -> None:
    """Enter one award of the file, with its payment, into the books."""
    ident, payment = data["award"], data["disbursement"]
    state = reading.state
    taken = reading.known(state.imports, data["import"], "import")
    if taken is None:
        return
    is_settled_here(reading, f"award {ident} is imported", taken.proposal, "approved")
    check_amount(reading, f"award {ident}", data["minor"])
    award = take_past(reading, data)
    award.proposal = taken.proposal
    taken.awards.append(ident)
    reading.create(payment, "disbursement")
    state.disbursements[payment] = Disbursement(
        None,
        ident,
        1,
        data["minor"],
        data["currency"],
        data["date"],
        None,
        "confirmed",
        settled_on=data["date"],
    )
    expect_notified(reading, ident, award)
    money = (data["fund"], data["currency"], data["minor"])
    expect_pair(reading, "payment_sent", ("disbursement", payment), money)
    expect_pair(reading, "payment_debited", ("disbursement", payment), money)


def carry_out(reading: Reading, data: dict[str, Any]) -> None:
    """Carry out an import once; its sums are taken at the end of the unit of work."""
    ident = data["import"]
    taken = reading.known(reading.state.imports, ident, "import")
    if taken is None:
        return
    reading.checks["H13"] += 1
    if taken.file_sha256 in reading.state.files:
        reading.find("H13", f"import {ident} takes in a file that was taken in before")
    reading.state.files.add(taken.file_sha256)
    taken.carried_out = True
    if is_settled_here(reading, f"import {ident} is carried out", taken.proposal, "approved"):
        reading.later(compare_import, ident, data)


def compare_import(reading: Reading, ident: str, data: dict[str, Any]) -> None:
    """H4: rows, totals and rates of an import are those that were signed."""
    state = reading.state
    taken = state.imports[ident]
    rows = [state.awards[award] for award in taken.awards]
    totals: Counter[str] = Counter()
    digest = hashlib.sha256()
    for award_id, award in zip(taken.awards, rows, strict=True):
        totals[award.currency] += award.minor
        day = award.instalments[1].due
        fields = (
            award_id,
            award.beneficiary,
            award.fund,
            str(award.minor),
            award.currency,
            day,
        )
        digest.update((",".join(fields) + "\n").encode())
    due = {
        "taken": len(rows),
        "refused": len(taken.left_out),
        "totals": dict(totals),
        "rows_sha256": digest.hexdigest(),
        "rates": taken.rates,
    }
    content = state.proposals[taken.proposal].signed["content"]
    if compare(reading, f"what was signed for import {ident}", content, due):
        said = {"awards": len(rows), "totals": dict(totals)}
        compare(reading, f"the end of import {ident}", data, said)
    given: Counter[str] = Counter()
    for gift in taken.gifts:
        given[state.contributions[gift].fund] += state.contributions[gift].minor
    spent: Counter[str] = Counter()
    for award in rows:
        spent[award.fund] += award.minor
    reading.checks["H4"] += 1
    if given != spent:
        reading.find("H4", f"the contributions of import {ident} are not what its awards come to")


def take_gift(reading: Reading, data: dict[str, Any]) -> None:
    """Enter the opening contribution that covers the awards of an import from one funder."""
    ident = data["contribution"]
    taken = reading.known(reading.state.imports, data["import"], "import")
    if taken is None:
        return
    is_settled_here(reading, f"contribution {ident} is imported", taken.proposal, "approved")
    gift = write_gift(reading, data)
    gift.stage, gift.received_on = "received", data["date"]
    taken.gifts.append(ident)
    expect_gift(reading, ident, gift)
