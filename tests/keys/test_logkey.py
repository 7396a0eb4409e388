"""The log's signing key: one file, its owner's alone, never overwritten."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger.keys.logkey import LogKey, create_log_key, load_log_key
from ledger.keys.trouble import KeyTrouble

ORIGIN = "almoner.example/books"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a key may stand."""
    return tmp_path / "log.key"


def test_a_key_is_read_as_it_was_written(path: Path) -> None:
    """The same name, the same key."""
    made, read = create_log_key(path, ORIGIN), load_log_key(path)
    assert (read.origin, read.public) == (ORIGIN, made.public)
    assert read.private.private_bytes_raw() == made.private.private_bytes_raw()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read_a_new_key(path: Path, mask: int) -> None:
    """However careless the surroundings are."""
    before = os.umask(mask)
    try:
        create_log_key(path, ORIGIN)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(path: Path) -> None:
    """Not by a second beginning, and not through a link."""
    create_log_key(path, ORIGIN)
    content = path.read_bytes()
    link = path.with_name("link.key")
    link.symlink_to(path)
    dangling = path.with_name("dangling.key")
    dangling.symlink_to(path.with_name("elsewhere.key"))
    for place in (path, link, dangling):
        with pytest.raises(KeyTrouble, match="never overwritten"):
            create_log_key(place, ORIGIN)
    assert path.read_bytes() == content
    assert not path.with_name("elsewhere.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o620])
def test_a_key_that_others_reach_is_refused(path: Path, mode: int) -> None:
    """Group or world, reading or writing; the sentence says how to mend it, and that mends it."""
    create_log_key(path, ORIGIN)
    path.chmod(mode)
    with pytest.raises(KeyTrouble) as caught:
        load_log_key(path)
    assert str(caught.value).endswith(f"Run: chmod 600 {path}")
    path.chmod(0o600)
    assert load_log_key(path).origin == ORIGIN


def test_a_missing_key_is_said_to_be_missing(path: Path) -> None:
    """With what to do about it."""
    with pytest.raises(KeyTrouble, match="is missing"):
        load_log_key(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"almoner log key v1\nbooks\n",
        b"almoner log key v1\nbooks\nnot base64!\n",
        b"almoner log key v1\nbooks\n" + base64.b64encode(b"s" * 31) + b"\n",
        b"almoner log key v2\nbooks\n" + base64.b64encode(b"s" * 32) + b"\n",
        b"almoner log key v1\nbooks\n" + base64.b64encode(b"s" * 32) + b"\nmore\n",
    ],
)
def test_what_is_not_a_log_key_is_refused_by_name(path: Path, content: bytes) -> None:
    """Half a file, another file, another version; the right one beside them is read."""
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyTrouble, match="is not a log key"):
        load_log_key(path)
    path.write_bytes(b"almoner log key v1\nbooks\n" + base64.b64encode(b"s" * 32) + b"\n")
    assert load_log_key(path).private.private_bytes_raw() == b"s" * 32


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "é.example", "two\nlines", "tab\there"])
def test_a_name_that_a_note_cannot_carry_makes_no_file(path: Path, origin: str) -> None:
    """Signed notes (C2SP) know no spaces and no plus in names; the key file is plain ASCII."""
    with pytest.raises(KeyTrouble, match="cannot name a log"):
        create_log_key(path, origin)
    assert not path.exists()


def test_the_file_and_its_name_are_on_the_disk_before_it_is_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut must not take a key whose public half was told to auditors already."""
    synced: list[bool] = []

    def note(descriptor: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))

    monkeypatch.setattr("ledger.keys.logkey.os.fsync", note)
    create_log_key(path, ORIGIN)
    assert synced == [False, True]


def test_a_note_is_signed_as_witnesses_read_it(path: Path) -> None:
    """C2SP signed-note: the body, an empty line, name, and base64 of key id and signature over the body."""
    key = create_log_key(path, ORIGIN)
    body = f"{ORIGIN}\n3\nAAAA\n"
    text, _, line = key.sign_note(body).partition("\n\u2014 ")
    name, signature = line.removesuffix("\n").split(" ")
    raw = base64.b64decode(signature)
    assert (text, name) == (body, ORIGIN)
    assert raw[:4] == hashlib.sha256(ORIGIN.encode() + b"\n\x01" + key.public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(key.public).verify(raw[4:], body.encode())


def test_a_verifier_key_is_written_as_the_standard_writes_it(path: Path) -> None:
    """Name, key id in hexadecimal, base64 of the type and the public key."""
    key: LogKey = create_log_key(path, ORIGIN)
    name, number, encoded = key.verifier_key.split("+", 2)
    assert (name, number) == (ORIGIN, key.key_id.hex())
    assert base64.b64decode(encoded) == b"\x01" + key.public


def test_a_key_does_not_show_its_secret(path: Path) -> None:
    """Not in an error page, not in a log line."""
    key = create_log_key(path, ORIGIN)
    secret = key.private.private_bytes_raw()
    assert not [
        shown for shown in (secret.hex(), repr(secret), base64.b64encode(secret).decode()) if shown in repr(key)
    ]
