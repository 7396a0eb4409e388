"""The reading in progress: where replay stands in the log, and what it has found so far."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from audit.findings import Finding
from audit.replay.state import State

RULES = ("H1", "H2", "H3", "H4", "H5", "H6", "H7", "H9", "H10", "H11", "H13", "H14", "signature")

ODD = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What strange data may raise inside a check. It becomes a finding, never a traceback."""

Thing = TypeVar("Thing")
Later = tuple[int, Callable[..., None], tuple[Any, ...]]


class Signatures(Protocol):
    """What replay needs of a checker of signatures."""

    @property
    def available(self) -> bool:
        """Whether signatures can be checked on this machine at all."""
        ...

    def ssh(self, public_line: str, message: bytes, armored: str, namespace: str) -> bool:
        """Say whether the OpenSSH signature holds over the message under the key."""
        ...


class Unit:
    """One unit of work: the entries that stand together, and what must hold at its end.

    `expected` are the journal entries its causes call for, `posted` those it has; `settled` maps
    the proposals it settled to the verdict; `standing` maps awards whose stage must be looked at
    once more to the entry that last touched them; `importing` is the import it carries out.
    `due` is what approvals call for, `done` what carries it out; `marks` are causes that stood in
    it, and `exchanged` counts sealed keys that were found exchanged.
    """

    __slots__ = (
        "actor",
        "cancelled",
        "decided",
        "done",
        "due",
        "exchanged",
        "expected",
        "first",
        "ident",
        "importing",
        "later",
        "marks",
        "notified",
        "posted",
        "reduced",
        "settled",
        "standing",
    )

    def __init__(self, ident: str, actor: str, first: int) -> None:
        self.ident = ident
        self.actor = actor
        self.first = first
        self.expected: list[Any] = []
        self.posted: list[Any] = []
        self.later: list[Later] = []
        self.decided: set[str] = set()
        self.settled: dict[str, str] = {}
        self.cancelled: set[str] = set()
        self.reduced: set[tuple[str, int]] = set()
        self.notified: set[str] = set()
        self.standing: dict[str, int] = {}
        self.importing: str | None = None
        self.due: list[Any] = []
        self.done: list[Any] = []
        self.marks: set[tuple[str | None, ...]] = set()
        self.exchanged = 0


class Reading:
    """Owns the state replayed so far, the unit of work being read, findings and counts."""

    __slots__ = (
        "actor",
        "at",
        "checker",
        "checks",
        "created",
        "day",
        "duties",
        "findings",
        "next_seq",
        "nonces",
        "roles",
        "seq",
        "state",
        "unchecked",
        "unit",
        "works",
    )

    def __init__(self, checker: Signatures | None) -> None:
        self.checker = checker
        self.state = State()
        self.findings: list[Finding] = []
        self.checks = dict.fromkeys(RULES, 0)
        self.unit = Unit("", "system", 0)
        self.works: set[str] = set()
        self.created: set[Any] = set()
        self.nonces: set[Any] = set()
        self.duties: dict[tuple[str, str], frozenset[str]] = {}
        self.roles: frozenset[str] = frozenset()
        self.seq = 0
        self.next_seq = 0
        self.at = ""
        self.day = ""
        self.actor = ""
        self.unchecked = 0

    def find(self, rule: str, message: str) -> None:
        """Record that the entry being read breaks a rule."""
        self.findings.append(Finding(rule, self.seq, message))

    def find_odd(self, problem: Exception) -> None:
        """Record that the entry being read is not what its verb calls for."""
        self.find(
            "schema",
            f"the entry cannot be replayed: {type(problem).__name__} {problem}",
        )

    def create(self, ident: Any, what: str) -> None:
        """H2: an id (or a human reference) is created once."""
        self.checks["H2"] += 1
        if ident in self.created:
            self.find("H2", f"{what} {ident} is created a second time")
        self.created.add(ident)

    def known(self, table: Mapping[str, Thing], ident: str, what: str) -> Thing | None:
        """Find what an entry is about; what nothing created before cannot be acted on (H7)."""
        thing = table.get(ident)
        if thing is None:
            self.find("H7", f"{what} {ident} is named, but no earlier entry created it")
        return thing

    def later(self, check: Callable[..., None], *args: Any) -> None:
        """Leave a check to the end of the unit of work; its finding names this entry."""
        self.unit.later.append((self.seq, check, args))


def attempt(reading: Reading, act: Callable[..., None], *args: Any) -> None:
    """Run a check so that data nobody foresaw becomes a finding."""
    try:
        act(reading, *args)
    except ODD as problem:
        reading.find_odd(problem)
