"""Signatures go both ways between the ledger and OpenSSH's own program."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from ledger.keys.sshsig import DECISION, BadSignature, fingerprint, public_line, sign, verify

PROGRAM = shutil.which("ssh-keygen")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="NOT RUN: ssh-keygen is not here")

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = PRIVATE.public_key().public_bytes_raw()
MESSAGE = '{"decision":"approve","minor":125050,"note":"a\u00e9\u4e2d"}'.encode()


def ssh_keygen(*words: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run OpenSSH's program."""
    return subprocess.run([str(PROGRAM), *map(str, words)], input=given, capture_output=True, check=False, timeout=30)


def openssh_accepts(folder: Path, message: bytes, signature: str, namespace: str = DECISION) -> bool:
    """Whether `ssh-keygen -Y verify` takes it for this key."""
    (folder / "signers").write_text(f"carla {public_line(PUBLIC)}\n")
    (folder / "signature").write_text(signature)
    words = ("-Y", "verify", "-f", folder / "signers", "-I", "carla", "-n", namespace, "-s", folder / "signature")
    return ssh_keygen(*words, given=message).returncode == 0


@pytest.fixture
def own_key(tmp_path: Path) -> tuple[Path, bytes]:
    """A key that a person made with OpenSSH, and its raw public half."""
    path = tmp_path / "own"
    made = ssh_keygen("-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path)
    assert made.returncode == 0, made.stderr
    blob = path.with_suffix(".pub").read_text().split()[1]
    return path, base64.b64decode(blob)[-32:]


def signed_outside(path: Path, message: bytes, *options: str, namespace: str = DECISION) -> str:
    """Sign with OpenSSH and return what it prints."""
    made = ssh_keygen("-q", "-Y", "sign", "-f", path, "-n", namespace, *options, given=message)
    assert made.returncode == 0, made.stderr
    return made.stdout.decode()


@pytest.mark.parametrize("message", [MESSAGE, b"", bytes(range(256)) * 300])
def test_openssh_accepts_what_the_ledger_signs(tmp_path: Path, message: bytes) -> None:
    """An auditor needs none of our programs to check a decision."""
    assert openssh_accepts(tmp_path, message, sign(PRIVATE, message))


def test_openssh_refuses_a_changed_byte_and_another_purpose(tmp_path: Path) -> None:
    """So that its acceptance above means something."""
    signature = sign(PRIVATE, MESSAGE)
    assert not openssh_accepts(tmp_path, MESSAGE.replace(b"125050", b"925050"), signature)
    assert not openssh_accepts(tmp_path, MESSAGE, signature, "file")


def test_the_ledger_accepts_what_openssh_signs(own_key: tuple[Path, bytes]) -> None:
    """For high amounts a person signs outside, with a key of their own."""
    path, public = own_key
    signature = signed_outside(path, MESSAGE)
    verify(public, MESSAGE, signature)
    with pytest.raises(BadSignature):
        verify(public, MESSAGE + b" ", signature)
    with pytest.raises(BadSignature):
        verify(PUBLIC, MESSAGE, signature)


def test_the_ledger_refuses_another_hash_or_purpose_of_openssh(own_key: tuple[Path, bytes]) -> None:
    """One hash and one namespace count, as the registry's rules say."""
    path, public = own_key
    with pytest.raises(BadSignature):
        verify(public, MESSAGE, signed_outside(path, MESSAGE, "-O", "hashalg=sha256"))
    with pytest.raises(BadSignature):
        verify(public, MESSAGE, signed_outside(path, MESSAGE, namespace="file"))


def test_both_sign_alike(own_key: tuple[Path, bytes]) -> None:
    """Ed25519 leaves no choice: the same key and message give the same text, column for column."""
    path, _ = own_key
    private = load_ssh_private_key(path.read_bytes(), None)
    assert isinstance(private, Ed25519PrivateKey)
    assert sign(private, MESSAGE) == signed_outside(path, MESSAGE)


def test_fingerprints_are_those_that_openssh_prints(tmp_path: Path) -> None:
    """What two people read to each other at set-up."""
    (tmp_path / "key.pub").write_text(public_line(PUBLIC) + "\n")
    printed = ssh_keygen("-l", "-f", tmp_path / "key.pub").stdout.decode().split()
    assert printed[:2] == ["256", fingerprint(PUBLIC)]
