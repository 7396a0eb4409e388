"""Proofs as files: read as C2SP has them, written again byte for byte, judged with the log's key."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.__main__ import main
from audit.merkle import inclusion_proof, leaf_hash, subtrees_of
from audit.note import BadNote
from audit.proofs import HEADER, ConsistencyRequest, InclusionProof
from audit.signatures import Checker
from tests.audit import bundles

ENTRIES = [f"entry {n}".encode() for n in range(7)]
HASH = "A" * 43 + "="
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=5).map(tuple)


def proof_of(index: int, extra: bytes | None = None) -> bytes:
    """Return the proof of an entry."""
    hashes = inclusion_proof(subtrees_of([leaf_hash(one) for one in ENTRIES]), index, len(ENTRIES))
    return InclusionProof(index, tuple(hashes), bundles.checkpoint(ENTRIES), extra).format()


@given(st.integers(0, 2**63 - 1), HASHES, st.one_of(st.none(), st.binary(max_size=9)))
def test_a_proof_is_read_as_it_was_written(index: int, hashes: tuple[bytes, ...], extra: bytes | None) -> None:
    """With and without extra data."""
    proof = InclusionProof(index, hashes, b"checkpoint", extra)
    assert InclusionProof.parse(proof.format()) == proof
    request = ConsistencyRequest(index, hashes, b"checkpoint")
    assert ConsistencyRequest.parse(request.format()) == request


def test_a_proof_looks_as_c2sp_says() -> None:
    """Header, extra, index, hashes, blank line, checkpoint."""
    written = InclusionProof(5, (bytes(32),), b"head", b"\x00").format()
    assert written.decode() == f"c2sp.org/tlog-proof@v1\nextra AA==\nindex 5\n{HASH}\n\nhead"
    assert ConsistencyRequest(5, (bytes(32),), b"head").format().decode() == f"old 5\n{HASH}\n\nhead"


@pytest.mark.parametrize(
    "content",
    [
        "",
        HEADER,
        f"{HEADER}\n\nhead",
        f"{HEADER}\nindex 5\n",
        f"{HEADER}\nindex 05\n\nhead",
        f"{HEADER}\nindex -5\n\nhead",
        f"{HEADER}\nindex 5\nAAAA\n\nhead",
        f"{HEADER}\nindex 5\nextra AA==\n\nhead",
        f"{HEADER}\nextra !\nindex 5\n\nhead",
        f"{HEADER}\nindex 5\n" + f"{HASH}\n" * 64 + "\nhead",
        f"{HEADER}\r\nindex 5\r\n\nhead",
        "c2sp.org/tlog-proof@v2\nindex 5\n\nhead",
        "c2sp.org/tlog-proof@v1\u00e9\nindex 5\n\nhead",
    ],
)
def test_what_is_no_proof_is_refused(content: str) -> None:
    """Each differs in one place from what C2SP says."""
    with pytest.raises(BadNote):
        InclusionProof.parse(content.encode())


@pytest.mark.parametrize("content", ["", "old 5", "new 5\n\nhead", "old x\n\nhead", "old 5\nAAAA\n\nhead"])
def test_what_is_no_request_is_refused(content: str) -> None:
    """Likewise."""
    with pytest.raises(BadNote):
        ConsistencyRequest.parse(content.encode())


def run(folder: Path, proof: bytes, entry: bytes, key: str) -> int:
    """Run the command on these files."""
    (folder / "p.tlog-proof").write_bytes(proof)
    (folder / "entry").write_bytes(entry)
    return main(["proof", str(folder / "p.tlog-proof"), str(folder / "entry"), "--log-key", key])


def test_a_receipt_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A donor needs the proof, the entry and the log's key, nothing else."""
    for index, entry in enumerate(ENTRIES):
        assert run(tmp_path, proof_of(index, b"extra"), entry, bundles.verifier_key()) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[3] == "This is entry 3 of almoner.example/books as it stood at 7 entries."


def test_a_false_receipt_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another entry, place, key: exit code 1; no proof or no key: 2."""
    key = bundles.verifier_key()
    assert run(tmp_path, proof_of(3), b"entry 4", key) == 1
    assert run(tmp_path, proof_of(3).replace(b"index 3", b"index 4"), b"entry 3", key) == 1
    assert run(tmp_path, proof_of(3), b"entry 3", bundles.verifier_key(holder="a thief")) == 1
    assert run(tmp_path, proof_of(3), b"entry 3", "hello") == 2
    assert run(tmp_path, proof_of(3), b"entry 3", "hello+there") == 2
    assert run(tmp_path, b"hello", b"entry 3", key) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_receipt_whose_signature_nobody_can_check_does_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unchecked is never the same as good."""
    monkeypatch.setattr(Checker, "_take_raw", lambda *_: None)
    assert run(tmp_path, proof_of(3), b"entry 3", bundles.verifier_key()) == 1
    assert "NOT checked" in capsys.readouterr().out
