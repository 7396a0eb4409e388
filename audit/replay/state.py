"""The final figures of a replay, to be compared with the tables of a bundle."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from audit.replay.channel_records import Advance, Intermediary, PaymentFile
from audit.replay.records import (
    Account,
    Award,
    BankLine,
    Claim,
    Decision,
    Disbursement,
    Import,
    Loan,
    Posted,
    Proposal,
    Run,
    Statement,
    SubAccount,
)
from audit.replay.sealed import Envelope, Lock, Lockdown, Opening
from audit.replay.treasury_records import Cash, Collected, Exchange, Loss, Met, Rate, Refund


@dataclass(slots=True)
class Key:
    """A key that a person signs with, from one moment to another; `until` is None for the one in force."""

    person: str
    signing_key: str
    since: str
    until: str | None = None


@dataclass(slots=True)
class Person:
    """A registered person: code and public keys only, the newest; `keys` are all they signed with.

    `fingerprint` is that of the signing key as `ssh-keygen -l` prints it.
    """

    code: str
    since: str
    signing_key: str = ""
    reading_key: str = ""
    fingerprint: str = ""
    keys: list[Key] = field(default_factory=list)


@dataclass(slots=True)
class Invitation:
    """An invitation to make keys, for somebody known or somebody new, and the newest that were made."""

    person: str | None
    signing_key: str | None = None
    reading_key: str | None = None


@dataclass(slots=True)
class Grant:
    """A role a person holds from one day to another, both included; ending it shortens it."""

    person: str
    role: str
    since: str
    until: str


@dataclass(slots=True)
class Policy:
    """How many approvals each kind of proposal needs, by amount."""

    version: int
    rules: list[dict[str, Any]]


@dataclass(slots=True)
class Donor:
    """Who gives, and who may read for them."""

    code: str
    readers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Figures:
    """Where the money of a fund stands in one currency, in minor units."""

    received: int = 0
    promised: int = 0
    paid: int = 0
    available: int = 0


@dataclass(slots=True)
class Fund:
    """The pot with its restriction; `figures` by currency are filled in when replay ends."""

    code: str
    donor: str | None
    currency: str
    digits: int
    opens: str
    closes: str
    purposes: list[str]
    budget: int = 0
    """The version of its budget; 0 while it has none."""
    figures: dict[str, Figures] = field(default_factory=dict)


@dataclass(slots=True)
class Budget:
    """What was agreed about the statement of a fund: `signed` is the content of its proposal."""

    fund: str
    proposal: str
    signed: dict[str, Any]


@dataclass(slots=True)
class Contribution:
    """One gift into a fund; `stage` is announced or received."""

    fund: str
    donor: str
    minor: int
    currency: str
    announced_by: str
    stage: str = "announced"
    received_on: str | None = None
    left: int = 0
    """Of what was received in advance, what is neither earned nor given back."""
    said_met: int = 0
    """The part of that of which somebody said that its condition is met."""
    earned: bool = False


@dataclass(slots=True)
class Beneficiary:
    """A pseudonym, its household, and the salted hash of a profile; what is sealed and agreed.

    By compartment, `versions` holds the last version and `newest` the last envelope; `ways` holds the last
    envelope of each way to be paid; `sealed` counts what there is to erase.
    """

    household: str
    profile: str
    versions: Counter[str] = field(default_factory=Counter)
    newest: dict[str, str] = field(default_factory=dict)
    ways: dict[int, str] = field(default_factory=dict)
    sealed: Counter[str] = field(default_factory=Counter)
    awards: list[str] = field(default_factory=list)
    consented: bool = False
    erased: bool = False


@dataclass(slots=True)
class State:
    """Everything the log says, rebuilt. Keys are ids unless said otherwise.

    `balances` by (fund, account, currency, holder); `collected` by (holder, fund, currency); `ceilings` (H5)
    by (fund, currency); `grants` by person; `helped` are awards by household; `recovered` by award; `closed` is
    the last day of the newest closed period; `keys` in log order; `owners` of fingerprints and reading keys;
    `kept` counts the envelopes that were not erased, by compartment; `passed` are awards whose payee finance may
    open, `waiting` those among them that still wait for money.
    """

    origin: str = ""
    base_currency: str = ""
    log_key: str = ""
    demo: bool = False
    people: dict[str, Person] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    recovery: list[str] = field(default_factory=list)
    roles: list[Grant] = field(default_factory=list)
    grants: dict[str, list[Grant]] = field(default_factory=dict)
    suspended: dict[str, str] = field(default_factory=dict)
    lockdown: Lockdown | None = None
    policies: list[Policy] = field(default_factory=list)
    donors: dict[str, Donor] = field(default_factory=dict)
    funds: dict[str, Fund] = field(default_factory=dict)
    budgets: dict[str, Budget] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    beneficiaries: dict[str, Beneficiary] = field(default_factory=dict)
    locks: dict[str, Lock] = field(default_factory=dict)
    locks_named: dict[str, Lock] = field(default_factory=dict)
    lock_keys: set[str] = field(default_factory=set)
    envelopes: dict[str, Envelope] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    openings: dict[str, Opening] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    erased: int = 0
    proposals: dict[str, Proposal] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    awards: dict[str, Award] = field(default_factory=dict)
    helped: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    loans: dict[str, Loan] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    disbursements: dict[str, Disbursement] = field(default_factory=dict)
    payment_files: dict[str, PaymentFile] = field(default_factory=dict)
    commitments: dict[str, str] = field(default_factory=dict)
    channel_rules: int = 0
    limits: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    runs_of: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    """The runs that were opened through a channel, in a currency and in a month."""
    intermediaries: dict[str, Intermediary] = field(default_factory=dict)
    advances: dict[str, Advance] = field(default_factory=dict)
    collected: dict[tuple[str, str, str], Collected] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    accounts: dict[str, Account] = field(default_factory=dict)
    described: dict[str, str] = field(default_factory=dict)
    bank_files: dict[str, str] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    bank_lines: dict[str, BankLine] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    entries: list[Posted] = field(default_factory=list)
    last_number: int = 0
    numbers: set[int] = field(default_factory=set)
    reversed: set[int] = field(default_factory=set)
    cash: dict[str, Cash] = field(default_factory=dict)
    rates: list[Rate] = field(default_factory=list)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    losses: dict[str, Loss] = field(default_factory=dict)
    met: dict[str, Met] = field(default_factory=dict)
    recovered: Counter[str] = field(default_factory=Counter)
    taken_in: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """What was paid back to somebody else and not handed in yet, by fund, holder and currency."""
    closed: str = ""
    balances: dict[tuple[str, str, str, str], SubAccount] = field(default_factory=dict)
    ceilings: dict[tuple[str, str], int] = field(default_factory=dict)


_RECEIVED = {("contribution", "4000"), ("income_earned", "4000")}
"""Events and accounts whose credits are gifts: as they came, or once their condition is met (section 8)."""
_PAID = {
    ("payment_debited", "2150"),
    ("paid_by_intermediary", "2100"),
    ("payment_returned", "2100"),
    ("loan_returned", "1400"),
}
"""Events and accounts whose debits were paid to somebody, and whose credits came back. What came back
counts in full: a fee kept on the way is a charge, it was not paid to anybody who is helped."""
_TOLD = {event for event, _ in _RECEIVED | _PAID}


def sum_up_funds(state: State) -> None:
    """Fill in what each fund has received, promised, paid and has left, by currency."""
    for (fund, currency), available in state.ceilings.items():
        _figures(state, fund, currency).available = available
    for (fund, account, currency, _), sub in state.balances.items():
        figures = _figures(state, fund, currency)
        if account in {"2100", "2150"}:
            figures.promised -= sub.balance
        elif account == "9100":
            figures.promised += sub.balance
    for entry in state.entries:
        for line in entry.lines if entry.event in _TOLD else ():
            what = (entry.event, line["account"])
            if what in _RECEIVED:
                _figures(state, line["fund"], line["currency"]).received -= line["minor"]
            elif what in _PAID:
                _figures(state, line["fund"], line["currency"]).paid += line["minor"]


def _figures(state: State, fund: str, currency: str) -> Figures:
    """Find the figures of a fund; money of a fund nobody opened counts nowhere."""
    known = state.funds.get(fund)
    return Figures() if known is None else known.figures.setdefault(currency, Figures())
