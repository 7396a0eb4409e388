"""The rows of the tables about the books, as they follow from the log (section 8 of its format)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from audit.comparison import FREE, Cell, quoted, written
from audit.facts import Facts, amount, kind_of
from audit.replay.currencies import CURRENCIES
from audit.replay.records import Posted
from audit.replay.state import Figures

SOURCES = {
    **dict.fromkeys(("contribution", "contribution_in_advance", "income_earned"), "contribution"),
    **dict.fromkeys(("award_unconditional", "award_conditional", "award_reduced", "award_cancelled"), "award"),
    **dict.fromkeys(("instalment_due", "instalment_recognised", "money_recovered"), "award"),
    **dict.fromkeys(("payment_sent", "payment_debited", "payment_failed", "payment_returned"), "payment"),
    **dict.fromkeys(
        ("commitment_used", "commitment_restored", "loan_disbursed", "loan_failed", "loan_returned", "loan_repaid"),
        "loan",
    ),
    **dict.fromkeys(("loan_allowance", "loan_written_off", "loan_recovered", "loan_granted"), "loan"),
    **dict.fromkeys(("exchange", "bank_charge", "interest", "loss", "fund_transfer"), "treasury"),
    **dict.fromkeys(("refund_due", "refund_cancelled", "refund_paid", "revaluation"), "treasury"),
    **dict.fromkeys(("advance", "paid_by_intermediary", "intermediary_fee"), "advance"),
    **dict.fromkeys(("advance_returned", "advance_lost"), "advance"),
    "manual": "manual",
}
"""Event to the family it is exported under."""

Row = list[Cell]


def gl_detail(facts: Facts) -> Iterator[str]:
    """Yield a line for each posting, in the order of the journal."""
    approvers: dict[tuple[str, str], str] = {}
    accounts: dict[str, str] = {}
    codes = {fund: quoted(facts.code_of(fund)) for fund in facts.state.funds}
    base = facts.state.base_currency
    for entry in facts.state.entries:
        opening = describe(entry)
        for line in entry.lines:
            about = (line["kind"], line["ref"])
            approver = approvers.get(about)
            if approver is None:
                approver = approvers[about] = facts.approver_of(*about)
            account, fund = line["account"], line["fund"]
            named = accounts.get(account)
            if named is None:
                name = quoted(facts.names.get(account, FREE))
                named = accounts[account] = f"{account},{name},{kind_of(account)}"
            minor, base_minor, currency = line["minor"], line["base"], line["currency"]
            side = "D" if (minor or base_minor) > 0 else "C"
            yield (
                f"{entry.number},{line['line']},{opening[0]},{approver},{opening[1]},"
                f"{codes.get(fund, fund)},{named},{side},{amount(abs(base_minor), base)},{base},"
                f"{amount(abs(minor), currency)},{currency},{minor},{base_minor},"
                f"{quoted(line['holder'])},{about[0]},{about[1]},{line['version']},"
                f"{line['balance']},{line['base_balance']},{opening[2]}\n"
            )


def describe(entry: Posted) -> tuple[str, str, str]:
    """Return what all lines of an entry have in common: columns 3-8, columns 10-11, the last 3."""
    day, at = entry.date, entry.at
    when = f"{day},{int(day[:4])},{int(day[5:7])},{at[:10]},{at[11:19]},{entry.actor}"
    what = f"{entry.event},{SOURCES.get(entry.event, FREE)}"
    reverses = "," if entry.reverses is None else f"1,{entry.reverses}"
    return when, what, f"{reverses},{entry.seq}"


def trial_balance(facts: Facts) -> Iterator[str]:
    """Yield a line for each sub-account that was ever posted to."""
    rows: list[tuple[str, str, str, str, int, int]] = [
        (account, facts.code_of(fund), currency, holder, sub.balance, sub.base_balance)
        for (fund, account, currency, holder), sub in facts.state.balances.items()
    ]
    return map(written, sorted(rows))


def currencies(facts: Facts) -> Iterator[str]:
    """Yield a line for each currency used."""
    used = {key[2] for key in facts.state.balances}
    used |= {fund.currency for fund in facts.state.funds.values()} | {facts.state.base_currency}
    return (written([code, CURRENCIES.get(code, FREE)]) for code in sorted(used))


def funds(facts: Facts) -> Iterator[str]:
    """Yield a line for each fund."""
    for ident, fund in sorted(facts.state.funds.items()):
        about: Row = [ident, fund.code, fund.donor, fund.currency, fund.opens, fund.closes]
        yield written([*about, " ".join(fund.purposes)])


def budgets(facts: Facts) -> Iterator[str]:
    """Yield a line for each line of each version of a budget."""
    for ident, budget in sorted(facts.state.budgets.items()):
        said = budget.signed
        for number, one in enumerate(said["lines"], start=1):
            about: Row = [ident, number, budget.fund, said["version"], said["method"]]
            line: Row = [one["code"], " ".join(one["items"]), one["minor"], said["currency"], budget.proposal]
            yield written([*about, *line])


def fund_figures(facts: Facts) -> Iterator[str]:
    """Yield a line for each fund and currency that was ever posted in it."""
    for ident, currency in figured(facts):
        told = facts.state.funds[ident].figures.get(currency, Figures())
        yield written([ident, currency, told.received, told.promised, told.paid, told.available])


def figured(facts: Facts) -> list[tuple[str, str]]:
    """Return the funds and currencies that have figures, sorted."""
    state = facts.state
    return sorted({(fund, currency) for fund, _, currency, _ in state.balances if fund in state.funds})


def contributions(facts: Facts) -> Iterator[str]:
    """Yield a line for each gift."""
    for ident, gift in sorted(facts.state.contributions.items()):
        about: Row = [ident, gift.fund, gift.donor, gift.minor, gift.currency]
        yield written([*about, gift.stage, gift.received_on])


def posted_accounts(facts: Facts) -> set[str]:
    """Return the numbers of all accounts that were posted to."""
    return set(chain.from_iterable([key[1]] for key in facts.state.balances))
