"""A signature holds for these bytes, this key and this purpose, and for nothing else."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.keys.sshsig import DECISION, BadSignature, public_line, sign, verify

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = PRIVATE.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
MESSAGES = st.binary(max_size=300)


def armour(blob: bytes) -> str:
    """Write a blob as an armored signature."""
    return f"-----BEGIN SSH SIGNATURE-----\n{base64.b64encode(blob).decode()}\n-----END SSH SIGNATURE-----\n"


def blob_of(armored: str) -> bytes:
    """Read the blob of an armored signature."""
    return base64.b64decode("".join(armored.splitlines()[1:-1]))


@given(MESSAGES)
def test_what_was_signed_is_verified(message: bytes) -> None:
    """By its own key, also when the text was pasted with other line ends and empty lines around it."""
    signature = sign(PRIVATE, message)
    verify(PUBLIC, message, signature)
    verify(PUBLIC, message, "\r\n" + signature.replace("\n", "\r\n") + "\r\n")


@given(MESSAGES, st.data())
def test_no_changed_byte_of_the_message_passes(message: bytes, data: st.DataObject) -> None:
    """H4: any change, and the decision falls."""
    place = data.draw(st.integers(0, len(message)))
    changed = message[:place] + b"x" + message[place:]
    with pytest.raises(BadSignature, match="does not fit"):
        verify(PUBLIC, changed, sign(PRIVATE, message))


@given(st.data())
def test_no_changed_byte_of_the_signature_passes(data: st.DataObject) -> None:
    """In its head, its key, its namespace, its hash or its numbers."""
    blob = bytearray(blob_of(sign(PRIVATE, b"message")))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadSignature):
        verify(PUBLIC, b"message", armour(bytes(blob)))


@given(st.one_of(st.text(), st.text().map(lambda body: armour(body.encode())), st.binary().map(armour)))
def test_nonsense_is_refused_by_name(pasted: str) -> None:
    """Whatever is pasted into the form."""
    with pytest.raises(BadSignature):
        verify(PUBLIC, b"message", pasted)


@given(st.binary(max_size=120))
def test_a_right_head_before_nonsense_is_refused_by_name(tail: bytes) -> None:
    """Lengths that point nowhere, parts that are missing or too many."""
    with pytest.raises(BadSignature):
        verify(PUBLIC, b"message", armour(blob_of(sign(PRIVATE, b"message"))[:10] + tail))


def test_another_key_has_not_signed() -> None:
    """Neither by claiming it nor by signing oneself."""
    with pytest.raises(BadSignature, match="another key"):
        verify(PUBLIC, b"message", sign(OTHER, b"message"))
    own, foreign = blob_of(sign(PRIVATE, b"message")), blob_of(sign(OTHER, b"message"))
    with pytest.raises(BadSignature, match="does not fit"):
        verify(PUBLIC, b"message", armour(own[:-64] + foreign[-64:]))


def test_a_signature_for_something_else_is_no_decision() -> None:
    """A person who signed a file or an e-mail by SSH has approved no payment."""
    signature = sign(PRIVATE, b"message", "file")
    verify(PUBLIC, b"message", signature, "file")
    with pytest.raises(BadSignature, match="another purpose"):
        verify(PUBLIC, b"message", signature)
    as_written = len(DECISION).to_bytes(4, "big") + DECISION.encode()
    relabelled = blob_of(signature).replace(b"\x00\x00\x00\x04file", as_written)
    with pytest.raises(BadSignature, match="does not fit"):
        verify(PUBLIC, b"message", armour(relabelled))


@pytest.mark.parametrize("spoilt", ["cut", "strange letter", "no end"])
def test_an_armour_that_is_not_whole_is_refused(spoilt: str) -> None:
    """Half a paste, or one with something in it, is not guessed at."""
    first, *body, last = sign(PRIVATE, b"message").splitlines()
    texts = {
        "cut": [first, *body[:-1], last],
        "strange letter": [first, "!" + body[0], *body[1:], last],
        "no end": [first, *body, "-----END SOMETHING ELSE-----"],
    }
    verify(PUBLIC, b"message", "\n".join([first, *body, last]))
    with pytest.raises(BadSignature, match="not an SSH signature"):
        verify(PUBLIC, b"message", "\n".join(texts[spoilt]))


def test_nothing_may_follow_a_signature() -> None:
    """Two texts must not be the same signature."""
    with pytest.raises(BadSignature):
        verify(PUBLIC, b"message", armour(blob_of(sign(PRIVATE, b"message")) + b"\x00"))


def test_an_armored_signature_has_lines_of_seventy() -> None:
    """As OpenSSH writes them: full lines but for the last, and an end of line at its end."""
    signature = sign(PRIVATE, b"message")
    first, *body, last = signature.splitlines()
    assert (first, last) == ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")
    assert {len(line) for line in body[:-1]} == {70}
    assert 0 < len(body[-1]) <= 70
    assert signature.endswith("-----\n")


def test_a_public_key_is_written_as_openssh_writes_it() -> None:
    """The key of RFC 8032 section 7.1, test 1."""
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    kind, blob = public_line(public).split(" ")
    assert kind == "ssh-ed25519"
    assert base64.b64decode(blob) == b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20" + public
