"""Verifying a bundle: every check on every entry; what is wrong is reported, never raised.

Manifest → log, entry by entry: tree, schema, replay → head: signature, witnesses, earlier heads →
keys and decisions → tables, journal, workbook.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit import heads, keyfiles
from audit.bag import check_bag
from audit.bundle import Bundle, open_bundle
from audit.canonical import NotCanonical, read_canonical
from audit.entry import fault_of
from audit.facts import Facts
from audit.findings import Findings
from audit.journal import check_journal
from audit.logfiles import LogReader
from audit.note import VerifierKey
from audit.replay import Replay
from audit.signatures import Checker
from audit.tables import LogTable, check_tables
from audit.trouble import Unreadable
from audit.workbook import check_workbook

ODD = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    Unreadable,
    ValueError,
)
"""What strange data may raise inside a check. It becomes a finding, never a traceback."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a bundle is, and what was found in it.

    `checkers` names the ways people's signatures and those of the head were checked.
    """

    head: heads.Head
    findings: Findings
    checkers: tuple[str | None, str | None]

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return not self.findings.found


def verify(path: Path, key: VerifierKey | None = None, since: bytes | None = None) -> Report:
    """Verify a bundle, zipped or unpacked. Raises CannotRead, in one sentence.

    `key` is the log's key as the auditor knows it, else the bundle's own is believed; `since` is
    an earlier checkpoint that the log must continue.
    """
    bundle = open_bundle(path)
    try:
        with Checker() as checker:
            return _Verification(bundle, checker).run(key, since)
    finally:
        bundle.close()


class _Verification:
    """One bundle being verified: where it is read from, and what was found so far."""

    def __init__(self, bundle: Bundle, checker: Checker) -> None:
        self._bundle = bundle
        self._checker = checker
        self._findings = Findings()
        self._head = heads.read_head(bundle)
        self._log = LogReader(bundle, self._findings, self._head.signed.head)

    def run(self, key: VerifierKey | None, since: bytes | None) -> Report:
        bundle, findings, head, checker = (
            self._bundle,
            self._findings,
            self._head,
            self._checker,
        )
        facts = self._read_log(check_bag(bundle, findings))
        self._log.compare()
        heads.choose_key(bundle, findings, head, key)
        heads.check_signatures(bundle, findings, head, checker)
        if since is not None:
            heads.check_since(findings, head, self._log.tree, since, checker)
        if self._log.complete:
            heads.check_proofs(bundle, findings, head, self._log.tree)
        keyfiles.check_founding(findings, head, facts.state)
        self._attempt("signature", keyfiles.check_signers, facts.state)
        if self._log.complete:
            self._attempt("tables", check_tables, facts)
            self._attempt("journal", check_journal, facts)
            self._attempt("workbook", check_workbook, facts)
        return Report(head, findings, (checker.ssh_way, checker.raw_way))

    def _read_log(self, sums: dict[str, str]) -> Facts:
        """Read every entry once: schema, replay, the table of the log, the files of decisions."""
        findings, replay = self._findings, Replay(self._checker)
        table = LogTable(self._bundle, findings)
        decisions = keyfiles.DecisionFiles(sums, findings)
        faulty: set[int] = set()
        for stretch in self._log.stretches():
            places = enumerate(zip(stretch.entries, stretch.leaves, strict=True), stretch.first)
            for seq, (content, leaf) in places:
                entry, fault = read_entry(content)
                if fault is not None:
                    findings.find("schema", fault, seq)
                    faulty.add(seq)
                if type(entry) is dict:
                    replay.feed(entry, seq)
                if fault is None:
                    table.expect(entry, seq, leaf)
                    if entry["verb"] == "decision.signed":
                        decisions.expect(entry["data"], seq)
        replay.finish()
        findings.count("schema", self._log.tree.size)
        if self._log.complete:
            table.finish()
            decisions.finish()
        for rule, number in replay.checks.items():
            findings.count(rule, number)
        findings.take(one for one in replay.findings if one.rule != "schema" or one.seq not in faulty)
        return Facts(replay.state)

    def _attempt(self, rule: str, check: Callable[[Bundle, Findings, Any], None], on: Any) -> None:
        """Run a check so that data nobody foresaw becomes a finding."""
        try:
            check(self._bundle, self._findings, on)
        except ODD as problem:
            self._findings.find(rule, f"it cannot be compared: {type(problem).__name__} {problem}")


def read_entry(content: bytes) -> tuple[Any, str | None]:
    """Return what an entry says, as far as it can be read, and what is wrong with it."""
    try:
        entry = read_canonical(content)
    except NotCanonical as problem:
        return problem.value, f"the entry is not canonical: {problem}"
    return entry, fault_of(entry)
