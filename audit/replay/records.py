"""What replay knows of each thing in the log: one record a concept, rebuilt from entries alone."""

from dataclasses import dataclass, field
from typing import Any

from audit.replay.award_records import Clock, Instalment


@dataclass(slots=True)
class Award:
    """One promise of support. Amount, purpose and schedule are those of the latest proposal.

    `payee` is the envelope of payment details that was passed to finance for it, unless void.
    """

    reference: str
    kind: str
    beneficiary: str
    household: str
    fund: str
    currency: str
    minor: int = 0
    stage: str = "drafted"
    purpose: str | None = None
    emergency: bool = False
    recognition: str | None = None
    proposal: str | None = None
    revision: int = 0
    instalments: dict[int, Instalment] = field(default_factory=dict)
    live_minor: int = 0
    sent: bool = False
    imported: str | None = None
    payee: str | None = None
    way: int | None = None
    channel: str | None = None
    span: tuple[str, str] | None = None
    """The first and the last day that it helps for."""
    stopped: bool = False
    clock: Clock | None = None


@dataclass(slots=True)
class Loan:
    """What was lent with an award, and what became of it, in minor units of its currency."""

    currency: str
    stage: str = "promised"
    lent_on: str | None = None
    lent: int = 0
    repaid: int = 0
    written_off: int = 0
    granted: int = 0
    recovered: int = 0
    allowance: int = 0
    suspended: bool = False
    rescheduled: int = 0

    @property
    def outstanding(self) -> int:
        """What is still to be paid back."""
        return self.lent - self.repaid - self.written_off - self.granted


@dataclass(slots=True)
class Run:
    """A batch of disbursements, opened on a `day`; `waiting` counts those in run or sent.

    `opened` is who has opened its payees, and for which form, without having made the file yet; `file` the last payment
    file that was made of it.
    """

    reference: str
    channel: str
    currency: str
    cash: str
    day: str
    preparers: set[str]
    stage: str = "open"
    proposal: str | None = None
    revision: int = 0
    disbursements: dict[str, None] = field(default_factory=dict)
    waiting: int = 0
    abandoned_in: str | None = None
    opened: list[tuple[str, str]] = field(default_factory=list)
    file: str | None = None


@dataclass(slots=True)
class Disbursement:
    """One payment of an instalment; `signs` are by what, and by whom, it is known that it arrived, with the day.

    `split_of` is the payment that it is a part of, `part` which one of how many `parts`,
    and `forced_by` the limit that made it one. `named` says by what it goes, of which place, by which commitment.
    """

    reference: str | None
    award: str
    number: int
    minor: int
    currency: str
    due: str
    replaces: str | None
    stage: str = "planned"
    run: str | None = None
    sent_at: str | None = None
    settled_on: str | None = None
    replaced_by: str | None = None
    split_of: str | None = None
    part: int = 1
    parts: int = 1
    forced_by: str | None = None
    named: tuple[str, str, str] | None = None
    signs: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class Decision:
    """One person's signed yes or no; `at` is the signed time, `seq` its place in the log."""

    proposal: str
    revision: int
    person: str
    decision: str
    at: str
    key: str
    seq: int
    overlap: list[str]
    """The awards that it names as overlapping, and why that is right."""
    reason: str | None


@dataclass(slots=True)
class Proposal:
    """What people are asked to sign, in its latest revision; `stage` open until it is settled."""

    kind: str
    subject: str
    revision: int
    needed: int
    role: str
    policy: int
    sha256: str
    signed: dict[str, Any]
    proposers: list[str]
    day: str
    """The day on which its latest revision was made."""
    stage: str = "open"
    decisions: list[Decision] = field(default_factory=list)


@dataclass(slots=True)
class Import:
    """One file of past awards; `left_out` holds row numbers, `awards`, `gifts` ids in log order."""

    proposal: str
    file_sha256: str
    revision: int = 1
    left_out: set[int] = field(default_factory=set)
    awards: list[str] = field(default_factory=list)
    gifts: list[str] = field(default_factory=list)
    rates: dict[str, dict[str, Any]] = field(default_factory=dict)
    carried_out: bool = False


@dataclass(slots=True)
class Account:
    """A cash account as its newest statement leaves it."""

    currency: str
    number: int = 0
    closing: int | None = None
    until: str = ""


@dataclass(slots=True)
class Statement:
    """One statement of a cash account, and the work that took it in; `lines` are ids in its order."""

    cash: str
    currency: str
    since: str
    until: str
    work: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class BankLine:
    """One line of a statement; `posted` is what entries of one unit of work, `used_in`, post to cash by it.

    It is `taken` where somebody has said what it is, though the entry waits for another line.
    """

    statement: str
    number: int
    cash: str
    currency: str
    date: str
    minor: int
    kind: str
    posted: int = 0
    used_in: str | None = None
    aside: bool = False
    taken: bool = False


@dataclass(slots=True)
class Claim:
    """What is claimed from the bank of a cash account."""

    fund: str
    currency: str
    minor: int
    cash: str
    settled: bool = False
    lost: bool = False


@dataclass(slots=True)
class SubAccount:
    """Running state of fund x account x currency x holder.

    `rival` is kept after a broken line: what the balances would be if that line alone were wrong,
    so that one altered figure gives one finding.
    """

    version: int = 0
    balance: int = 0
    base_balance: int = 0
    rival: tuple[int, int, int] | None = None


class Posted:
    """One journal entry as it stands in the log; `lines` are the log's own objects.

    `unsound` once a finding about its figures stands: its cause is then not compared with them.
    """

    __slots__ = (
        "actor",
        "at",
        "date",
        "event",
        "ident",
        "lines",
        "number",
        "reverses",
        "seq",
        "unsound",
        "work",
    )

    def __init__(self, data: dict[str, Any], seq: int, work: str, actor: str, at: str) -> None:
        self.ident: str = data["entry"]
        self.number: int = data["number"]
        self.event: str = data["event"]
        self.date: str = data["date"]
        self.reverses: int | None = data["reverses"]
        self.lines: list[dict[str, Any]] = data["lines"]
        self.seq = seq
        self.work = work
        self.actor = actor
        self.at = at
        self.unsound = False
