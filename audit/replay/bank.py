"""Statements of cash accounts: each opens where the last one closed, and its lines lead to its closing balance."""

import hashlib
from typing import Any

from audit.replay.amounts import check_currency
from audit.replay.causes import CASH, expect, pair
from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.records import Account, BankLine, Claim, Statement
from audit.replay.signed import compare

CLAIMED, LOSSES = "1300", "5850"


def describe(reading: Reading, data: dict[str, Any]) -> None:
    """Remember by its hash how the tables of an account are read; nothing follows from it."""
    reading.state.described[data["cash"]] = data["sha256"]


def take_in(reading: Reading, data: dict[str, Any]) -> None:
    """Take in a statement, as the next one of its account."""
    ident, cash, state = data["statement"], data["cash"], reading.state
    reading.create(ident, "statement")
    check_currency(reading, f"statement {ident}", data["currency"])
    account = state.accounts.setdefault(cash, Account(data["currency"]))
    check_followed(reading, data, account)
    reading.checks["H13"] += 1
    if state.bank_files.setdefault(data["file_sha256"], reading.unit.ident) != reading.unit.ident:
        reading.find("H13", f"statement {ident} is taken from a file that was taken in before")
    state.statements[ident] = Statement(cash, data["currency"], data["from"], data["until"], reading.unit.ident)
    account.number, account.closing, account.until = data["number"], data["closing"], data["until"]
    reading.later(check_whole, data)


def check_followed(reading: Reading, data: dict[str, Any], account: Account) -> None:
    """H1, H2, H7: numbers without gap, balances that continue, days that do not go back."""
    where = f"statement {data['statement']} of {data['cash']}"
    for rule in ("H1", "H2", "H7"):
        reading.checks[rule] += 1
    if data["number"] != account.number + 1:
        reading.find("H2", f"{where} has number {data['number']}, {account.number + 1} belongs there")
    if account.closing is not None and (data["opening"], data["currency"]) != (account.closing, account.currency):
        reading.find("H1", f"{where} opens at {data['opening']}, the one before closed at {account.closing}")
    if not account.until <= data["from"] <= data["until"] <= reading.day:
        reading.find("H7", f"{where} is of days that lie before the last one or are not over yet")


def take_lines(reading: Reading, data: dict[str, Any]) -> None:
    """Take in lines of a statement, in the work that takes in the statement."""
    ident, state = data["statement"], reading.state
    statement = reading.known(state.statements, ident, "statement")
    if statement is None:
        return
    reading.checks["H7"] += 1
    if statement.work != reading.unit.ident:
        reading.find("H7", f"lines of statement {ident} come after it was taken in")
    for line in data["lines"]:
        reading.create(line["line"], "statement line")
        reading.checks["H2"] += 1
        if line["number"] != len(statement.lines) + 1 or not statement.since <= line["date"] <= statement.until:
            reading.find("H2", f"line {line['number']} of statement {ident} is out of its order or its days")
        taken = BankLine(
            ident, line["number"], statement.cash, statement.currency, line["date"], line["minor"], line["kind"]
        )
        state.bank_lines[line["line"]] = taken
        statement.lines.append(line["line"])


def check_whole(reading: Reading, data: dict[str, Any]) -> None:
    """H1, H7: the lines lead from the opening to the closing balance, and are those that were hashed."""
    ident, state = data["statement"], reading.state
    lines = [(one, state.bank_lines[one]) for one in state.statements[ident].lines]
    digest = hashlib.sha256()
    for one, line in lines:
        fields = (one, str(line.number), line.date, str(line.minor), line.currency, line.kind)
        digest.update((",".join(fields) + "\n").encode())
    total = data["opening"] + sum(line.minor for _one, line in lines)
    reading.checks["H1"] += 1
    reading.checks["H7"] += 1
    if total != data["closing"]:
        reading.find("H1", f"the lines of statement {ident} lead to {total}, it closes at {data['closing']}")
    elif (len(lines), digest.hexdigest()) != (data["count"], data["lines_sha256"]):
        reading.find("H7", f"the lines of statement {ident} are not those that were hashed")


def set_aside(reading: Reading, data: dict[str, Any]) -> None:
    """Put a line aside that no entry shows yet."""
    line = reading.known(reading.state.bank_lines, data["line"], "statement line")
    if line is None:
        return
    reading.checks["H7"] += 1
    if line.used_in is not None:
        reading.find("H7", f"statement line {data['line']} is put aside after it was posted")
    line.aside = True


def claim(reading: Reading, data: dict[str, Any]) -> None:
    """Claim from the bank what a line shows that it should not have debited."""
    ident, fund, minor = data["claim"], data["fund"], data["minor"]
    line = reading.known(reading.state.bank_lines, ident, "statement line")
    if line is None:
        return
    made = reading.state.claims[ident] = Claim(fund, line.currency, minor, line.cash)
    expect_claim(reading, "wrong_debit", ident, made, 1)


def settle(reading: Reading, data: dict[str, Any]) -> None:
    """Take back from the bank what was claimed, once."""
    ident = data["claim"]
    made = reading.known(reading.state.claims, ident, "claim")
    if made is None:
        return
    reading.checks["H13"] += 1
    if made.settled:
        reading.find("H13", f"claim {ident} is settled a second time")
    made.settled = True
    if made.lost:
        lines = pair(made.fund, made.currency, made.minor, CASH, LOSSES)
        expect(reading, "wrong_debit_recovered", ("bank_claim", ident), lines, made.cash)
    else:
        expect_claim(reading, "wrong_debit_returned", ident, made, -1)


def check_loss(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold the loss of a claim to that claim: all of it, of its fund, on the bank of its account."""
    made = reading.known(reading.state.claims, signed["subject"], "claim")
    if made is None:
        return
    money = {"minor": made.minor, "currency": made.currency}
    compare(reading, f"proposal {ident}", signed, {"fund": made.fund, "money": money})
    due = {"claim": signed["subject"], "cash": made.cash}
    compare(reading, f"the content of proposal {ident}", signed["content"], due)


def lose(reading: Reading, data: dict[str, Any]) -> None:
    """Give up a claim: as others signed, once, and only what did not come back."""
    ident = data["claim"]
    carry_out(reading, "claim.lost", data)
    made = reading.known(reading.state.claims, ident, "claim")
    if made is None:
        return
    reading.checks["H13"] += 1
    if made.settled or made.lost:
        reading.find("H13", f"claim {ident} is given up after it was settled or given up")
    made.lost = True
    lines = pair(made.fund, made.currency, made.minor, LOSSES, CLAIMED)
    expect(reading, "wrong_debit_lost", ("bank_claim", ident), lines, made.cash)


def expect_claim(reading: Reading, event: str, ident: str, made: Claim, sign: int) -> None:
    """Call for the entry that moves money between the account and the claim on its bank."""
    minor = sign * made.minor
    lines = ((made.fund, CLAIMED, made.currency, minor), (made.fund, CASH, made.currency, -minor))
    expect(reading, event, ("bank_claim", ident), lines, made.cash)
