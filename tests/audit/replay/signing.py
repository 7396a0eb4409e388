"""People who sign in tests: Ed25519 keys, OpenSSH signatures, and a checker of their own."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAMESPACE = "decision@almoner.v1"


def string(data: bytes) -> bytes:
    """Give a string as SSH writes it: length, then bytes."""
    return len(data).to_bytes(4, "big") + data


def key_of(name: str) -> Ed25519PrivateKey:
    """Give the signing key of a person of the tests, the same each time."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def blob_of(key: Ed25519PrivateKey) -> bytes:
    """Give the public key as SSH writes it."""
    return string(b"ssh-ed25519") + string(key.public_key().public_bytes_raw())


def public_line(name: str) -> str:
    """Give the public key of a person as one line."""
    return "ssh-ed25519 " + base64.b64encode(blob_of(key_of(name))).decode()


def fingerprint(name: str) -> str:
    """Give the fingerprint of a person's key as `ssh-keygen -l` prints it."""
    digest = hashlib.sha256(blob_of(key_of(name))).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def envelope_of(message: bytes, namespace: str) -> bytes:
    """Give what is signed: PROTOCOL.sshsig, section 2."""
    hashed = string(hashlib.sha512(message).digest())
    return b"SSHSIG" + string(namespace.encode()) + string(b"") + string(b"sha512") + hashed


def sign(name: str, message: bytes, namespace: str = NAMESPACE) -> str:
    """Sign as `ssh-keygen -Y sign` does: an armored signature."""
    key = key_of(name)
    raw = string(b"ssh-ed25519") + string(key.sign(envelope_of(message, namespace)))
    parts = [blob_of(key), namespace.encode(), b"", b"sha512", raw]
    packed = b"SSHSIG" + (1).to_bytes(4, "big") + b"".join(string(part) for part in parts)
    text = base64.b64encode(packed).decode()
    rows = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *rows, "-----END SSH SIGNATURE-----", ""])


class StubChecker:
    """Checks the signatures made here, so that replay is tested without another's parser."""

    available = True

    def ssh(self, public_line: str, message: bytes, armored: str, namespace: str) -> bool:
        """Say whether the last 64 bytes are a signature over the message under the key."""
        blob = base64.b64decode(public_line.split()[1])
        key = Ed25519PublicKey.from_public_bytes(blob[-32:])
        signature = base64.b64decode("".join(armored.split("\n")[1:-2]))[-64:]
        try:
            key.verify(signature, envelope_of(message, namespace))
        except InvalidSignature:
            return False
        return True
