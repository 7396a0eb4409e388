"""The files of a bundle as evidence: the bag, the log's tree and schema, its head, and earlier heads.

What the entries mean together is replay's part. The two can be done side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit import heads
from audit.bag import check_bag
from audit.bundle import Bundle, open_bundle
from audit.canonical import NotCanonical, read_canonical
from audit.entry import fault_of
from audit.findings import Findings
from audit.logfiles import LogReader
from audit.note import VerifierKey
from audit.signatures import Checker
from audit.tables import LogTable


@dataclass(frozen=True, slots=True)
class Trust:
    """What the auditor brings: the log's key and an earlier checkpoint, each where there is one."""

    key: VerifierKey | None = None
    since: bytes | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the files showed.

    `complete` says whether every entry was there, `faulty` names entries out of shape, `sums`
    gives the SHA-256 of each file in hex, `raw_way` how the head's signatures were checked.
    """

    findings: Findings
    head: heads.Head
    complete: bool
    faulty: frozenset[int]
    sums: dict[str, str]
    raw_way: str | None


def examine(path: Path, trust: Trust) -> Evidence:
    """Examine the files of a bundle. Raises CannotRead."""
    bundle = open_bundle(path)
    try:
        with Checker() as checker:
            return _examine(bundle, trust, checker)
    finally:
        bundle.close()


def _examine(bundle: Bundle, trust: Trust, checker: Checker) -> Evidence:
    findings, head = Findings(), heads.read_head(bundle)
    sums = check_bag(bundle, findings)
    log = LogReader(bundle, findings, head.signed.head)
    faulty = read_entries(bundle, findings, log)
    log.compare()
    heads.choose_key(bundle, findings, head, trust.key)
    heads.check_signatures(bundle, findings, head, checker)
    if trust.since is not None:
        heads.check_since(findings, head, log.tree, trust.since, checker)
    if log.complete:
        heads.check_proofs(bundle, findings, head, log.tree)
    return Evidence(findings, head, log.complete, faulty, sums, checker.raw_way)


def read_entries(bundle: Bundle, findings: Findings, log: LogReader) -> frozenset[int]:
    """Read every entry: its schema, its line in the table of the log. Return those out of shape."""
    table, faulty = LogTable(bundle, findings), set()
    for stretch in log.stretches():
        for seq, (content, leaf) in enumerate(zip(stretch.entries, stretch.leaves, strict=True), stretch.first):
            entry, fault = read_entry(content)
            if fault is None:
                table.expect(entry, seq, leaf)
            else:
                findings.find("schema", fault, seq)
                faulty.add(seq)
    findings.count("schema", log.tree.size)
    if log.complete:
        table.finish()
    return frozenset(faulty)


def read_entry(content: bytes) -> tuple[Any, str | None]:
    """Return what an entry says, as far as it can be read, and what is wrong with it."""
    try:
        entry = read_canonical(content)
    except NotCanonical as problem:
        return problem.value, f"the entry is not canonical: {problem}"
    return entry, fault_of(entry)
