"""camt.053 as many banks write it becomes lines; what does not add up is refused by line."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.banking.csv_statement import Bounds
from ledger.banking.reading import read_statements
from ledger.banking.statement import Kind, Statement
from ledger.banking.trouble import CannotRead
from tests.banking.written import DAY, IBAN, camt, detail, entry, statement, stream, troubles

OURS = Bounds(IBAN, "EUR")


def read(text: str | bytes) -> list[Statement]:
    """Read a file of our account."""
    return read_statements(stream(text), OURS)


def refused(text: str | bytes) -> list[str]:
    """Say what is wrong with a file."""
    with pytest.raises(CannotRead) as caught:
        read(text)
    return troubles(caught.value)


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "10", "13"])
def test_every_version_is_read_by_its_local_names(version: str) -> None:
    """The status is a word in old versions and an element in new ones."""
    status = "<Sts>BOOK</Sts>" if version < "08" else "<Sts><Cd>BOOK</Cd></Sts>"
    (found,) = read(
        camt(statement([entry(-2500, status=status, details=detail("123456789012"))], 10_000, 7500), version=version)
    )
    (line,) = found.lines
    assert (found.account, found.number, found.opening, found.closing) == (IBAN, 7, 10_000, 7500)
    assert (line.minor, line.day, line.tokens, line.number) == (-2500, DAY, ("123456789012",), 1)


def test_no_word_about_anybody_is_kept() -> None:
    """Names and remittance texts are dropped; a reference of ours among them is found, however it is written."""
    text = "Quentin Zyxwv pays d7k3m9qxtc no D 7K3M-9QXT-C"
    (found,) = read(
        camt(statement([entry(500, details=detail(text="Thanks Quentin Zyxwv 0123456789 " + text))], 0, 500))
    )
    assert "Quentin" not in repr(found)
    assert "0123456789" not in repr(found)


def test_a_batch_becomes_a_line_for_each_of_its_payments() -> None:
    """Their sum is the entry's."""
    details = detail("123456789012", minor=1000) + detail("223456789012", minor=1500)
    (found,) = read(camt(statement([entry(-2500, details=details, reference="B1")], 2500, 0)))
    assert [(one.number, one.minor, one.tokens) for one in found.lines] == [
        (1, -1000, ("123456789012",)),
        (2, -1500, ("223456789012",)),
    ]


def test_what_a_batch_lacks_is_its_charge_where_the_bank_says_so() -> None:
    """A charge is a line of its own."""
    details = detail("123456789012", minor=1000) + detail("223456789012", minor=1500)
    charged = entry(
        -2600, details=details, extra='<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">1.00</TtlChrgsAndTaxAmt></Chrgs>'
    )
    (found,) = read(camt(statement([charged], 2600, 0)))
    assert [(one.minor, one.kind) for one in found.lines] == [
        (-1000, Kind.OTHER),
        (-1500, Kind.OTHER),
        (-100, Kind.CHARGE),
    ]


@pytest.mark.parametrize(
    "details",
    [
        detail("123456789012") + detail("223456789012"),
        detail("123456789012", minor=1000) + detail("223456789012"),
        detail("123456789012", minor=1000) + detail("223456789012", minor=1400),
        detail("123456789012", minor=1000) + detail("223456789012", minor=1500, currency="USD"),
    ],
)
def test_a_batch_that_nobody_breaks_down_is_one_line_without_a_code(details: str) -> None:
    """Amounts are missing, do not come to the sum, or are in another currency: so a person looks at it."""
    (found,) = read(camt(statement([entry(-2500, details=details)], 2500, 0)))
    assert [(one.minor, one.tokens) for one in found.lines] == [(-2500, ())]


def code(domain: str, family: str, sub: str) -> str:
    """A bank transaction code."""
    return f"<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>"


@pytest.mark.parametrize(
    ("extra", "more", "kind", "reason"),
    [
        (code("PMNT", "ICDT", "ESCT"), "", Kind.TRANSFER, ""),
        (code("PMNT", "ICDT", "RRTN"), "", Kind.RETURN, ""),
        ("", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>", Kind.RETURN, "AC04"),
        ("<RvslInd>true</RvslInd>", "", Kind.RETURN, ""),
        (code("ACMT", "MDOP", "CHRG"), "", Kind.CHARGE, ""),
        (code("ACMT", "MCOP", "INTR"), "", Kind.INTEREST, ""),
        ("", "<RtrInf><Rsn><Prtry>Quentin says no</Prtry></Rsn></RtrInf>", Kind.RETURN, ""),
        ("", "", Kind.OTHER, ""),
    ],
)
def test_the_bank_says_what_a_line_is(extra: str, more: str, kind: Kind, reason: str) -> None:
    """By its transaction code, its reversal mark or what it says of a return."""
    (found,) = read(camt(statement([entry(2500, extra=extra, details=detail("123456789012", more=more))], 0, 2500)))
    assert [(one.kind, one.reason) for one in found.lines] == [(kind, reason)]


def test_what_is_pending_is_no_line() -> None:
    """It is not in the balance either."""
    (found,) = read(camt(statement([entry(900, status="<Sts><Cd>PDNG</Cd></Sts>"), entry(100)], 0, 100)))
    assert [one.minor for one in found.lines] == [100]


def test_several_statements_follow_one_another() -> None:
    """Balances continue from one to the next."""
    two = statement([entry(100)], 0, 100, number=7), statement([entry(-30)], 100, 70, number=8)
    assert [one.number for one in read(camt(*two))] == [7, 8]
    (said,) = refused(camt(two[0], statement([entry(-30)], 90, 60, number=8)))
    assert said.startswith("Line 3: Statement 8 opens at 0.90, but the one before it closed at 1.00.")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((7, 9), "Line 5: The bank numbers this statement 9, and the one before it in this file 7."),
        ((7, 7), "Line 5: The bank numbers this statement 7, and the one before it in this file 7."),
        ((7, 8, 10), "Line 7: The bank numbers this statement 10, and the one before it in this file 8."),
        ((8, 7), "Line 5: The bank numbers this statement 7,"),
    ],
)
def test_a_gap_between_statements_of_one_file_is_refused_by_line(numbers: tuple[int, ...], said: str) -> None:
    """Though their balances continue: on the line of the number after the gap, in a sentence."""
    several = [statement([entry(0)], 100, 100, number=one).replace("<Stmt>", "\n<Stmt>") for one in numbers]
    assert refused(camt(*several))[0].startswith(said)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            statement([entry(1)], 0, 1, account="DE02120300000000202051"),
            "This is a statement of account DE02120300000000202051, not of",
        ),
        (
            statement([entry(1, currency="USD")], 0, 1, currency="USD"),
            "This statement is in USD; the account is kept in EUR.",
        ),
        (
            statement([entry(1), entry(2, currency="USD")], 0, 3),
            "Line 4: This amount is in USD, but the statement is in EUR.",
        ),
        (statement([entry(1, reference="A1"), entry(1, reference="A1")], 0, 2), "Line 4: This is the same as line 3"),
        (
            statement([entry(1), entry(2)], 0, 4),
            "The opening balance 0.00 and the lines come to 0.03; the closing balance is 0.04.",
        ),
        (
            statement([entry(1).replace("0.01", "0.011")], 0, 1),
            "Line 3: EUR has 2 decimal places; the amount has more.",
        ),
        (statement([entry(1).replace("0.01", "1e2")], 0, 1), "Line 3: Write the amount as a number"),
        (statement([entry(1).replace("0.01", "")], 0, 1), "Line 3: Write the amount as a number"),
        (statement([entry(1, day=date(2026, 3, 9))], 0, 1), "Line 3: 2026-03-09 lies outside of the statement"),
        (statement([entry(1).replace("<Dt>2026-03-02</Dt>", "<Dt>soon</Dt>")], 0, 1), "Line 3: This entry has no day"),
        (
            statement([entry(1).replace("CRDT", "BOTH")], 0, 1),
            "Line 3: This entry does not say whether money came or went.",
        ),
        (statement([], 0, 1).replace("CLBD", "CLAV"), "Line 2: This statement has no opening or no closing balance."),
        (statement([entry(1)], 0, 1).replace(IBAN, ""), "Line 3: This statement does not say of which account"),
        ("", "There is no statement in this file."),
    ],
)
def test_what_cannot_be_is_refused_by_its_line(made: str, said: str) -> None:
    """Each is one sentence, with what to do."""
    assert [one[: len(said)] for one in refused(camt(made))] == [said]


def test_all_that_is_wrong_is_said_at_once() -> None:
    """In the order of the file."""
    found = refused(camt(statement([entry(1).replace("0.01", "x"), entry(2), entry(3, currency="USD")], 0, 6)))
    assert [one[:7] for one in found] == ["Line 3:", "Line 5:"]
