"""Statement lines with no other story: charges, interest, approved losses, money given back by a beneficiary."""

from typing import Any

from audit.replay.amounts import check_amount
from audit.replay.causes import ADVANCES, EXPENSE, expect_exact
from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.signed import compare
from audit.replay.statement_lines import cash_line, line, use
from audit.replay.treasury_records import Loss


def book(reading: Reading, data: dict[str, Any]) -> None:
    """Book a charge or interest."""
    ident, event, minor = data["booking"], data["event"], data["minor"]
    reading.create(ident, "booking")
    use(reading, data["statement"])
    reading.known(reading.state.funds, data["fund"], "fund")
    check_amount(reading, f"booking {ident}", minor)
    fund, currency = data["fund"], data["currency"]
    money = cash_line(fund, data["cash"], currency, minor, data["statement"])
    lines = {
        "bank_charge": [line(fund, "5800", currency, minor), {**money, "minor": -minor}],
        "interest": [money, line(fund, "4050", currency, -minor)],
    }[event]
    expect_exact(reading, event, ("booking", ident), lines)


def recover(reading: Reading, data: dict[str, Any]) -> None:
    """Take back money from a beneficiary: no more than was paid on the award and not given back before."""
    ident, minor = data["award"], data["minor"]
    use(reading, data["statement"])
    check_amount(reading, f"what award {ident} gives back", minor)
    award = reading.known(reading.state.awards, ident, "award")
    if award is None:
        return
    due = {"fund": award.fund, "currency": award.currency}
    compare(reading, f"what award {ident} gives back", data, due, "H7")
    paid = sum(part.paid_minor for part in award.instalments.values())
    reading.state.recovered[ident] += minor
    reading.checks["H6"] += 1
    if reading.state.recovered[ident] > paid:
        reading.find("H6", f"award {ident} gives back more than was paid on it")
    lines = [
        cash_line(award.fund, data["cash"], award.currency, minor, data["statement"]),
        line(award.fund, EXPENSE[award.kind], award.currency, -minor),
    ]
    expect_exact(reading, "money_recovered", ("award", ident), lines)


def hand_in(reading: Reading, data: dict[str, Any]) -> None:
    """Take in what an intermediary hands in of the loans that were paid back to them: never more than that."""
    ident, minor, fund, currency = data["booking"], data["minor"], data["fund"], data["currency"]
    reading.create(ident, "booking")
    use(reading, data["statement"])
    reading.known(reading.state.funds, fund, "fund")
    check_amount(reading, f"booking {ident}", minor)
    held = (fund, data["holder"], currency)
    reading.checks["H6"] += 1
    if minor > reading.state.taken_in[held]:
        reading.find("H6", f"{data['holder']} hands in {minor}, they took in {reading.state.taken_in[held]}")
    reading.state.taken_in[held] -= minor
    money = cash_line(fund, data["cash"], currency, minor, data["statement"])
    theirs = {**line(fund, ADVANCES, currency, -minor), "holder": data["holder"]}
    expect_exact(reading, "advance_returned", ("booking", ident), [money, theirs])


def approve_loss(reading: Reading, data: dict[str, Any]) -> None:
    """Note a loss that others have signed."""
    carry_out(reading, "loss.approved", data)
    reading.create(data["loss"], "loss")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is not None:
        signed, money = proposal.signed, proposal.signed["money"]
        reading.state.losses[data["loss"]] = Loss(
            signed["fund"], signed["content"]["cash"], money["currency"], money["minor"]
        )


def book_loss(reading: Reading, data: dict[str, Any]) -> None:
    """Book an approved loss, once."""
    ident = data["loss"]
    use(reading, data["statement"])
    loss = reading.known(reading.state.losses, ident, "loss")
    if loss is None:
        return
    reading.checks["H13"] += 1
    if loss.booked or loss.cancelled:
        reading.find("H13", f"loss {ident} is booked a second time, or after it was given up")
    loss.booked = True
    lines = [
        line(loss.fund, "5850", loss.currency, loss.minor),
        cash_line(loss.fund, loss.cash, loss.currency, -loss.minor, data["statement"]),
    ]
    expect_exact(reading, "loss", ("loss", ident), lines)


def cancel_loss(reading: Reading, data: dict[str, Any]) -> None:
    """Give an approved loss up before it is booked, once."""
    ident = data["loss"]
    loss = reading.known(reading.state.losses, ident, "loss")
    if loss is None:
        return
    reading.checks["H13"] += 1
    if loss.booked or loss.cancelled:
        reading.find("H13", f"loss {ident} is given up after it was booked or given up")
    loss.cancelled = True
