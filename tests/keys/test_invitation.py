"""Invitation codes: long enough for a plain hash, and taken however they are typed."""

from __future__ import annotations

import hashlib
import re

import pytest

from ledger.keys.invitation import invitation_hash, new_invitation_code

CODE = "0123-ABCD-1KMN-PQRS-TVWX"


def test_a_code_has_a_hundred_bits() -> None:
    """Twenty characters of five bits, in groups that can be copied by hand, none twice."""
    codes = {new_invitation_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


@pytest.mark.parametrize(
    "typed", [CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f" {CODE} ", "OI23-ABCD-LKMN-PQRS-TVWX"]
)
def test_a_code_counts_however_it_is_typed(typed: str) -> None:
    """Case, hyphens, spaces and lookalikes do not matter."""
    assert invitation_hash(typed) == invitation_hash(CODE)


def test_another_code_has_another_hash() -> None:
    """One character is enough."""
    assert invitation_hash(CODE) != invitation_hash(CODE[:-1] + "Y")


def test_the_hash_stands_under_a_heading_of_its_own() -> None:
    """A recovery code that happened to be the same would not be found by it."""
    plain = CODE.replace("-", "")
    assert invitation_hash(CODE) == hashlib.sha256(f"almoner invitation|{plain}".encode()).digest()
