"""The head of the log: its signature, its witnesses, the earlier heads it must continue (H8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from audit.bundle import Bundle
from audit.checkpoint import SignedCheckpoint
from audit.findings import Findings
from audit.merkle import ProofError, verify_consistency
from audit.note import LOG_KEY, WITNESS_KEY, BadNote, VerifierKey
from audit.proofs import ConsistencyRequest
from audit.signatures import Checker
from audit.tiles import TreeTiles
from audit.trouble import CannotRead, Unreadable

CHECKPOINT = "data/log/checkpoint"
LOG_KEY_FILE, WITNESS_FILE = "data/keys/log.vkey", "data/keys/witnesses.vkey"
PROOFS = "data/proofs/"
MOST_KEYS = 1 << 20
MOST_PROOF = 1 << 17


@dataclass(slots=True)
class Head:
    """The head as it was read and the keys it is held to; `witnessed` says by whom and when."""

    signed: SignedCheckpoint
    key: VerifierKey | None = None
    key_given: bool = False
    witnessed: list[tuple[str, str]] = field(default_factory=list)


def read_head(bundle: Bundle) -> Head:
    """Read the checkpoint. Raises CannotRead: without it nothing says what the log should be."""
    try:
        return Head(SignedCheckpoint.parse(bundle.read(CHECKPOINT, MOST_PROOF)))
    except (Unreadable, BadNote) as problem:
        raise CannotRead(f"the head of the log cannot be read: {problem}") from problem


def choose_key(bundle: Bundle, findings: Findings, head: Head, given: VerifierKey | None) -> None:
    """Take the log's key from the auditor, or for want of one from the bundle itself."""
    keys = read_keys(bundle, findings, LOG_KEY_FILE, LOG_KEY)
    if len(keys) != 1:
        findings.find("checkpoint", f"{LOG_KEY_FILE} holds {len(keys)} keys of a log, one belongs")
    head.key, head.key_given = given or (keys[0] if keys else None), given is not None
    if given is not None and given not in keys:
        findings.find("checkpoint", f"{LOG_KEY_FILE} holds another key than the one you gave")


def read_keys(bundle: Bundle, findings: Findings, name: str, kind: int) -> list[VerifierKey]:
    """Return the verifier keys of one kind in a file of them."""
    keys = []
    try:
        lines = bundle.read(name, MOST_KEYS).decode("utf-8", "replace").splitlines()
    except Unreadable as problem:
        findings.find("checkpoint", str(problem))
        return []
    for line in lines:
        try:
            key = VerifierKey.parse(line)
        except BadNote as problem:
            findings.find("checkpoint", f"{name}: {problem}")
            continue
        if key.kind == kind:
            keys.append(key)
        else:
            findings.find("checkpoint", f"{name}: the key of {key.name} is of another kind")
    return keys


def check_signatures(bundle: Bundle, findings: Findings, head: Head, checker: Checker) -> None:
    """Check the log's signature on its head, and the witnesses' ones."""
    if checker.raw_way is None:
        findings.find("checkpoint", "the signatures on the head of the log were NOT checked")
        return
    findings.count("checkpoint")
    if head.key is None or not head.signed.is_signed_by(head.key, checker):
        findings.find("checkpoint", "the head of the log does not bear its key's signature")
    for key in read_keys(bundle, findings, WITNESS_FILE, WITNESS_KEY):
        times = head.signed.times_witnessed_by(key, checker)
        findings.count("checkpoint", 1 if times is None else len(times))
        if times is None:
            findings.find("checkpoint", f"the signature of witness {key.name} is false")
        head.witnessed += [(key.name, _moment(time)) for time in times or ()]


def check_since(findings: Findings, head: Head, tree: TreeTiles, content: bytes, checker: Checker) -> None:
    """H8: hold the log to a head that the auditor kept. Raises CannotRead for what is none."""
    try:
        old = SignedCheckpoint.parse(content)
    except BadNote as problem:
        raise CannotRead(f"the earlier checkpoint cannot be read: {problem}") from problem
    findings.count("H8")
    if old.head.origin != head.signed.head.origin:
        findings.find("H8", f"the earlier head is that of another log, {old.head.origin}")
    elif old.head.size > tree.size:
        findings.find("H8", f"the earlier head has {old.head.size} entries, more than are here")
    elif tree.root(old.head.size) != old.head.root:
        findings.find("H8", f"the log does not continue the earlier head of {old.head.size} entries")
    if checker.raw_way and head.key and not old.is_signed_by(head.key, checker):
        findings.find("H8", "the earlier head does not bear the signature of the log's key")


def check_proofs(bundle: Bundle, findings: Findings, head: Head, tree: TreeTiles) -> None:
    """H8: hold the proofs for witnesses to the log itself."""
    for name in sorted(name for name in bundle.names if name.startswith(PROOFS)):
        findings.count("H8")
        try:
            content = bundle.read(name, MOST_PROOF)
            check_request(ConsistencyRequest.parse(content), name, head, tree)
        except (Unreadable, BadNote, ProofError) as problem:
            findings.find("H8", f"{name}: {problem}")


def check_request(request: ConsistencyRequest, name: str, head: Head, tree: TreeTiles) -> None:
    """Raise BadNote or ProofError unless a request proves what its name says, for this head."""
    new = head.signed.head
    if name != f"{PROOFS}consistency-from-{request.old}":
        raise BadNote(f"it is about {request.old} entries")
    if SignedCheckpoint.parse(request.checkpoint).head != new or request.old > tree.size:
        raise BadNote("it leads to another head than that of the log")
    verify_consistency(request.old, new.size, request.hashes, tree.root(request.old), new.root)


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return str(seconds)
