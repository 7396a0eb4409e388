"""Writes histories entry by entry, as the log format says; ids are the same each time."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from tests.audit.replay.signing import public_line

PEOPLE = {
    "Olga": ("officer",),
    "Omar": ("officer",),
    "Ada": ("approver",),
    "Ben": ("approver",),
    "Cleo": ("approver", "officer"),
    "Fay": ("finance",),
    "Pia": ("officer", "finance"),
    "Gus": ("finance", "approver"),
    "Ines": ("auditor",),
    "Dora": ("donor",),
    "Stu": ("steward",),
    "Kit": ("custodian",),
}
TREASURY = ("budget", "rates", "transfer", "refund", "loss", "revaluation", "period", "manual")
LOANS = ("loan_allowance", "loan_write_off", "loan_reschedule", "loan_resume")
POLICY = [
    {"kind": "award", "from_minor": 0, "needed": 2, "role": "approver"},
    {"kind": "award", "from_minor": 5_000_000, "needed": 3, "role": "approver"},
    {"kind": "schedule", "from_minor": 0, "needed": 2, "role": "approver"},
    {"kind": "import", "from_minor": 0, "needed": 2, "role": "approver"},
    {"kind": "payee", "from_minor": 0, "needed": 2, "role": "approver"},
    {"kind": "award_way", "from_minor": 0, "needed": 2, "role": "approver"},
    {"kind": "loan_grant", "from_minor": 0, "needed": 2, "role": "approver"},
    *(
        {"kind": kind, "from_minor": 0, "needed": 1, "role": "approver"}
        for kind in (
            "run",
            "award_resume",
            "channel_rules",
            "lost_file",
            "advance",
            "advance_loss",
            "claim_loss",
            "access",
            "erasure",
            "appointment",
            "roles",
            "key_reset",
            "policy",
            *TREASURY,
            *LOANS,
        )
    ),
]
LOCKS = {
    "contact": ("Olga", "Omar"),
    "hints": ("Olga", "Omar"),
    "identity.programme": ("Olga", "Omar"),
    "identity.custody": ("Kit",),
    "payment.approval": ("Ada", "Ben", "Cleo"),
    "payment.finance": ("Fay", "Gus"),
}
OUTSIDERS = [f"age1{letter * 58}" for letter in "qz"]
Line = tuple[str, str, int, str]


def uid(name: object) -> str:
    """Give the random-looking id that a name stands for in these histories."""
    return str(uuid.UUID(bytes=hashlib.sha256(str(name).encode()).digest()[:16], version=4))


def canonical(content: dict[str, Any]) -> str:
    """Write canonical JSON (RFC 8785; the names here are all ASCII)."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def paid_by(way: int) -> str:
    """Name a way to be paid among what is sealed about a beneficiary; the first one is `payment`."""
    return "payment" if way == 1 else f"payment {way}"


class History:
    """A log being written. `work` begins a unit of work, `write` adds an entry to it."""

    def __init__(self, base_currency: str = "EUR") -> None:
        self.base_currency = base_currency
        self.entries: list[dict[str, Any]] = []
        self.now = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
        self.actor = "system"
        self.unit = ""
        self.number = 0
        self.balances: dict[tuple[str, str, str, str], list[int]] = {}
        self.proposals: dict[str, dict[str, Any]] = {}
        self.statements: dict[str, tuple[int, int]] = {}
        self.told: set[str] = set()
        self.payments: dict[str, dict[str, Any]] = {}
        self.policy = 1
        self.epochs: dict[str, int] = {}
        self.newest: dict[tuple[str, str], dict[str, Any]] = {}
        self.secrets: dict[str, str] = {}
        self.usual: set[str] = set()

    @property
    def at(self) -> str:
        """The time of the next entry."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def work(self, actor: str) -> None:
        """Begin a unit of work of a person, a minute after the last."""
        self.now += dt.timedelta(minutes=1)
        self.actor = actor if actor == "system" else uid(actor)
        self.unit = uid(f"work {len(self.entries)}")

    def write(self, verb: str, **data: Any) -> dict[str, Any]:
        """Add an entry to the unit of work; `from_` stands for the member `from`."""
        if "from_" in data:
            data["from"] = data.pop("from_")
        seq = len(self.entries)
        self.entries.append(
            {
                "v": 1,
                "seq": seq,
                "at": self.at,
                "work": self.unit,
                "actor": self.actor,
                "verb": verb,
                "subjects": [],
                "data": data,
                "salt": hashlib.md5(str(seq).encode()).hexdigest(),  # noqa: S324 - no secret here
            }
        )
        return data

    def secret(self, name: str) -> str:
        """Give what a person's signing key is made from by now: their name, until they had new keys."""
        return self.secrets.get(name, name)

    def payee(self, who: str, way: int = 1) -> str | None:
        """Give the hash of the newest payment details of one of a beneficiary's ways to be paid."""
        sealed = self.newest.get((who, paid_by(way)))
        return None if sealed is None else str(sealed["sha256"])

    def post(self, event: str, about: tuple[str, str], currency: str, *lines: Line, by: str | None = None) -> None:
        """Post a journal entry; a line is fund, account, minor units and holder.

        What moves cash is shown by the statement line `by`, or by a statement of its own.
        """
        named = ("fund", "account", "minor", "holder")
        full = [{**dict(zip(named, line, strict=True)), "currency": currency} for line in lines]
        self.enter(event, about, [{**line, "statement": by} if line["account"] == "1000" else line for line in full])

    def enter(
        self,
        event: str,
        about: tuple[str, str],
        lines: list[dict[str, Any]],
        day: str = "",
        reverses: int | None = None,
    ) -> None:
        """Post a journal entry whose lines say more: each its currency, its base, the statement line."""
        self.number += 1
        lines = [self.show(event, line, day) for line in lines]
        self.write(
            "entry.posted",
            entry=uid(f"entry {self.number}"),
            number=self.number,
            event=event,
            rules=2,
            date=day or self.at[:10],
            reverses=reverses,
            lines=[self.line(place, about, line) for place, line in enumerate(lines, start=1)],
        )

    def line(self, place: int, about: tuple[str, str], line: dict[str, Any]) -> dict[str, Any]:
        """Write one line with the running state of its sub-account."""
        fund, account, currency, minor = line["fund"], line["account"], line["currency"], line["minor"]
        base, holder = line.get("base", minor if currency == self.base_currency else minor * 2), line.get("holder", "")
        running = self.balances.setdefault((fund, account, currency, holder), [0, 0, 0])
        running[0] += 1
        running[1] += minor
        running[2] += base
        return {
            "line": place,
            "fund": fund,
            "account": account,
            "currency": currency,
            "minor": minor,
            "base": base,
            "holder": holder,
            "kind": about[0],
            "ref": about[1],
            "version": running[0],
            "balance": running[1],
            "base_balance": running[2],
            "statement": line.get("statement"),
        }

    def show(self, event: str, line: dict[str, Any], day: str = "") -> dict[str, Any]:
        """Write a statement that shows what is posted to cash, where none has yet; past money has none."""
        ident = line.get("statement")
        past = line.get("holder") == "PAST" or event in {"fund_transfer", "revaluation"}
        if line["account"] != "1000" or past or ident in self.told:
            return line
        (ident,) = self.bank(line["holder"], line["currency"], [line["minor"]], ident, day=day)
        return {**line, "statement": ident}

    def bank(
        self, cash: str, currency: str, minors: list[int], ident: str | None = None, day: str = "", **changed: Any
    ) -> list[str]:
        """Write a statement of a day, else of today, with lines of these amounts, and return their ids; `ident` is the only one's."""
        number, opening = self.statements.get(cash, (0, 0))
        name, day = f"{cash} {number + 1}", day or self.at[:10]
        closing = opening + sum(minors)
        told = [
            {
                "line": ident or uid(f"line {name} {place}"),
                "number": place,
                "date": day,
                "minor": minor,
                "kind": "transfer",
            }
            for place, minor in enumerate(minors, start=1)
        ]
        rows = [f"{one['line']},{one['number']},{day},{one['minor']},{currency},transfer\n" for one in told]
        self.write(
            "statement.imported",
            **{
                "statement": uid(f"statement {name}"),
                "cash": cash,
                "currency": currency,
                "number": number + 1,
                "from": day,
                "until": day,
                "opening": opening,
                "closing": closing,
                "count": len(told),
                "file_sha256": hashlib.sha256(name.encode()).hexdigest(),
                "lines_sha256": hashlib.sha256("".join(rows).encode()).hexdigest(),
                **changed,
            },
        )
        if told:
            self.write("statement.lines", statement=uid(f"statement {name}"), lines=told)
        self.statements[cash] = (number + 1, closing)
        self.told.update(str(one["line"]) for one in told)
        return [str(one["line"]) for one in told]


def found(base_currency: str = "EUR") -> History:
    """Found an organisation with its people, roles, policy and locks."""
    history = found_without_locks(base_currency)
    history.write("recovery.set", recipients=OUTSIDERS)
    for name, members in LOCKS.items():
        history.epochs[name] = 1
        history.write("lock.set", **lock_of(name, 1), members=sorted(map(uid, members)))
    return history


def lock_of(name: str, epoch: int) -> dict[str, Any]:
    """Give the members of an entry about a lock at an epoch."""
    public_key = hashlib.sha256(f"{name} {epoch}".encode()).hexdigest()
    return {"lock": uid(f"lock {name}"), "name": name, "epoch": epoch, "public_key": public_key}


def found_without_locks(base_currency: str = "EUR") -> History:
    """Found an organisation as it was before anything was sealed."""
    history = History(base_currency)
    history.work("system")
    history.write(
        "organisation.founded",
        origin="almoner.example/books",
        base_currency=base_currency,
        log_key="almoner.example/books+00000000+AAAA",
        demo=False,
        rules=1,
    )
    for name, roles in PEOPLE.items():
        register(history, name, *roles)
    history.write("policy.set", version=1, rules=POLICY)
    return history


def keys_of(secret: str) -> dict[str, str]:
    """Give the public keys that are made from a secret."""
    return {"signing_key": public_line(secret), "reading_key": hashlib.sha256(secret.encode()).hexdigest()}


def register(history: History, name: str, *roles: str, until: str = "2027-12-31") -> None:
    """Register a person and grant their roles."""
    history.write("person.registered", person=uid(name), code=name[:2].upper(), **keys_of(name), from_="2026-01-01")
    for role in roles:
        history.write("role.granted", person=uid(name), role=role, from_="2026-01-01", until=until)
