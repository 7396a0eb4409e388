"""What lines say of payments, and which statement may follow which."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.banking.statement import Statement
from ledger.errors import Refusal
from ledger.statements.reading import sha256_of
from ledger.statements.rules.following import Last, refuse_unfollowing
from ledger.statements.rules.matching import Coded, Payment, Says, match

FUND = UUID(int=1)


def paid(stage: str = "sent", minor: int = 500) -> Payment:
    """A payment from the account `main-eur`."""
    return Payment(uuid4(), FUND, "main-eur", "EUR", minor, stage)


def coded(payment: Payment, minor: int, cash: str = "main-eur", currency: str = "EUR") -> Coded:
    """A line with the code of a payment."""
    return Coded(uuid4(), cash, currency, minor, payment)


def said(*lines: Coded, cash: int = 10_000, free: int = 20) -> list[Says]:
    """What lines say, in their order."""
    return [one.says for one in match(lines, {FUND: cash}, {FUND: free})]


def test_a_debit_confirms_a_credit_returns_and_a_second_debit_is_a_duplicate() -> None:
    """All of it may stand on one statement."""
    one = paid()
    lines = [coded(one, -500), coded(one, -500), coded(one, 480), coded(one, 20), coded(one, -500)]
    assert said(*lines) == [Says.CONFIRMED, Says.DUPLICATE_DEBIT, Says.RETURNED, Says.NOT_DEBITED, Says.DUPLICATE_DEBIT]


@pytest.mark.parametrize(
    ("payment", "minor", "says"),
    [
        (paid(), -499, Says.ANOTHER_AMOUNT),
        (paid(), 500, Says.NOT_DEBITED),
        (paid("confirmed"), 501, Says.ANOTHER_AMOUNT),
        (paid("confirmed"), 500, Says.RETURNED),
        (paid("confirmed"), 480, Says.RETURNED),
        (paid("confirmed"), 479, Says.TOO_LITTLE_FREE),
        (paid("returned"), 500, Says.NOT_DEBITED),
        (replace(paid("confirmed"), arrived=True), 500, Says.ARRIVED),
        (paid("returned"), -500, Says.DUPLICATE_DEBIT),
        (paid("failed"), -500, Says.NOT_SENT),
        (paid("planned"), -500, Says.NOT_SENT),
        (paid("sent", 10_001), -10_001, Says.TOO_LITTLE_CASH),
    ],
)
def test_what_does_not_fit_waits_with_its_reason(payment: Payment, minor: int, says: Says) -> None:
    """One table."""
    assert said(coded(payment, minor)) == [says]


def test_a_fee_is_borne_by_what_is_not_promised_once() -> None:
    """The second return waits for money that the first one has used up; one without a fee needs none."""
    one, two, three = (paid("confirmed") for _ in range(3))
    lines = [coded(one, 485), coded(two, 490), coded(three, 500)]
    assert said(*lines) == [Says.RETURNED, Says.TOO_LITTLE_FREE, Says.RETURNED]


def test_another_account_or_currency_is_not_this_payment() -> None:
    """Though it carries its code."""
    assert said(coded(paid(), -500, cash="other"), coded(paid(), -500, currency="USD")) == [Says.ANOTHER_ACCOUNT] * 2


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-600, 600).filter(bool)), max_size=30),
    st.integers(0, 1500),
    st.integers(0, 600),
)
def test_no_order_of_lines_pays_twice_or_more_than_is_there(moves: list[tuple[int, int]], cash: int, free: int) -> None:
    """Whatever a bank sends."""
    payments = [paid(minor=minor) for minor in (100, 200, 500, 600)]
    left, confirmed, returned = cash, set[UUID](), set[UUID]()
    for one in match([coded(payments[place], minor) for place, minor in moves], {FUND: cash}, {FUND: free}):
        ident = one.coded.payment.id
        if one.says is Says.CONFIRMED:
            assert ident not in confirmed
            confirmed.add(ident)
        if one.says is Says.RETURNED:
            assert ident in confirmed - returned
            assert 0 < one.coded.minor <= one.coded.payment.minor
            returned.add(ident)
            free -= one.coded.payment.minor - one.coded.minor
            assert free >= 0
        if one.says in {Says.CONFIRMED, Says.RETURNED}:
            left += one.coded.minor
            assert left >= 0


TODAY, BEFORE = date(2026, 3, 5), Last(4, 1, date(2026, 3, 2), 700)


def follows(number: int = 5, page: int = 1, first: int = 2, last: int = 3, opening: int = 700) -> Statement:
    """A statement of some days of March."""
    days = date(2026, 3, first), date(2026, 3, last)
    return Statement("X", "EUR", number, page, *days, opening, opening, ())


@pytest.mark.parametrize("one", [follows(), follows(4, 2), follows(0), follows(first=3)])
def test_the_next_statement_is_taken(one: Statement) -> None:
    """The next number, the next page, none; from the day on which the last one ended."""
    refuse_unfollowing(one, BEFORE, TODAY)
    refuse_unfollowing(one, None, TODAY)


def test_numbers_begin_anew_with_the_year() -> None:
    """As banks have it; a number that is merely lower does not."""
    old = Last(212, 1, date(2025, 12, 31), 700)
    refuse_unfollowing(follows(1), old, TODAY)
    with pytest.raises(Refusal, match="numbers this statement 2, and the last one here is 212"):
        refuse_unfollowing(follows(2), old, TODAY)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (follows(6), "numbers this statement 6, and the last one here is 4"),
        (follows(4), "numbers this statement 4, and the last one here is 4"),
        (follows(4, 3), "numbers this statement 4/3"),
        (follows(5, 2), "numbers this statement 5/2"),
        (follows(opening=701), r"opens at 7\.01, and the last one here closed at 7\.00"),
        (follows(first=1), "begins on 2026-03-01, before the last one here ended on 2026-03-02"),
        (follows(last=6), "ends on 2026-03-06, which is not over yet"),
    ],
)
def test_a_gap_is_refused_in_a_sentence(one: Statement, said: str) -> None:
    """It says what lies between."""
    with pytest.raises(Refusal, match=said):
        refuse_unfollowing(one, BEFORE, TODAY)


def test_a_file_has_its_hash_wherever_it_was_read_to() -> None:
    """Else a file that was read before it is hashed would be taken for any other that was."""
    file = io.BytesIO(b"a statement")
    file.read()
    assert sha256_of(file) == hashlib.sha256(b"a statement").hexdigest()
    assert file.read() == b"a statement"
