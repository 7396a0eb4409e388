"""Good files, damaged at random: read as what they still say, or refused by line, and never anything else."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.banking.csv_statement import Bounds, Profile
from ledger.banking.reading import read_statements
from ledger.banking.statement import Statement
from ledger.banking.trouble import MOST, CannotRead
from tests.banking.written import IBAN, camt, detail, entry, statement, stream, troubles

OURS = Bounds(IBAN, "EUR", 0, None)
TABLE = Profile("Day", amount="Amount", balance="Balance")
CAMT = camt(statement([entry(100), entry(-50, details=detail("ABCD1234EFGH", "text"))], 0, 50))
MT940 = (
    f":20:A\r\n:25:{IBAN}\r\n:28C:1/1\r\n:60F:C260302EUR0,00\r\n:61:2603020302C1,00NTRFREF//X\r\n:86:Hello\r\n"
    ":61:2603020302D0,50NTRFREF//Y\r\n:62F:C260302EUR0,50\r\n-\r\n"
)
CSV = 'Day,Amount,Balance,Text\n2026-03-02,1.00,1.00,a\n2026-03-03,-0.50,0.50,"b, c"\n'
GOOD = [one.encode() for one in (CAMT, MT940, CSV)]
BITS = [
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"<!DOCTYPE a>", b"&a;", b"-", b"1e5", b"NaN", b"\xd9\xa1",
    b"9" * 400, b"\n", b"\r", b'"', b",", b":61:", b":62F:", b"</Ntry>", b"</Stmt>", b"0", b"\xc2\xa0",
    b"2026-02-30", b"0000-00-00", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\x0c", b"\x1c", b"\x85",
]  # fmt: skip
PLACES = st.integers(0, 2_000)
WOUNDS = st.lists(st.tuples(PLACES, PLACES, st.sampled_from([*BITS, b"", b""])), min_size=1, max_size=4)


def damaged(content: bytes, wounds: list[tuple[int, int, bytes]]) -> bytes:
    """A file of which parts are gone or twice there, and others are in their place."""
    for start, length, bit in wounds:
        here = start % (len(content) + 1)
        rest = content[here + length % 12 :] if length % 2 else content[here - length % 9 if here > 8 else here :]
        content = content[:here] + bit + rest
    return content


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(GOOD), WOUNDS, st.booleans())
def test_a_damaged_file_is_read_whole_or_refused_with_reasons(
    content: bytes, wounds: list[tuple[int, int, bytes]], table: bool
) -> None:
    """What is read holds together, is in our currency, and is of our account."""
    found, said = list[Statement](), list[str]()
    try:
        found = read_statements(stream(damaged(content, wounds)), OURS, TABLE if table else None)
    except CannotRead as refusal:
        said = troubles(refusal)
    assert bool(found) != bool(said)
    assert all(said)
    for one in found:
        assert one.opening + sum(line.minor for line in one.lines) == one.closing
        assert one.currency == "EUR"


def refused(content: str | bytes, profile: Profile | None = None) -> list[str]:
    """What is wrong with a file."""
    with pytest.raises(CannotRead) as caught:
        read_statements(stream(content), OURS, profile)
    return troubles(caught.value)


BAD = [
    (gzip.compress(CAMT.encode(), mtime=0), None, "This file is packed"),
    (gzip.compress(CSV.encode(), mtime=0)[:30], TABLE, "This file is packed"),
    (b"PK\x03\x04" + b"\x00" * 50, None, "This file is packed"),
    (CAMT.replace(">1.00</Amt>", ">-1.00</Amt>"), None, "Line 3: This amount has a sign"),
    (CAMT.replace(">1.00</Amt>", ">1,000.00</Amt>"), None, "Line 3: Write the amount as a number"),
    (
        camt(statement([entry(1)], 0, 1), statement([entry(1)], 0, 1, number=8)),
        None,
        "Line 3: Statement 8 opens at 0.00",
    ),
    (MT940.replace(":62F:C260302EUR0,50\r\n", ""), None, "Line 1: This statement has no account"),
    (MT940.replace("C1,00", "C1.000,00"), None, "Line 5: The field :61:"),
    (MT940.replace("D0,50", "D-0,50"), None, "Line 7: The field :61:"),
    (MT940.replace("Hello", "He\x00llo"), None, "Line 6: The file is not text"),
    (CSV.replace("2026-03-03,", "x,2026-03-03,"), TABLE, "Line 3: This row has more or fewer cells"),
    (CSV.replace("1.00,1.00", '"1,000.00","1,000.00"'), TABLE, "Line 2: This amount is not written with"),
    (CSV.replace("2026-03-02", "02/03/2026"), TABLE, "Line 2: The day is not written as the profile says"),
    (CSV.replace(",a\n", ",a\x00\n"), TABLE, "Line 2: This is not text"),
    (CSV.replace(",a\n", f",{'x' * 1_000_000}\n"), TABLE, "Line 2: From here on the file cannot be read"),
    (CSV + CSV.partition("\n")[2], TABLE, "Line 4: The balance in this row does not follow"),
]
"""What somebody sends, how its table is read, and how the sentence about it begins."""


@pytest.mark.parametrize(("content", "profile", "said"), BAD, ids=[said for *_file, said in BAD])
def test_what_banks_and_programs_do_to_files_is_said_by_line(
    content: str | bytes, profile: Profile | None, said: str
) -> None:
    """What, where, and what to do."""
    assert refused(content, profile)[0].startswith(said)


@pytest.mark.parametrize(
    ("content", "profile"),
    [
        ("Day,Amount,Balance\n" + "x,y,z\n" * 100_000, TABLE),
        (MT940.replace(":62F:", ":61:x\n" * 100_000 + ":62F:"), None),
        (":20:\n:25:\n" + ":20:\n" * 100_000, None),
        (camt(*["<Stmt/>"] * 50_000), None),
        (camt(statement([entry(1, day=statement.__kwdefaults__["last"].replace(year=2020))] * 500, 0, 500)), None),
    ],
    ids=["table", "lines", "statements", "empty statements", "days"],
)
def test_a_file_that_is_wrong_throughout_is_read_no_further(content: str, profile: Profile | None) -> None:
    """A hundred troubles are enough to see; a million would fill the memory."""
    source = content.encode()
    tracemalloc.start()
    found = refused(source, profile)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == MOST + 1
    assert "was read no further" in found[-1]
    assert peak < 12 * len(source) + 2_000_000
