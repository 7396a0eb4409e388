"""Keys and decisions as files for other tools, held to the keys and decisions in the log."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from audit.bundle import Bundle
from audit.findings import NOWHERE, Findings
from audit.heads import Head
from audit.replay.state import State
from audit.trouble import Unreadable

SIGNERS = "data/keys/allowed_signers"
DECISIONS = "data/decisions/"
NAMESPACE = "decision@almoner.v1"
MOST_SIGNERS = 1 << 26


def check_founding(findings: Findings, head: Head, state: State) -> None:
    """Hold name and key of the log's head to what the log was founded with."""
    findings.count("checkpoint", 2)
    if state.origin != head.signed.head.origin:
        findings.find("checkpoint", "the head is of another log than was founded here", 0)
    if head.key is not None and state.log_key != head.key.format():
        findings.find("checkpoint", "the log was founded with another key than its head's", 0)


def check_signers(bundle: Bundle, findings: Findings, state: State) -> None:
    """Hold the file of allowed signers to the people in the log."""
    due = {
        f'{ident} namespaces="{NAMESPACE}" {" ".join(person.signing_key.split()[:2])}'
        for ident, person in state.people.items()
    }
    try:
        content = bundle.read(SIGNERS, MOST_SIGNERS).decode("utf-8", "replace")
    except Unreadable as problem:
        findings.find("signature", str(problem))
        return
    found = set(content.splitlines())
    findings.count("signature", len(due))
    for line in sorted(due - found):
        findings.find("signature", f"{SIGNERS} lacks the key of {line.split()[0]}")
    for line in sorted(found - due):
        findings.find("signature", f"{SIGNERS} has a line that is not in the log: {line[:80]}")


class DecisionFiles:
    """What the files of decisions must be, gathered while the log is read."""

    def __init__(self) -> None:
        self._due: dict[str, tuple[str, int]] = {}

    def expect(self, entry: dict[str, Any], seq: int) -> None:
        """Note the two files of a decision; an entry out of shape is told elsewhere."""
        if entry.get("verb") != "decision.signed":
            return
        data: Any = entry.get("data")
        try:
            name = f"{DECISIONS}{data['proposal']}-{data['revision']}-{data['person']}.json"
            self._due[name] = (sha256(data["bytes"].encode()).hexdigest(), seq)
            self._due[f"{name}.sig"] = (sha256(data["signature"].encode()).hexdigest(), seq)
        except (AttributeError, LookupError, TypeError, UnicodeEncodeError):
            return

    def compare(self, sums: dict[str, str], findings: Findings) -> None:
        """Hold the SHA-256 of all files of decisions to what must be there."""
        findings.count("signature", len(self._due))
        for name, (digest, seq) in self._due.items():
            if sums.get(name) != digest:
                findings.find("signature", f"{name} is not what the log holds", seq)
        for name in sorted(sums.keys() - self._due.keys()):
            if name.startswith(DECISIONS):
                findings.find("signature", f"{name} is no decision in the log", NOWHERE)
