"""Awards: drafted, proposed, approved, and what is carried out equals what was signed (H4)."""

from typing import Any

from audit.replay.amounts import check_currency
from audit.replay.award_records import Clock, Instalment
from audit.replay.causes import EXPENSE, expect, expect_pair, pair
from audit.replay.contents import check_fund
from audit.replay.lending import promise
from audit.replay.overlaps import give_span, span_of
from audit.replay.reading import Reading
from audit.replay.records import Award, Proposal
from audit.replay.repaying import LOAN
from audit.replay.settling import is_settled_here
from audit.replay.signed import compare
from audit.replay.stages import move_from


def draft(reading: Reading, data: dict[str, Any]) -> None:
    """Begin an award for a registered beneficiary, within a fund."""
    ident, fund = data["award"], data["fund"]
    state = reading.state
    reading.create(ident, "award")
    reading.create(("award", data["reference"]), "the reference of an")
    beneficiary = reading.known(state.beneficiaries, data["beneficiary"], "beneficiary")
    if beneficiary is not None:
        beneficiary.awards.append(ident)
    if beneficiary is not None and beneficiary.household != data["household"]:
        reading.find("H7", f"award {ident} names another household than its beneficiary's")
    if data["kind"] not in {*EXPENSE, LOAN}:
        reading.find("H7", f"award {ident} is of a kind replay does not know: {data['kind']}")
    reading.known(state.funds, fund, "fund")
    check_currency(reading, f"award {ident}", data["currency"])
    state.awards[ident] = Award(
        data["reference"],
        data["kind"],
        data["beneficiary"],
        data["household"],
        fund,
        data["currency"],
    )
    state.helped[data["household"]].append(ident)


def propose(reading: Reading, data: dict[str, Any]) -> None:
    """Mark an award as proposed; from here on it is what its proposal says."""
    ident = data["award"]
    award = reading.known(reading.state.awards, ident, "award")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if award is None or proposal is None:
        return
    move_from(reading, "award.proposed", ident, award, data["from"])
    award.proposal, award.revision = data["proposal"], data["revision"]
    signed = proposal.signed
    if not signed["content"]:
        return
    due = {"kind": "award", "subject": ident, "revision": data["revision"]}
    if proposal.revision == 1:
        due["fund"] = award.fund
    due["beneficiary"] = award.beneficiary
    compare(reading, f"proposal {data['proposal']} of award {ident}", signed, due)
    compare(
        reading,
        f"the content of that of award {ident}",
        signed["content"],
        {"award_kind": award.kind, "household": award.household},
    )
    take_terms(award, proposal)


def take_terms(award: Award, proposal: Proposal) -> None:
    """Give an award the fund, amount, purpose and schedule its latest proposal asks for."""
    signed = proposal.signed
    content = signed["content"]
    award.fund, award.currency = signed["fund"], signed["money"]["currency"]
    award.minor = signed["money"]["minor"]
    award.purpose, award.emergency = content["purpose"], content["emergency"]
    award.clock = None if content["requested_at"] is None else Clock(content["requested_at"])
    award.recognition = content["recognition"]
    award.way, award.channel = content["way"], content["channel"]
    award.instalments = {part["number"]: Instalment(part["due"], part["minor"]) for part in content["instalments"]}
    give_span(award, content)


def approve(reading: Reading, data: dict[str, Any]) -> None:
    """Carry out an approved award: its promise enters the books."""
    ident = data["award"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is None:
        return
    move_from(reading, "award.approved", ident, award, data["from"])
    is_settled_here(reading, f"award {ident} is approved", award.proposal, "approved")
    reading.unit.notified.add(ident)
    if award.clock is not None:
        award.clock.approved_at = reading.at
    if award.recognition == "notification":
        expect_notified(reading, ident, award)
        reading.later(check_recognised, ident)
    else:
        money = (award.fund, award.currency, award.minor)
        expect_pair(reading, "award_conditional", ("award", ident), money)
        if award.kind == LOAN:
            promise(reading, ident, award)


def expect_notified(reading: Reading, ident: str, award: Award) -> None:
    """Call for the entry of an award that is owed from its notification on."""
    lines = pair(award.fund, award.currency, award.minor, EXPENSE.get(award.kind, ""), "2100")
    expect(reading, "award_unconditional", ("award", ident), lines)


def check_recognised(reading: Reading, ident: str) -> None:
    """H7: an award owed from its notification on has all instalments recognised at once."""
    reading.checks["H7"] += 1
    parts = reading.state.awards[ident].instalments
    late = [number for number, part in parts.items() if part.stage == "planned"]
    if late:
        reading.find("H7", f"award {ident} is notified, but leaves instalments {late} planned")


def refuse(reading: Reading, data: dict[str, Any]) -> None:
    """Close an award whose proposal was refused."""
    ident = data["award"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is not None:
        move_from(reading, "award.refused", ident, award, data["from"])
        is_settled_here(reading, f"award {ident} is refused", award.proposal, "refused")


def withdraw(reading: Reading, data: dict[str, Any]) -> None:
    """Close an award whose proposal was withdrawn."""
    ident = data["award"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is not None:
        move_from(reading, "award.withdrawn", ident, award, data["from"])
        is_settled_here(reading, f"award {ident} is withdrawn", award.proposal, "withdrawn")


def take_past(reading: Reading, data: dict[str, Any]) -> Award:
    """Enter an award of the past, which begins completed with its one instalment paid."""
    ident, fund = data["award"], data["fund"]
    reading.create(ident, "award")
    reading.create(("award", data["reference"]), "the reference of an")
    beneficiary = reading.known(reading.state.beneficiaries, data["beneficiary"], "beneficiary")
    if data["kind"] not in EXPENSE:
        reading.find("H7", f"award {ident} is of a kind replay does not know: {data['kind']}")
    check_currency(reading, f"award {ident}", data["currency"])
    check_fund(reading, f"award {ident}", fund, data["purpose"])
    award = Award(
        data["reference"],
        data["kind"],
        data["beneficiary"],
        "" if beneficiary is None else beneficiary.household,
        fund,
        data["currency"],
        data["minor"],
        "completed",
        data["purpose"],
        recognition="notification",
        imported=data["import"],
    )
    paid = {data["disbursement"]: data["minor"]}
    award.instalments[1] = Instalment(data["date"], data["minor"], "recognised", paid, data["minor"])
    award.live_minor = data["minor"]
    award.span = span_of([data["date"]], [])
    reading.state.awards[ident] = award
    reading.state.helped[award.household].append(ident)
    return award
