"""Entries that a proposal of the treasury calls for: transfers between funds, manual entries."""

from typing import Any

from audit.replay.causes import expect_exact
from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.statement_lines import cash_line, line


def transfer(reading: Reading, data: dict[str, Any]) -> None:
    """Give money of one fund to another, inside one cash account: no statement shows it."""
    ident = data["transfer"]
    carry_out(reading, "fund.transferred", data)
    reading.create(ident, "transfer")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is None:
        return
    signed, content = proposal.signed, proposal.signed["content"]
    giving, taking, cash = signed["fund"], content["to"], content["cash"]
    currency, minor = signed["money"]["currency"], signed["money"]["minor"]
    lines = [
        line(giving, "3900", currency, minor),
        cash_line(giving, cash, currency, -minor, None),
        cash_line(taking, cash, currency, minor, None),
        line(taking, "3900", currency, -minor),
    ]
    expect_exact(reading, "fund_transfer", ("transfer", ident), lines)


def post_manual(reading: Reading, data: dict[str, Any]) -> None:
    """Post exactly the lines that were signed."""
    ident = data["manual"]
    carry_out(reading, "manual.posted", data)
    reading.create(ident, "manual entry")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is None:
        return
    fund, currency = proposal.signed["fund"], proposal.signed["money"]["currency"]
    lines = [{"fund": fund, "currency": currency, **one} for one in proposal.signed["content"]["lines"]]
    expect_exact(reading, "manual", ("manual", ident), lines)
