"""Whatever is altered in a valid history, replay reads on; an altered amount is always found."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.replay.replaying import replay
from tests.audit.replay.story import tell

ENTRIES = tell().entries
AMOUNTS = frozenset({"minor", "base", "balance", "base_balance", "version", "fee_minor"})
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=5),
    st.floats(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
Path = tuple[Any, ...]


def paths(value: Any, here: Path = ()) -> list[Path]:
    """List the places of all values within an entry."""
    found = [here] if here else []
    if isinstance(value, dict):
        for name, inner in value.items():
            found += paths(inner, (*here, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            found += paths(inner, (*here, place))
    return found


PLACES = [(seq, path) for seq, entry in enumerate(ENTRIES) for path in paths(entry)]


def alter(seq: int, path: Path, value: Any) -> list[dict[str, Any]]:
    """Give the history with one value replaced."""
    entry = copy.deepcopy(ENTRIES[seq])
    inner: Any = entry
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return [*ENTRIES[:seq], entry, *ENTRIES[seq + 1 :]]


def value_at(seq: int, path: Path) -> Any:
    """Give the value that stands at a place."""
    inner: Any = ENTRIES[seq]
    for step in path:
        inner = inner[step]
    return inner


FIGURES = [(seq, path) for seq, path in PLACES if path[-1] in AMOUNTS and isinstance(value_at(seq, path), int)]


@given(place=st.sampled_from(PLACES), value=ODD)
@settings(max_examples=200, deadline=None)
def test_an_altered_value_never_stops_replay(place: tuple[int, Path], value: Any) -> None:
    """Strange data is a finding at most, never an exception."""
    for finding in replay(alter(*place, value)).findings:
        assert finding.message


@given(place=st.sampled_from(FIGURES), change=st.integers(-50, 50).filter(bool))
@settings(max_examples=200, deadline=None)
def test_an_altered_amount_is_always_found(place: tuple[int, Path], change: int) -> None:
    """No figure of the log can be changed alone without a finding."""
    assert replay(alter(*place, value_at(*place) + change)).findings


@given(place=st.sampled_from(PLACES))
@settings(max_examples=100, deadline=None)
def test_a_missing_member_never_stops_replay(place: tuple[int, Path]) -> None:
    """A value that is not there is a finding, not an exception."""
    seq, path = place
    entries = alter(seq, path, None)
    inner: Any = entries[seq]
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    replay(entries)
