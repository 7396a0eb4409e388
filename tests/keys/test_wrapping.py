"""A wrapped secret opens with its key, for its person and its use, and in no other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import Misuse
from ledger.keys.trouble import WrongKey
from ledger.keys.wrapping import unwrap, wrap

KEYS = st.binary(min_size=32, max_size=32)
NAMES = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), max_size=20)


@given(KEYS, st.binary(max_size=200), NAMES, NAMES)
def test_what_was_wrapped_is_unwrapped(key: bytes, secret: bytes, person: str, use: str) -> None:
    """Any secret of any length, also none."""
    assert unwrap(key, wrap(key, secret, person=person, use=use), person=person, use=use) == secret


@given(KEYS, st.binary(max_size=40), st.data())
def test_every_changed_byte_is_noticed(key: bytes, secret: bytes, data: st.DataObject) -> None:
    """In the suite, the salt, the content and the tag alike."""
    wrapped = bytearray(wrap(key, secret, person="p", use="seed"))
    place = data.draw(st.integers(0, len(wrapped) - 1))
    wrapped[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(WrongKey):
        unwrap(key, bytes(wrapped), person="p", use="seed")


@given(KEYS, NAMES, NAMES)
def test_another_person_or_use_does_not_open_it(key: bytes, right: str, wrong: str) -> None:
    """A database writer who swaps two rows gains nothing."""
    if right == wrong:
        return
    wrapped = wrap(key, b"secret", person=right, use=right)
    for person, use in ((wrong, right), (right, wrong), (wrong, wrong)):
        with pytest.raises(WrongKey):
            unwrap(key, wrapped, person=person, use=use)


@given(KEYS, KEYS)
def test_another_key_does_not_open_it(right: bytes, wrong: bytes) -> None:
    """Not even nearly."""
    if right == wrong:
        return
    with pytest.raises(WrongKey):
        unwrap(wrong, wrap(right, b"secret", person="p", use="u"), person="p", use="u")


@given(st.binary(max_size=80))
def test_noise_is_refused_by_name(noise: bytes) -> None:
    """Whatever stands in the column, the error is one that the caller knows."""
    for wrapped in (noise, b"\x01" + noise):
        with pytest.raises(WrongKey):
            unwrap(b"k" * 32, wrapped, person="p", use="u")


@pytest.mark.parametrize("length", [0, 1, 33, 48])
def test_what_is_cut_short_is_said_to_be_unknown(length: int) -> None:
    """Too short for suite, salt and tag: no key is even tried; one byte more, and it is."""
    whole = wrap(b"k" * 32, b"", person="p", use="u")
    with pytest.raises(WrongKey, match="not known here"):
        unwrap(b"k" * 32, whole[:length], person="p", use="u")
    assert unwrap(b"k" * 32, whole, person="p", use="u") == b""


def test_every_wrap_is_under_a_key_of_its_own() -> None:
    """Suite, 32 random bytes, content, 16 bytes of tag; the same secret twice looks different throughout."""
    one, other = (wrap(b"k" * 32, b"secret", person="p", use="u") for _ in range(2))
    assert one[0] == other[0] == 1
    assert len(one) == 1 + 32 + len(b"secret") + 16
    assert one[1:33] != other[1:33]
    assert one[33:] != other[33:]


@pytest.mark.parametrize(("person", "use"), [("a|b", "c"), ("a", "b|c")])
def test_a_bar_cannot_move_between_person_and_use(person: str, use: str) -> None:
    """Both pairs would be bound to the same bytes."""
    with pytest.raises(Misuse):
        wrap(b"k" * 32, b"secret", person=person, use=use)
