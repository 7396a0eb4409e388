"""The outside tools that check signatures where no library does: `ssh-keygen` and `openssl`.

They see only bytes this package has parsed and written again itself, in a temporary folder.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from audit.sshsig import SshSignature, public_line

PATIENCE = 60
"""Seconds one call may take."""
SIGNER = "signer"
"""The identity told to ssh-keygen: whose key it is was settled before it is asked."""
# What stands before a raw Ed25519 key in a SubjectPublicKeyInfo (RFC 8410, section 4).
_SPKI = bytes.fromhex("302a300506032b6570032100")


class OutsideTools:
    """Calls the tools. Owns a folder of its own, made when first needed, removed by `close`.

    `ssh_keygen` and `openssl` are the paths of the tools, None where they are not installed.
    """

    def __init__(self) -> None:
        self.ssh_keygen = shutil.which("ssh-keygen")
        self.openssl = shutil.which("openssl")
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Remove the folder."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def check_ssh(self, signature: SshSignature, message: bytes, armored: str) -> bool:
        """Ask `ssh-keygen -Y verify`, with the key of the signature as the only one allowed."""
        key = public_line(signature.public)
        signers = self._place(signature.public.hex(), f"{SIGNER} {key}\n".encode())
        written = self._write("signature", armored.encode())
        namespace = signature.namespace.decode("ascii", "replace")
        words = ["-Y", "verify", "-f", str(signers), "-I", SIGNER, "-n", namespace]
        return _succeeds([self.ssh_keygen or "", *words, "-s", str(written)], message)

    def check_raw(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Ask `openssl pkeyutl -verify -rawin`."""
        key = self._place(f"{public.hex()}.der", _SPKI + public)
        said = self._write("message", message)
        written = self._write("signature", signature)
        words = ["-verify", "-pubin", "-keyform", "DER", "-inkey", str(key), "-rawin"]
        files = ["-in", str(said), "-sigfile", str(written)]
        return _succeeds([self.openssl or "", "pkeyutl", *words, *files], b"")

    def _place(self, name: str, content: bytes) -> Path:
        """Write a file once; the next call with its name finds it."""
        path = self._own_folder() / name
        return path if path.exists() else self._write(name, content)

    def _write(self, name: str, content: bytes) -> Path:
        path = self._own_folder() / name
        path.write_bytes(content)
        return path

    def _own_folder(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="audit-")
        return Path(self._folder.name)


def _succeeds(words: list[str], given: bytes) -> bool:
    try:
        done = subprocess.run(words, input=given, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
