"""One-time codes: right at their moment, six ASCII digits, each counter accepted once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.keys.onetime import WrongCode, check, code_of, counter_at, provisioning_uri

SEED = b"12345678901234567890"
"""The shared secret of the vectors of RFC 4226 and RFC 6238."""
NOON = datetime(2026, 1, 5, 12, 0, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238 appendix B for SHA-1; the last six of its eight digits are the code of six."""
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_of(SEED, counter_at(at)) == code
    assert check(SEED, code, at, None) == counter_at(at) == seconds // 30


def test_counted_codes_are_those_of_the_standard() -> None:
    """RFC 4226 appendix D."""
    codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
    assert [code_of(SEED, counter) for counter in range(10)] == codes


@given(MOMENTS, st.integers(-1, 1))
def test_a_neighbouring_code_is_right_too(at: datetime, offset: int) -> None:
    """Clocks go wrong by half a minute; the counter that is noted is the code's own."""
    counter = counter_at(at) + offset
    code = code_of(SEED, counter)
    found = check(SEED, code, at, None)
    assert abs(found - counter_at(at)) <= 1
    assert code_of(SEED, found) == code


def test_a_code_two_steps_away_is_wrong() -> None:
    """Too early as well as too late, from the first second of a step to its last."""
    for at in (NOON, NOON + timedelta(seconds=29)):
        for offset in (-2, 2):
            with pytest.raises(WrongCode, match="not right at this moment"):
                check(SEED, code_of(SEED, counter_at(at) + offset), at, None)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(-1, 1)), max_size=20))
def test_accepted_counters_only_grow(tries: list[tuple[int, int]]) -> None:
    """Whatever order codes come in, and however often each is tried."""
    last, at, accepted = None, NOON, list[int]()
    for seconds, offset in tries:
        at += timedelta(seconds=seconds)
        try:
            last = check(SEED, code_of(SEED, counter_at(at) + offset), at, last)
        except WrongCode:
            continue
        accepted.append(last)
    assert accepted == sorted(set(accepted))


def test_a_code_is_accepted_once() -> None:
    """Not again in its own step, nor the one before it once it is used; the next is."""
    counter = counter_at(NOON)
    assert check(SEED, code_of(SEED, counter), NOON, counter - 1) == counter
    for used in (counter, counter - 1):
        with pytest.raises(WrongCode, match="used already"):
            check(SEED, code_of(SEED, used), NOON, counter)
    assert check(SEED, code_of(SEED, counter + 1), NOON, counter) == counter + 1


@pytest.mark.parametrize("foreign", ["٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९"])
def test_digits_of_other_scripts_are_no_code(foreign: str) -> None:
    """They would look equal to a person and not to the comparison; the right digits pass."""
    code = code_of(SEED, counter_at(NOON))
    check(SEED, code, NOON, None)
    with pytest.raises(WrongCode, match="six digits"):
        check(SEED, code.translate(str.maketrans("0123456789", foreign)), NOON, None)


@given(st.text(max_size=8).filter(lambda text: not (len(text) == 6 and text.isascii() and text.isdigit())))
def test_nothing_but_six_digits_is_a_code(typed: str) -> None:
    """Too few, too many, signs, spaces, letters."""
    with pytest.raises(WrongCode, match="six digits"):
        check(SEED, typed, NOON, None)


def test_an_authenticator_shows_nothing_telling() -> None:
    """A label that does not say what it is for; the rest is what every authenticator expects."""
    uri = urlsplit(provisioning_uri(SEED, "S-7K3M-9QXT-C"))
    asked = parse_qs(uri.query)
    assert (uri.scheme, uri.netloc, uri.path) == ("otpauth", "totp", "/A:S-7K3M-9QXT-C")
    assert asked == {"secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"], "issuer": ["A"]}
