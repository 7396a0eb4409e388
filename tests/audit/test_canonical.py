"""Canonical JSON: one way to write each thing, as the package `rfc8785` writes it."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from audit.canonical import NotCanonical, read_canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(
    lambda text: unicodedata.normalize("NFC", text)
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_another_implementation_writes_is_canonical(value: Any) -> None:
    """Every value is read back as it was written."""
    content = rfc8785.dumps(value)
    if unicodedata.is_normalized("NFC", content.decode()):
        assert read_canonical(content) == value


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """And what is read is what another implementation writes."""
    try:
        value = read_canonical(content)
    except NotCanonical:
        return
    if not isinstance(value, int) or abs(value) < 2**53:
        assert rfc8785.dumps(value) == content


REFUSED = {
    "spaces": b'{"a": 1}',
    "order": b'{"b":1,"a":2}',
    "order of UTF-16": '{"\ufb01":1,"\U0001f600":2}'.encode(),
    "repeated": b'{"a":1,"a":1}',
    "repeated beyond ASCII": '{"a":"\u00e9","a":"\u00e9"}'.encode(),
    "float": b"1.0",
    "exponent": b"1e3",
    "not a number": b"NaN",
    "infinity": b"-Infinity",
    "minus nothing": b"-0",
    "leading zero": b"01",
    "digits without end": b"9" * 5_000,
    "escape": b'"\\u0061"',
    "escaped slash": b'"\\/"',
    "capital escape": b'"\\u001F"',
    "half a character": b'"\\ud800"',
    "not in form C": b'"e\xcc\x81"',
    "no UTF-8": b'"\xff"',
    "byte order mark": b'\xef\xbb\xbf"a"',
    "trailing": b"1 ",
    "two values": b"1,2",
    "nothing": b"",
    "cut off": b'{"a":',
    "deep": b"[" * 60_000 + b"]" * 60_000,
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_written_in_another_way_is_refused(name: str) -> None:
    """Each breaks one rule of RFC 8785, or of the log format."""
    with pytest.raises(NotCanonical):
        read_canonical(REFUSED[name])


def test_members_are_in_the_order_of_utf_16() -> None:
    """Not in that of code points: a surrogate stands before U+FB01."""
    assert read_canonical('{"\U0001f600":2,"\ufb01":1}'.encode()) == {"\U0001f600": 2, "\ufb01": 1}


def test_what_is_not_canonical_is_handed_on_all_the_same() -> None:
    """So that one fault does not hide all others of an entry."""
    with pytest.raises(NotCanonical) as refused:
        read_canonical(b'{"a": 1}')
    assert refused.value.value == {"a": 1}
