"""Signatures are checked in each of three ways; all refuse them when anything differs."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator

import pytest

from audit import sshsig, tools
from audit.signatures import Checker, Raw, library
from tests.audit.replay.signing import NAMESPACE, blob_of, key_of, public_line, sign, string

MESSAGE = b'{"v":1}'
RAW_KEY = key_of("Ada").public_key().public_bytes_raw()
WITHOUT = {
    "cryptography": (),
    "ssh-keygen": ("cryptography",),
    "openssl": ("cryptography", "ssh-keygen"),
}


def no_library() -> Raw | None:
    """The machine of an auditor who has nothing but Python."""
    return None


def checker_without(missing: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> Checker:
    """Return a checker on a machine that lacks these."""
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name in missing else which(name))
    return Checker(no_library if "cryptography" in missing else library)


@pytest.fixture(params=sorted(WITHOUT))
def checker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checker]:
    """Return a checker that works in one of the ways."""
    with checker_without(WITHOUT[request.param], monkeypatch) as found:
        if found.ssh_way != request.param:
            pytest.skip(f"{request.param} is not on this machine")
        yield found


def armored(parts: list[bytes], head: bytes = b"SSHSIG\x00\x00\x00\x01") -> str:
    """Armor these parts of a signature."""
    text = base64.b64encode(head + b"".join(map(string, parts))).decode()
    rows = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *rows, "-----END SSH SIGNATURE-----", ""])


def parts_of(hash_name: bytes = b"sha512") -> list[bytes]:
    """The parts of a signature by Ada over MESSAGE with a hash."""
    empty = sshsig.SshSignature(RAW_KEY, NAMESPACE.encode(), hash_name, b"")
    raw = string(b"ssh-ed25519") + string(key_of("Ada").sign(empty.signed_bytes(MESSAGE)))
    return [blob_of(key_of("Ada")), NAMESPACE.encode(), b"", hash_name, raw]


def test_a_true_signature_is_accepted(checker: Checker) -> None:
    """Right key, right message, right purpose."""
    assert checker.ssh(public_line("Ada"), MESSAGE, sign("Ada", MESSAGE), NAMESPACE)


def test_a_signature_with_the_shorter_hash_is_accepted(checker: Checker) -> None:
    """PROTOCOL.sshsig knows sha256 and sha512."""
    assert checker.ssh(public_line("Ada"), MESSAGE, armored(parts_of(b"sha256")), NAMESPACE)


def test_another_message_key_or_purpose_is_refused(checker: Checker) -> None:
    """Each of the three alone makes a true signature worthless."""
    true = sign("Ada", MESSAGE)
    assert not checker.ssh(public_line("Ada"), MESSAGE + b" ", true, NAMESPACE)
    assert not checker.ssh(public_line("Ben"), MESSAGE, true, NAMESPACE)
    assert not checker.ssh(public_line("Ada"), MESSAGE, true, "file")
    assert not checker.ssh(public_line("Ada"), MESSAGE, sign("Ada", MESSAGE, namespace="file"), NAMESPACE)


def test_a_signature_whose_last_byte_differs_is_refused(checker: Checker) -> None:
    """The embedded key is right, the signature itself is not."""
    parts = parts_of()
    parts[4] = parts[4][:-1] + bytes([parts[4][-1] ^ 1])
    assert not checker.ssh(public_line("Ada"), MESSAGE, armored(parts), NAMESPACE)


def test_raw_signatures_are_checked(checker: Checker) -> None:
    """OpenSSH cannot check a checkpoint; then OpenSSL does."""
    signature = key_of("Ada").sign(MESSAGE)
    if checker.raw_way is None:
        pytest.skip("neither cryptography nor openssl is on this machine")
    assert checker.ed25519(RAW_KEY, MESSAGE, signature)
    assert not checker.ed25519(RAW_KEY, MESSAGE + b" ", signature)
    assert not checker.ed25519(RAW_KEY, MESSAGE, signature[:-1])
    assert not checker.ed25519(RAW_KEY[:-1], MESSAGE, signature)


def test_without_any_way_nothing_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be checked is not available, and never good."""
    missing = ("cryptography", "ssh-keygen", "openssl")
    with checker_without(missing, monkeypatch) as checker:
        assert (checker.ssh_way, checker.raw_way) == (None, None)
        assert not checker.ssh(public_line("Ada"), MESSAGE, sign("Ada", MESSAGE), NAMESPACE)
        assert not checker.ed25519(RAW_KEY, MESSAGE, key_of("Ada").sign(MESSAGE))


def test_a_tool_that_accepts_everything_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A way of checking must refuse a false signature before it is believed."""
    monkeypatch.setattr(tools, "_succeeds", lambda _words, _given: True)
    with Checker(no_library) as checker:
        assert (checker.ssh_way, checker.raw_way) == (None, None)
    with Checker(lambda: lambda _key, _message, _signature: True) as checker:
        assert checker.ssh_way != "cryptography"


def test_the_folder_for_outside_tools_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was written for a tool stays behind."""
    checker = checker_without(WITHOUT["ssh-keygen"], monkeypatch)
    outside = checker._tools
    if outside.ssh_keygen is None:
        pytest.skip("ssh-keygen is not on this machine")
    folder = outside._own_folder()
    assert folder.exists()
    checker.close()
    assert not folder.exists()


TRUE = parts_of()
MALFORMED = {
    "nothing": "",
    "no armor": base64.b64encode(b"SSHSIG").decode(),
    "armor of a key": sign("Ada", MESSAGE).replace("SSH SIGNATURE", "SSH PUBLIC KEY"),
    "text before": "x\n" + sign("Ada", MESSAGE),
    "text after": sign("Ada", MESSAGE) + "x\n",
    "carriage returns": sign("Ada", MESSAGE).replace("\n", "\r\n"),
    "another magic": armored(TRUE, b"SSHSIX\x00\x00\x00\x01"),
    "version 2": armored(TRUE, b"SSHSIG\x00\x00\x00\x02"),
    "a reserved field in use": armored([*TRUE[:2], b"x", *TRUE[3:]]),
    "md5": armored([*TRUE[:3], b"md5", TRUE[4]]),
    "another kind of key": armored([TRUE[0].replace(b"25519", b"25518"), *TRUE[1:]]),
    "another kind of signature": armored([*TRUE[:4], TRUE[4].replace(b"25519", b"25518")]),
    "a short signature": armored([*TRUE[:4], string(b"ssh-ed25519") + string(b"x")]),
    "a part too many": armored([*TRUE, b""]),
    "a part too few": armored(TRUE[:4]),
    "a length beyond the end": armored(TRUE)[:-60] + "-----END SSH SIGNATURE-----\n",
    "endless": sign("Ada", MESSAGE).replace("\n", "\nAAAA" * 100_000 + "\n", 1),
}


@pytest.mark.parametrize("name", sorted(MALFORMED))
def test_what_is_no_signature_is_refused(name: str) -> None:
    """Malformed armor is refused before any way of checking sees it, and never raises."""
    with Checker() as checker:
        assert not checker.ssh(public_line("Ada"), MESSAGE, MALFORMED[name], NAMESPACE)
    with pytest.raises(sshsig.NotSsh):
        sshsig.parse(MALFORMED[name])


@pytest.mark.parametrize(
    "line",
    ["", "ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 AAAA", f"cert-authority {public_line('Ada')}"],
)
def test_what_is_no_key_accepts_nothing(line: str) -> None:
    """A registered key that cannot be read verifies nothing."""
    with Checker() as checker:
        assert not checker.ssh(line, MESSAGE, sign("Ada", MESSAGE), NAMESPACE)
