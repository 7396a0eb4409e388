"""References that people read to each other over a bad line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.reference import ALPHABET, new_reference, read_reference, reference_from

NUMBERS = st.integers(0, 2**40 - 1)


@given(NUMBERS)
def test_a_reference_is_read_as_it_was_written(number: int) -> None:
    """Also in small letters, with spaces for hyphens, with letters for the digits they look like."""
    written = reference_from("B", number)
    assert read_reference(written) == written
    assert read_reference(" " + written.lower() + " ") == written
    assert read_reference(written.replace("1", "I").replace("0", "O")) == written


@given(NUMBERS, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(number: int, place: int, other: str) -> None:
    """Luhn mod 32 finds each of them."""
    written = reference_from("A", number)
    letters = list(written[2:].replace("-", ""))
    if letters[place] == other:
        return
    letters[place] = other
    assert read_reference("A-" + "".join(letters)) is None


def test_references_are_random() -> None:
    """Nothing in a reference tells when it was made."""
    assert len({new_reference("D") for _ in range(200)}) == 200


def test_nonsense_is_no_reference() -> None:
    """Too short, too long, no letter."""
    assert [read_reference(text) for text in ("", "B-", "B-1234", "BB-7K3M-9QXT-C", "B-7K3M-9QXT-CC")] == [None] * 5
