"""The fast way writes exactly what the library of the RFC writes, and refuses exactly what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.canonical import canonical

TEXTS = st.text(max_size=12) | st.sampled_from(
    ["", '"', "\\", "\x7f", "\x1f\x00\b\t\n\f\r", "\u2028", "é", "👩‍🚀", "/"]
)
ATOMS = (
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | TEXTS | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    ATOMS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


def told(write: Any, value: Any) -> tuple[str, Any]:
    """What comes of writing a value."""
    try:
        return "bytes", write(value)
    except Exception as error:  # noqa: BLE001 - whatever is raised is compared
        return "error", type(error)


@given(VALUES)
def test_both_write_the_same(value: Any) -> None:
    """Texts of every script, control characters, names in their order, numbers at the edge."""
    assert told(canonical, value) == told(rfc8785.dumps, value)


@pytest.mark.parametrize(
    "odd",
    [
        "\ud800",
        {"\ud800": 1},
        {1: 2},
        {"a": 2**53},
        {"a": {1, 2}},
        float("nan"),
        b"x",
        {"é": 1, "z": 2, "\U0001f600": 3, "\uffff": 4},
    ],
)
def test_what_is_odd_ends_in_the_same_way(odd: Any) -> None:
    """Half characters, names that are no texts, numbers too large."""
    assert told(canonical, odd) == told(rfc8785.dumps, odd)
