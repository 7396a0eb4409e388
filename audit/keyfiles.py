"""Keys, decisions and consents as files for other tools, held to what stands in the log."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import Any

from audit.bundle import Bundle
from audit.findings import NOWHERE, Findings
from audit.heads import Head
from audit.replay.state import Key, State
from audit.trouble import Unreadable

SIGNERS = "data/keys/allowed_signers"
DECISIONS = "data/decisions/"
CONSENTS = "data/consents/"
NAMESPACES = "decision@almoner.v1,envelope@almoner.v1,consent@almoner.v1,lift@almoner.v1"
"""What people sign for: no signature of theirs counts for anything else."""
MOST_SIGNERS = 1 << 26


def check_founding(findings: Findings, head: Head, state: State) -> None:
    """Hold name and key of the log's head to what the log was founded with."""
    findings.count("checkpoint", 2)
    if state.origin != head.signed.head.origin:
        findings.find("checkpoint", "the head is of another log than was founded here", 0)
    if head.key is not None and state.log_key != head.key.format():
        findings.find("checkpoint", "the log was founded with another key than its head's", 0)


def check_signers(bundle: Bundle, findings: Findings, state: State) -> None:
    """Hold the file of allowed signers to the keys in the log, each with the time it was in force."""
    due = [signer_line(key) for key in state.keys]
    try:
        content = bundle.read(SIGNERS, MOST_SIGNERS).decode("utf-8", "replace")
    except Unreadable as problem:
        findings.find("signature", str(problem))
        return
    found = content.splitlines()
    findings.count("signature", len(due))
    lacking, added = Counter(due) - Counter(found), Counter(found) - Counter(due)
    for line in sorted(lacking.elements()):
        findings.find("signature", f"{SIGNERS} lacks the key of {line.split()[0]}")
    for line in sorted(added.elements()):
        findings.find("signature", f"{SIGNERS} has a line that is not in the log: {line[:80]}")
    if not lacking and not added and due != found:
        findings.find("signature", f"{SIGNERS} is not in the order of the log")


def signer_line(key: Key) -> str:
    """Write a key as `ssh-keygen -Y verify` reads it (ssh-keygen(1), ALLOWED SIGNERS)."""
    valid = f'valid-after="{stamp(key.since)}"'
    if key.until is not None:
        valid += f',valid-before="{stamp(key.until)}"'
    return f'{key.person} namespaces="{NAMESPACES}",{valid} {" ".join(key.signing_key.split()[:2])}'


def stamp(moment: str) -> str:
    """Write a moment as OpenSSH reads it: `20260105090000Z`."""
    return "".join(letter for letter in moment if letter.isdigit() or letter == "Z")


def file_of(entry: dict[str, Any]) -> str | None:
    """Name the file that holds what somebody signed in an entry; None where there is none."""
    verb, data = entry.get("verb"), entry.get("data")
    if verb == "decision.signed" and isinstance(data, dict):
        return f"{DECISIONS}{data['proposal']}-{data['revision']}-{data['person']}.json"
    if verb == "opening.consented" and isinstance(data, dict):
        return f"{CONSENTS}{data['opening']}.json"
    return None


class SignedFiles:
    """What the files of decisions and consents must be, gathered while the log is read."""

    def __init__(self) -> None:
        self._due: dict[str, tuple[str, int]] = {}

    def expect(self, entry: dict[str, Any], seq: int) -> None:
        """Note the two files of what was signed; an entry out of shape is told elsewhere."""
        try:
            name = file_of(entry)
            if name is not None:
                data = entry["data"]
                self._due[name] = (sha256(data["bytes"].encode()).hexdigest(), seq)
                self._due[f"{name}.sig"] = (sha256(data["signature"].encode()).hexdigest(), seq)
        except (AttributeError, LookupError, TypeError, UnicodeEncodeError):
            return

    def compare(self, sums: dict[str, str], findings: Findings) -> None:
        """Hold the SHA-256 of all files of decisions and consents to what must be there."""
        findings.count("signature", len(self._due))
        for name, (digest, seq) in self._due.items():
            if sums.get(name) != digest:
                findings.find("signature", f"{name} is not what the log holds", seq)
        for name in sorted(sums.keys() - self._due.keys()):
            if name.startswith((DECISIONS, CONSENTS)):
                findings.find("signature", f"{name} is nothing that the log holds", NOWHERE)
