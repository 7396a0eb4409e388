"""Verifying a bundle: every check on every entry; what is wrong is reported, never raised.

Files as evidence (bag, tree, schema, head) beside replay of the entries; then keys, decisions,
tables, journal and workbook, held to what replay ended with.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from audit import keyfiles
from audit.aside import Aside, Here
from audit.bundle import Bundle, open_bundle
from audit.evidence import Trust, examine
from audit.facts import Facts
from audit.findings import Findings
from audit.heads import Head, read_head
from audit.journal import check_journal
from audit.logfiles import parsed_entries
from audit.note import VerifierKey
from audit.replay import Replay
from audit.signatures import Checker
from audit.tables import check_tables
from audit.trouble import Unreadable
from audit.workbook import check_workbook

MANY = 5_000
"""Entries from which on two processes are quicker than one."""

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

    head: Head
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
        with without_collecting(), Checker() as checker:
            return _verify(bundle, path, Trust(key, since), checker)
    finally:
        bundle.close()


def _verify(bundle: Bundle, path: Path, trust: Trust, checker: Checker) -> Report:
    size = read_head(bundle).signed.head.size
    aside = Aside if size >= MANY else Here
    with aside(partial(examine, path, trust)) as examined:
        replay = Replay(checker)
        signed = keyfiles.SignedFiles()
        for seq, entry in parsed_entries(bundle, size):
            replay.feed(entry, seq)
            signed.expect(entry, seq)
        replay.finish()
        evidence = examined.result()
    findings = evidence.findings
    for rule, number in replay.checks.items():
        findings.count(rule, number)
    findings.take(one for one in replay.findings if one.rule != "schema" or one.seq not in evidence.faulty)
    facts = Facts(replay.state)
    keyfiles.check_founding(findings, evidence.head, facts.state)
    attempt(findings, "signature", keyfiles.check_signers, bundle, facts.state)
    if evidence.complete:
        signed.compare(evidence.sums, findings)
        with aside(partial(read_retold, path, facts)) as retold:
            attempt(findings, "tables", check_tables, bundle, facts)
            findings.join(retold.result())
    return Report(evidence.head, findings, (checker.ssh_way, evidence.raw_way))


def read_retold(path: Path, facts: Facts) -> Findings:
    """Compare what tells the tables once more, the journal and the workbook, through a bundle opened anew.

    A process of its own must not share the place in an open file with the one it came from.
    """
    findings = Findings()
    bundle = open_bundle(path)
    try:
        attempt(findings, "journal", check_journal, bundle, facts)
        attempt(findings, "workbook", check_workbook, bundle, facts)
    finally:
        bundle.close()
    return findings


def attempt(
    findings: Findings, rule: str, check: Callable[[Bundle, Findings, Any], None], bundle: Bundle, on: Any
) -> None:
    """Run a check so that data nobody foresaw becomes a finding."""
    try:
        check(bundle, findings, on)
    except ODD as problem:
        findings.find(rule, f"it cannot be compared: {type(problem).__name__} {problem}")


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep Python from looking for cycles: there are none, and looking costs a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
