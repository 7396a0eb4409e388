"""Recovery codes: ten, long enough for a plain hash, each of one person."""

from __future__ import annotations

import hashlib
import re
from uuid import UUID

import pytest

from ledger.keys.recovery import code_hash, new_codes

AMINA, CARLA = UUID(int=1), UUID(int=2)
CODE = "0123-ABCD-1KMN-PQRS"


def test_ten_codes_of_eighty_bits() -> None:
    """Sixteen characters of five bits, in groups that can be copied by hand, none twice."""
    codes = new_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


def test_every_character_of_the_alphabet_comes_up() -> None:
    """Else a code would have fewer bits than the plain hash relies on."""
    assert len(set("".join("".join(new_codes()) for _ in range(40))) - {"-"}) == 32


@pytest.mark.parametrize("typed", [CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), "OI23-ABCD-LKMN-PQRS"])
def test_a_code_counts_however_it_is_typed(typed: str) -> None:
    """Small letters, no hyphens, spaces, letters for the digits they look like."""
    assert code_hash(AMINA, typed) == code_hash(AMINA, CODE)


def test_a_code_is_one_persons() -> None:
    """The same characters are another hash for another person, and another code is another."""
    assert code_hash(AMINA, CODE) != code_hash(CARLA, CODE)
    assert code_hash(AMINA, CODE) != code_hash(AMINA, CODE.replace("S", "T"))


def test_a_code_is_hashed_under_its_own_heading() -> None:
    """The layout that stored hashes rely on: a change of it would end every code in use."""
    written = b"almoner recovery|00000000-0000-0000-0000-000000000001|0123ABCD1KMNPQRS"
    assert code_hash(AMINA, CODE) == hashlib.sha256(written).digest()
