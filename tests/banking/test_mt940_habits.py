"""What banks do differently in an MT940, and is still read as it is meant."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.banking.csv_statement import Bounds
from ledger.banking.reading import read_statements
from ledger.banking.statement import Kind, Statement
from ledger.banking.trouble import CannotRead
from tests.banking.written import IBAN, stream, troubles


def mt940(*lines: str, opening: str = "C260302EUR100,00", closing: str = "C260303EUR90,00", number: str = "7/1") -> str:
    """A statement of our account with these lines."""
    body = "\n".join(lines)
    return f":20:REF\n:25:37040044/532013000\n:28C:{number}\n:60F:{opening}\n{body}\n:62F:{closing}\n-\n"


def read(text: str) -> list[Statement]:
    """Read a file of our account."""
    return read_statements(stream(text), Bounds(IBAN, "EUR"))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (":61:2603030303D10,NTRFNONREF", date(2026, 3, 3)),
        (":61:2602300303D10,NTRFNONREF", date(2026, 3, 3)),
        (":61:2602290303DR10,00NCHGNONREF", date(2026, 3, 3)),
        (":61:2603020303D10,00 NTRFNONREF", date(2026, 3, 3)),
        (":61:260302    D10,NTRFNONREF", date(2026, 3, 2)),
        (":61:2512310303D10,NTRFNONREF", date(2026, 3, 3)),
        (":61:260302DR10,NTRFNONREF//A\nMORE OF IT", date(2026, 3, 2)),
        (":61:260303DR10,", date(2026, 3, 3)),
        (":61:260303DR10,00\nMORE OF IT", date(2026, 3, 3)),
        (":61:260303DR10,00NOV \nMORE OF IT", date(2026, 3, 3)),
        (":61:260303DR10,NTRFNONREF\nMORE OF IT\n:37H:AND MORE\nAND STILL MORE", date(2026, 3, 3)),
    ],
)
def test_a_movement_is_read_as_it_is_meant(line: str, day: date) -> None:
    """Months of thirty days, a space before the type, no day of booking, no type at all."""
    (found,) = read(mt940(line))[0].lines
    assert (found.minor, found.day) == (-1000, day)


@pytest.mark.parametrize(
    ("valued", "entered", "opening", "closing", "day"),
    [
        ("251231", "0102", "C251231EUR100,00", "C260102EUR90,00", date(2026, 1, 2)),
        ("260102", "1231", "C251230EUR100,00", "C251231EUR90,00", date(2025, 12, 31)),
        ("251120", "0105", "C251231EUR100,00", "C260105EUR90,00", date(2026, 1, 5)),
        ("260215", "1231", "C251230EUR100,00", "C251231EUR90,00", date(2025, 12, 31)),
    ],
)
def test_a_day_of_booking_is_of_the_nearest_year(
    valued: str, entered: str, opening: str, closing: str, day: date
) -> None:
    """It is written without one, and a value day may lie weeks away on the other side of New Year."""
    (found,) = read(mt940(f":61:{valued}{entered}D10,NTRFNONREF", opening=opening, closing=closing))[0].lines
    assert found.day == day


@pytest.mark.parametrize(
    ("kind", "said"), [("NTRF", Kind.TRANSFER), ("FTRF", Kind.TRANSFER), ("FCHG", Kind.CHARGE), ("S103", Kind.OTHER)]
)
def test_the_type_is_the_same_whoever_asked_for_it(kind: str, said: Kind) -> None:
    """By SWIFT, by the bank, or as a first advice."""
    assert read(mt940(f":61:260303D10,{kind}NONREF"))[0].lines[0].kind is said


def test_equal_movements_with_one_reference_are_told_apart_by_their_texts() -> None:
    """Banks give a whole batch one number; the same twice, to the letter, is refused."""
    one, two = (f":61:2603030303D5,NTRFNONREF//55555\n:86:166?00FEE?32{name}" for name in ("QUENTIN", "ZYXWV"))
    assert [line.minor for line in read(mt940(one, two))[0].lines] == [-500, -500]
    with pytest.raises(CannotRead) as caught:
        read(mt940(one, one))
    assert troubles(caught.value)[0].startswith("Line 7: This is the same as line 5")


def test_a_page_is_of_its_lines_days_whatever_day_its_balance_bears() -> None:
    """Some banks write the day on which they made the statement."""
    first = mt940(":61:2603020302D5,NTRFNONREF", closing="C260331EUR95,00").replace(":62F:", ":62M:")
    second = mt940(":61:2603040304D5,NTRFNONREF", opening="C260331EUR95,00", closing="C260331EUR90,00", number="7/2")
    found = read(first + second.replace(":60F:", ":60M:"))
    assert [(one.first.day, one.last.day, one.closing) for one in found] == [(2, 2, 9500), (4, 31, 9000)]


@pytest.mark.parametrize("amount", ["EUR000000000000000100,00", "EUR100,", "EUR100"])
def test_a_balance_is_read_to_its_end(amount: str) -> None:
    """However many zeros stand before it."""
    assert read(mt940(":61:260303D10,NTRF", opening=f"C260302{amount}"))[0].opening == 10_000


@pytest.mark.parametrize(
    "closing", ["C260303EUR90.00", "C260303EUR90,0,0", "C260303EUR", "C260230EUR90,00", "260303EUR90,00"]
)
def test_a_balance_that_is_none_is_refused_by_its_line_alone(closing: str) -> None:
    """Nothing is said beside it of a balance that is missing."""
    with pytest.raises(CannotRead) as caught:
        read(mt940(":61:260303D10,NTRF", closing=closing))
    (said,) = troubles(caught.value)
    assert said.startswith("Line 6: The field :62F: is not written as MT940 has it.")


def test_a_number_that_no_bank_can_mean_is_none() -> None:
    """The statement is read without one."""
    assert [
        read(mt940(":61:260303D10,NTRF", number=one))[0].number for one in ("1810118101", "9" * 12, "9" * 5000)
    ] == [
        1_810_118_101,
        0,
        0,
    ]


@pytest.mark.parametrize(
    "around",
    [
        "{{1:F01AAAABBCCXXXX0000000000}}{{2:I940AAAABBCCXXXXN}}{{4:\n{}-}}{{5:}}\n",
        "{{1:F01AAAABBCCXXXX0000000000}}{{2:I940AAAABBCCXXXXN}}{{4:{}-}}",
        "0000 01AAAABBCCXXXX00001\n940 00\n{}-XXX\n",
        "AAAABBCC\n940\nAAAABBCC\n{}",
        "\n\n{}\n\x1a",
        ":940:\n{}",
        "\x01{}\x03",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_stands_around_a_message_does_not_matter(around: str, end: str) -> None:
    """Blocks, headers of a bank's own, and signs of old transmission."""
    text = around.format(mt940(":61:260303D10,NTRFNONREF", ":86:123456789012").removesuffix("-\n")).replace("\n", end)
    (found,) = read(text)
    assert [(one.minor, one.tokens) for one in found.lines] == [(-1000, ("123456789012",))]


@pytest.mark.parametrize("broken", [":26:37 PAID", ":20:37 PAID", ":25:00", ":12:30", ":99X:"])
def test_a_time_that_is_broken_within_a_text_is_no_tag(broken: str) -> None:
    """The text goes on, and so does the statement."""
    (found,) = read(mt940(":61:260303D10,NTRFNONREF", f":86:PAID 02-03-2026T16\n{broken}\n123456789012"))
    assert [(one.minor, one.tokens) for one in found.lines] == [(-1000, ("123456789012",))]


@pytest.mark.parametrize("mark", ["?", ">", "<", "~", "^", "|", "+"])
@pytest.mark.parametrize(
    "text", ["HELP 1234567{0}2189012 X", "HELP MARCH 2026{0}21123456789012{0}30000", "HELP 12345\n6789012"]
)
def test_a_code_is_found_wherever_subfields_are_broken(mark: str, text: str) -> None:
    """Within it, between two numbers, and by whatever sign a bank writes before their numbers."""
    said = f":86:166{mark}00GUTSCHRIFT{mark}20{text.format(mark)}"
    (found,) = read(mt940(":61:260303D10,NTRFNONREF", said))[0].lines
    assert "123456789012" in found.tokens


def test_a_code_is_found_in_numbered_lines() -> None:
    """Some banks write them instead of a text."""
    lines = (":61:2603030303DF10,00S   X", ":NS:01HELP 1234567", "0289012", "32SOMEBODY")
    (found,) = read(mt940(*lines))[0].lines
    assert found.tokens == ("123456789012",)


def test_zeros_are_no_reference() -> None:
    """Two equal movements of a bank that writes them for nothing are not the same one."""
    line = ":61:2603030303D5,NTRFNONREF//000000\n:86:166?00FEE"
    assert [one.bank_reference for one in read(mt940(line, line))[0].lines] == ["", ""]


def test_an_interim_report_is_called_by_its_name() -> None:
    """It comes from the same page of the bank, and has no balances."""
    with pytest.raises(CannotRead) as caught:
        read(":20:REF\n:25:37040044/532013000\n:28C:1/1\n:34F:EUR0,\n:13D:2603021200+0100\n:61:260303D10,NTRF\n-\n")
    (said,) = troubles(caught.value)
    assert said.startswith("Line 1: This is an interim report (MT942), which has no balances.")
