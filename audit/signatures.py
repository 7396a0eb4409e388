"""Checking signatures with what the auditor's machine has: `cryptography`, OpenSSH or OpenSSL.

A way of checking counts only once it has accepted a known signature and refused a false one. Where
none is left, `ssh_way` or `raw_way` is None, and whoever asks must say so loudly: what
nobody checked is never the same as good.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from audit import sshsig
from audit.tools import OutsideTools

Raw = Callable[[bytes, bytes, bytes], bool]
"""Whether, under a raw public key, a message bears a raw signature (RFC 8032)."""
Ssh = Callable[[sshsig.SshSignature, bytes, str], bool]
"""Whether a parsed OpenSSH signature, given armored as well, is over a message."""

# RFC 8032, section 7.1, test 2. (Test 1 signs nothing at all, which openssl cannot read.)
_PROBE_KEY = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
_PROBE_MESSAGE = b"\x72"
_PROBE_RAW = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
_PROBE_SSH = """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg11qYAYKxCrfVS/7TyWQHOg7hcv
PapiMlrwIaaPcHURoAAAAFcHJvYmUAAAAAAAAABnNoYTUxMgAAAFMAAAALc3NoLWVkMjU1
MTkAAABAZ5RfclxuiD2R5u1Vi6XTV61B6PiMl7yaqf0mei17G1IRp7Or+p2exJ6vHUDubF
2bIqig1ufOFbxU9pg39H6PCA==
-----END SSH SIGNATURE-----
"""


def library() -> Raw | None:
    """Return a check by the package `cryptography`, None where it is not installed."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (
            Ed25519PublicKey,
        )
    except ImportError:
        return None
    keys: dict[bytes, Ed25519PublicKey] = {}

    def check(public: bytes, message: bytes, signature: bytes) -> bool:
        key = keys.get(public)
        if key is None:
            key = keys[public] = Ed25519PublicKey.from_public_bytes(public)
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return check


class Checker:
    """Checks signatures in the first way that works here; close it to remove its temporary folder.

    `ssh_way` names how people's OpenSSH signatures are checked, `raw_way` how
    checkpoints' are; each is None where there is none. `ssh` and `ed25519` then refuse everything.
    """

    def __init__(self, find_library: Callable[[], Raw | None] = library) -> None:
        self._tools = OutsideTools()
        self._raw: Raw | None = None
        self._ssh: Ssh | None = None
        self.ssh_way: str | None = None
        self.raw_way: str | None = None
        found = find_library()
        if found is not None:
            self._take_raw("cryptography", found)
        if self._ssh is None and self._tools.ssh_keygen and probe_ssh(self._tools.check_ssh):
            self._ssh, self.ssh_way = self._tools.check_ssh, "ssh-keygen"
        if self._raw is None and self._tools.openssl:
            self._take_raw("openssl", self._tools.check_raw)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def available(self) -> bool:
        """Whether people's signatures can be checked here at all."""
        return self.ssh_way is not None

    def close(self) -> None:
        """Remove what was written for outside tools."""
        self._tools.close()

    def ssh(self, public_line: str, message: bytes, armored: str, namespace: str) -> bool:
        """Say whether exactly this key signed exactly this message for this purpose."""
        try:
            expected, signature = sshsig.public_key(public_line), sshsig.parse(armored)
        except sshsig.NotSsh:
            return False
        if signature.public != expected or signature.namespace != namespace.encode():
            return False
        return self._ssh is not None and self._ssh(signature, message, armored)

    def ed25519(self, public_raw: bytes, message: bytes, signature: bytes) -> bool:
        """Say whether this key of 32 bytes signed exactly this message (64 bytes of signature)."""
        if len(public_raw) != sshsig.KEY_BYTES or len(signature) != sshsig.SIGNATURE_BYTES:
            return False
        return self._raw is not None and self._raw(public_raw, message, signature)

    def _take_raw(self, name: str, raw: Raw) -> None:
        if not probe_raw(raw):
            return

        def check(signature: sshsig.SshSignature, message: bytes, _: str) -> bool:
            return raw(signature.public, signature.signed_bytes(message), signature.signature)

        self._raw, self.raw_way = raw, name
        if self._ssh is None:
            self._ssh, self.ssh_way = check, name


def probe_raw(check: Raw) -> bool:
    """Say whether a check accepts a known signature and refuses it over another message."""
    return check(_PROBE_KEY, _PROBE_MESSAGE, _PROBE_RAW) and not check(_PROBE_KEY, b"x", _PROBE_RAW)


def probe_ssh(check: Ssh) -> bool:
    """Say the same of a check of OpenSSH signatures."""
    known = sshsig.parse(_PROBE_SSH)
    return check(known, b"", _PROBE_SSH) and not check(known, b"x", _PROBE_SSH)
