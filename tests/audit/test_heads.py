"""The head of the log: who signed it, who witnessed it, and that it continues what was seen before."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from audit import heads
from audit.merkle import consistency_proof, leaf_hash, subtrees_of
from audit.proofs import ConsistencyRequest
from audit.signatures import Checker
from audit.trouble import CannotRead
from audit.verify import Report
from tests.audit import bundles
from tests.audit.finding import Damage, added, find, report_on, swap, told, without

ENTRIES = bundles.packed(bundles.story())
WITNESS = "auditor.example/ines"
OTHER = bundles.verifier_key(holder="a thief")


def re_signed(*lines: str) -> Damage:
    """Return a damage that gives the head further signature lines."""
    return added(heads.CHECKPOINT, bundles.checkpoint(ENTRIES, *lines))


DAMAGES: dict[str, tuple[Damage, str]] = {
    "no key": (added(heads.LOG_KEY_FILE, b""), "holds 0 keys"),
    "two keys": (added(heads.LOG_KEY_FILE, f"{OTHER}\n{bundles.verifier_key()}\n".encode()), "holds 2 keys"),
    "no key file": (without(heads.LOG_KEY_FILE), "is missing"),
    "another key": (added(heads.LOG_KEY_FILE, f"{OTHER}\n".encode()), "does not bear its key's signature"),
    "no verifier key": (added(heads.LOG_KEY_FILE, b"hello+there\n"), "holds 0 keys"),
    "key of a witness": (
        added(heads.LOG_KEY_FILE, f"{bundles.verifier_key(WITNESS, 4, WITNESS)}\n".encode()),
        "is of another kind",
    ),
}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_head_under_a_false_key_is_found(tmp_path: Path, name: str) -> None:
    """The key in the bundle must be one, that of the signature, and that of the founding."""
    damage, words = DAMAGES[name]
    assert words in find(tmp_path, damage, "checkpoint")


def test_a_changed_signature_is_found(tmp_path: Path) -> None:
    """One bit of the signature differs."""
    files = bundles.sound()
    line = files[heads.CHECKPOINT].split()[-1]
    raw = bytearray(base64.b64decode(line))
    raw[-1] ^= 1
    swap(heads.CHECKPOINT, line, base64.b64encode(bytes(raw)))(files)
    assert "does not bear" in told(report_on(tmp_path, files), "checkpoint")


def test_the_key_of_the_auditor_is_believed_before_that_of_the_bundle(tmp_path: Path) -> None:
    """A bundle that was signed again by somebody else has their key inside, and gives itself away."""
    assert report_on(tmp_path, bundles.sound(), key=bundles.verifier_key()).holds
    report = report_on(tmp_path, bundles.sound(), key=OTHER)
    assert report.head.key_given
    assert "another key than the one you gave" in told(report, "checkpoint")


def test_a_log_founded_with_another_key_is_found(tmp_path: Path) -> None:
    """The key that the log was founded with stands in its first entry."""
    history = bundles.story()
    history[0]["data"]["log_key"] = OTHER
    message = told(report_on(tmp_path, bundles.payload(history)), "checkpoint")
    assert message == "the log was founded with another key than its head's"


def witnessed(folder: Path, line: str) -> Report:
    """Verify a bundle whose head bears a witness's line, the witness's key being known."""
    files = bundles.sound()
    files[heads.WITNESS_FILE] = f"{bundles.verifier_key(WITNESS, 4, WITNESS)}\n".encode()
    re_signed(line)(files)
    return report_on(folder, files)


def test_a_witness_is_named_with_the_time(tmp_path: Path) -> None:
    """A true cosignature is told; one under an unknown key is not believed and not blamed."""
    line = bundles.cosignature(ENTRIES, WITNESS, 1_767_600_000)
    report = witnessed(tmp_path, line)
    assert report.holds
    assert report.head.witnessed == [(WITNESS, "2026-01-05T08:00:00Z")]
    files = bundles.sound()
    re_signed(line)(files)
    assert report_on(tmp_path, files).head.witnessed == []


@pytest.mark.parametrize("time", [5, 2**64 - 1])
def test_a_false_cosignature_is_found(tmp_path: Path, time: int) -> None:
    """A witness's line over another head, or at an impossible time, is false."""
    line = bundles.cosignature(ENTRIES[:-1] if time == 5 else ENTRIES, WITNESS, time)
    assert "witness" in told(witnessed(tmp_path, line), "checkpoint")


def test_an_earlier_head_is_continued(tmp_path: Path) -> None:
    """The head that an auditor kept is the beginning of the log, or the log itself."""
    for size in (1, 100, len(ENTRIES)):
        report = report_on(tmp_path, bundles.sound(), bundles.checkpoint(ENTRIES[:size]))
        assert report.holds
        assert report.findings.checks["H8"] == 1


def test_a_log_that_was_rewritten_is_found(tmp_path: Path) -> None:
    """Other entries, fewer entries, another log, another key: none continues the head that was kept."""
    other = [*ENTRIES[:99], b"{}"]
    later = [*ENTRIES, b"{}"]
    named = bundles.checkpoint(ENTRIES[:9]).replace(bundles.ORIGIN.encode(), b"other.example/books")
    forged = bundles.checkpoint(ENTRIES[:9]).replace(b"\n9\n", b"\n10\n")
    for since, words in (
        (bundles.checkpoint(other), "does not continue"),
        (bundles.checkpoint(later), "more than are here"),
        (named, "another log"),
        (forged, "does not bear the signature"),
    ):
        assert words in told(report_on(tmp_path, bundles.sound(), since), "H8")


def test_an_earlier_head_that_is_none_cannot_be_read(tmp_path: Path) -> None:
    """The wrong file was given: that is no finding about the log."""
    with pytest.raises(CannotRead):
        report_on(tmp_path, bundles.sound(), b"hello")


def request(old: int) -> bytes:
    """Return a true consistency request from a size."""
    proof = consistency_proof(subtrees_of([leaf_hash(one) for one in ENTRIES]), old, len(ENTRIES))
    return ConsistencyRequest(old, tuple(proof), bundles.checkpoint(ENTRIES)).format()


def test_a_proof_for_witnesses_is_checked(tmp_path: Path) -> None:
    """It proves what its name says, for the head of this log."""
    files = bundles.sound()
    files[f"{heads.PROOFS}consistency-from-100"] = request(100)
    report = report_on(tmp_path, files)
    assert (report.holds, report.findings.checks["H8"]) == (True, 1)
    shorter = ConsistencyRequest(3, (), bundles.checkpoint(ENTRIES[:9])).format()
    for name, content in (
        ("consistency-from-99", request(100)),
        ("consistency-from-100", request(100).replace(b"\n", b"\n" + b"A" * 43 + b"=\n", 1)),
        ("consistency-from-3", shorter),
        ("consistency-from-3", b"old 3\n"),
        ("consistency-from-900", request(100).replace(b"old 100", b"old 900")),
    ):
        find(tmp_path, added(heads.PROOFS + name, content), "H8")


def test_signatures_that_nobody_can_check_are_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said loudly, for the head and for people's decisions, and never exit code 0."""
    monkeypatch.setattr(Checker, "_take_raw", lambda *_: None)
    monkeypatch.setattr("audit.signatures.probe_ssh", lambda _: False)
    report = report_on(tmp_path, bundles.sound())
    assert report.checkers == (None, None)
    assert report.findings.found == {"checkpoint": 1, "signature": 1}
    assert all("NOT checked" in one.message for one in report.findings.kept)


@pytest.mark.parametrize("content", [b"", b"hello\n", bundles.checkpoint(ENTRIES).replace(b"\n", b"\n0", 1)])
def test_without_a_head_nothing_can_be_read(tmp_path: Path, content: bytes) -> None:
    """Nothing else says how long the log should be."""
    files = bundles.sound()
    files[heads.CHECKPOINT] = content
    with pytest.raises(CannotRead):
        report_on(tmp_path, files)
