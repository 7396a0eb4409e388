"""Sealing to outsiders: opens with their identity alone, whole, and with any age program."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.keys import age
from ledger.keys.age import Identity, check_recipient, opened_stream, seal_stream, unseal
from ledger.keys.trouble import KeyTrouble, WrongKey

ANNA, BORIS, STRANGER = Identity.fresh(), Identity.fresh(), Identity.fresh()
BLOCK = 65_536


def sealed(*parts: bytes) -> bytes:
    """What becomes of a stream of these parts for Anna and Boris."""
    out = io.BytesIO()
    seal_stream(iter(parts), out, [ANNA.recipient, BORIS.recipient])
    return out.getvalue()


def opened(content: bytes, identity: Identity = ANNA, first: int = -1) -> bytes:
    """What somebody reads of it, from its beginning."""
    with opened_stream(io.BytesIO(content), identity) as plain:
        return plain.read(first)


@given(st.binary(max_size=300))
def test_a_secret_opens_for_its_outsider_alone(secret: bytes) -> None:
    """Not for the other one, and not for a stranger."""
    kept = age.seal(ANNA.recipient, secret)
    assert unseal(ANNA, kept) == secret
    for other in (BORIS, STRANGER):
        with pytest.raises(WrongKey):
            unseal(other, kept)


def test_every_changed_byte_of_a_secret_is_noticed() -> None:
    """Wherever it stands."""
    kept = age.seal(ANNA.recipient, b"a secret")
    for place in range(len(kept)):
        changed = bytearray(kept)
        changed[place] ^= 1
        with pytest.raises(WrongKey):
            unseal(ANNA, bytes(changed))


@given(st.lists(st.binary(max_size=3000), max_size=6))
def test_a_stream_opens_for_either_outsider(parts: list[bytes]) -> None:
    """However it was cut into parts, and also where there are none."""
    content = sealed(*parts)
    assert opened(content, ANNA) == opened(content, BORIS) == b"".join(parts)


def test_any_age_program_opens_a_stream() -> None:
    """It is the public format, nothing of our own."""
    content = sealed(b"word " * 40_000)
    assert pyrage.decrypt(content, [BORIS.private]) == b"word " * 40_000
    assert content.startswith(b"age-encryption.org/v1\n")


def test_a_stranger_opens_no_stream() -> None:
    """And is told in one sentence that it was not sealed to them."""
    with pytest.raises(WrongKey, match="not sealed to this identity"):
        opened(sealed(b"word"), STRANGER)


@pytest.mark.parametrize("length", [0, 10, 200, BLOCK, 2 * BLOCK + 300, 3 * BLOCK])
def test_a_stream_without_its_end_is_damaged(length: int) -> None:
    """Cut anywhere, also between two blocks."""
    content = sealed(b"w" * 4 * BLOCK)
    head = len(content) - 4 * (BLOCK + 16)
    for cut in {length, min(length + head, len(content) - 1)}:
        with pytest.raises(KeyTrouble, match="damaged"):
            opened(content[:cut])


@pytest.mark.parametrize("place", [0, 60, 150, 1000, BLOCK * 2, -1])
def test_a_changed_byte_of_a_stream_is_noticed(place: int) -> None:
    """Also in a block that nobody has read."""
    content = bytearray(sealed(b"w" * 4 * BLOCK))
    content[place] ^= 1
    with pytest.raises(KeyTrouble):
        opened(bytes(content), first=10)


def test_damage_is_told_before_what_it_made_go_wrong() -> None:
    """Whoever reads a stream that ends too soon stumbles first; the reason is what is told."""
    content = sealed(b"w" * 4 * BLOCK)[:-5]
    with pytest.raises(KeyTrouble, match="damaged"), opened_stream(io.BytesIO(content), ANNA) as plain:
        if len(plain.read()) < 4 * BLOCK:
            raise ValueError("it ends too soon")


def test_who_reads_only_a_part_may_stop() -> None:
    """An error of the reader's own comes out as it is, and nothing is left running."""
    with pytest.raises(ValueError, match="enough"), opened_stream(io.BytesIO(sealed(b"w" * 9 * BLOCK)), ANNA) as plain:
        plain.read(5)
        raise ValueError("enough")


def test_what_goes_wrong_while_sealing_comes_out_as_it_is() -> None:
    """A database that does not answer, a disk that is full: not a story of the library's."""

    def failing() -> Iterator[bytes]:
        yield b"w" * BLOCK
        raise LookupError("the database")

    with pytest.raises(LookupError, match="the database"):
        seal_stream(failing(), io.BytesIO(), [ANNA.recipient])

    class Full(io.BytesIO):
        def write(self, _part: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        seal_stream(iter([b"w"]), Full(), [ANNA.recipient])


def test_parts_are_made_one_by_one() -> None:
    """What is sealed is never all in memory."""
    made: list[int] = []
    out = io.BytesIO()

    def parts() -> Iterator[bytes]:
        for _ in range(40):
            made.append(out.tell())
            yield b"w" * BLOCK

    seal_stream(parts(), out, [ANNA.recipient])
    assert all(after - before <= 2 * (BLOCK + 16) for before, after in pairwise(made))
    assert made[-1] > 30 * BLOCK


def test_an_identity_is_read_as_age_keygen_writes_it() -> None:
    """With its comments, with spaces, or typed in small letters from paper."""
    for text in (
        ANNA.secret,
        f"# created: 2026-01-05T09:00:00Z\n# public key: {ANNA.recipient}\n{ANNA.secret}\n",
        f"  {ANNA.secret.lower()}  \n\n",
    ):
        assert Identity.read(text).recipient == ANNA.recipient


@pytest.mark.parametrize(
    "text",
    ["", "# only a comment", f"{ANNA.secret}\n{BORIS.secret}", ANNA.secret[:-1], ANNA.recipient, "secret"],
    ids=["nothing", "a comment", "two", "cut short", "a recipient", "another word"],
)
def test_what_is_no_identity_is_refused(text: str) -> None:
    """None, two, one with a letter missing, a recipient; what was typed is not repeated."""
    with pytest.raises(KeyTrouble) as refused:
        Identity.read(text)
    assert not text.strip() or text not in str(refused.value)


def test_a_recipient_has_one_form() -> None:
    """Two that are written apart are not two people."""
    assert check_recipient(f" {ANNA.recipient.upper()}\n") == ANNA.recipient


@pytest.mark.parametrize(
    "text",
    ["", "age1", ANNA.recipient[:-1], "ssh-ed25519 AAAA", ANNA.secret],
    ids=["nothing", "its beginning", "cut short", "another key", "a secret"],
)
def test_what_is_no_recipient_is_refused(text: str) -> None:
    """Least of all a secret identity, which is not repeated."""
    with pytest.raises(KeyTrouble) as refused:
        check_recipient(text)
    assert ANNA.secret not in str(refused.value)


def test_an_identity_does_not_print_itself() -> None:
    """Neither in a traceback nor in a log."""
    assert ANNA.secret not in repr(ANNA)
