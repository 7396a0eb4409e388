"""An IBAN is told from a slip in one, and from what only looks like it."""

from __future__ import annotations

import pytest

from ledger.banking.ibans import is_iban, is_slip


@pytest.mark.parametrize(
    "number", ["MT84MALT011000012345MTLCAST001S", "NO9386011117947", "be68 5390 0754 7034", "XK051212012345678906"]
)
def test_an_iban_of_the_registry_is_one(number: str) -> None:
    """The longest, the shortest, and one of a bank that is not on every list."""
    assert is_iban(number)
    assert not is_slip(number)


@pytest.mark.parametrize(
    "number",
    [
        "SN08 SN01 0015 2000 0485 0000 3035",
        "CI93CI0080111301134291200589",
        "CM2110002000300277976315008",
        "MA64011519000001205000534921",
        "AO06004400006729503010102",
        "MZ59000301080016367102371",
    ],
)
def test_a_number_that_is_written_like_one_is_no_slip(number: str) -> None:
    """Banks of these countries know it, and those of others do not."""
    assert not is_iban(number)
    assert not is_slip(number)
    assert is_slip(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize(
    "number", ["NO9386011117948", "DE8937040044053201300", "ZZ08SN0100152000048500003035", "AB12345"]
)
def test_a_slip_is_seen(number: str) -> None:
    """A digit wrong, one too few, or no country that has such numbers."""
    assert is_slip(number)


@pytest.mark.parametrize("number", ["0123456789", "12-345 678", "", "GBX"])
def test_a_number_of_another_kind_is_no_slip(number: str) -> None:
    """Most of the world writes its own."""
    assert not is_slip(number)
