"""Files that were made to hurt, or that something has damaged, are refused; nothing of them is shown or logged."""

from __future__ import annotations

import io
import logging
import tracemalloc

import pytest

from ledger.banking.csv_statement import Bounds, Profile
from ledger.banking.limited import LARGEST, Limited
from ledger.banking.reading import read_statements
from ledger.banking.trouble import CannotRead
from tests.banking.written import IBAN, camt, entry, statement, stream, troubles

OURS = Bounds(IBAN, "EUR")
TABLE = Profile("Day", amount="Amount", balance="Balance")
GOOD = camt(statement([entry(100)], 0, 100))
BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
OUTSIDE = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


def refused(content: bytes | str, profile: Profile | None = None) -> str:
    """Say what is wrong with a file."""
    with pytest.raises(CannotRead) as caught:
        read_statements(stream(content), OURS, profile)
    return " ".join(troubles(caught.value))


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, '<?xml version="1.0"?>\n<!DOCTYPE Document>\n'])
def test_entities_and_document_types_are_refused(head: str) -> None:
    """Before one of them is looked at."""
    assert "declares entities or a document type" in refused(camt(statement([entry(100)], 0, 100), head=head))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD[:-40], "Line 3: From here on the file cannot be read as XML."),
        (GOOD.replace("<Ntry>", "<Ntry><"), "Line 3: From here on the file cannot be read as XML."),
        (GOOD.replace("M1", "Zoë").encode("latin-1"), "Line 2: From here on the file cannot be read as XML."),
        (GOOD.replace("UTF-8", "EBCDIC-XX"), "Line 1: "),
        (GOOD.replace("BkToCstmrStmt", "BkToCstmrAcctRpt"), "This file is a camt.052"),
        (GOOD.replace("BkToCstmrStmt", "Other"), "This XML file is no statement of an account"),
        ("<a>" * 5000, "Line 1: This file is nested deeper"),
        (b"", "This file is empty."),
        (b"  \r\n ", "This file is empty."),
        (b"%PDF-1.7 \x00\x01", "This file is a PDF, made for people."),
        (b"OFXHEADER:100\n", "This file is neither camt.053 nor MT940."),
        (b"PK\x03\x04 [Content_Types].xml", "This file is a workbook. Save its sheet as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This file is a workbook. Save its sheet as CSV"),
        (b"PK\x03\x04 statement.xml", "This file is packed (ZIP or gzip)."),
        (":20:A\n:25:B\n\x00\x01", "Line 3: The file is not text in an encoding that can be read."),
    ],
)
def test_damaged_files_are_refused_by_line(content: str | bytes, said: str) -> None:
    """Whatever it is, it has a sentence."""
    assert refused(content).startswith(said)


def test_the_same_in_another_encoding_is_the_same() -> None:
    """A file that says how it is written is read like that."""
    for encoding in ("utf-16", "iso-8859-1"):
        content = GOOD.replace("UTF-8", encoding).replace("M1", "Zoë").encode(encoding)
        assert read_statements(stream(content), OURS)[0].closing == 100


class Endless(io.RawIOBase):
    """Fifty megabytes that are made as they are read, by something that does not tell its size."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Give as much as is asked for, without end."""
        assert size > 0, "asked for all of it"
        self.given += size
        return b" " * size


def test_fifty_megabytes_are_refused_without_reading_them() -> None:
    """By their size where it is known, else once they are too many; the memory stays small."""
    whole = io.BytesIO(b"<" + b" " * (50 * 1024 * 1024))
    tracemalloc.start()
    with pytest.raises(CannotRead, match="cannot be taken") as caught:
        read_statements(whole, OURS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "larger than 20 MB" in troubles(caught.value)[0]
    assert peak < 1024 * 1024
    endless = Endless()
    limited = Limited(endless)
    with pytest.raises(CannotRead):
        while limited.read(1024 * 1024):
            pass
    assert endless.given == LARGEST + 1


def test_neither_an_error_nor_a_log_holds_what_stood_in_the_file(caplog: pytest.LogCaptureFixture) -> None:
    """Not even where a field of a name is in the wrong place."""
    caplog.set_level(logging.DEBUG)
    for content in (
        f":20:A\n:25:{IBAN}\n:28C:1\n:60F:C260302EUR0,00\n:61:Quentin Zyxwv\n:86:Zyxwv\n:62F:C260302EUR0,00\n",
        f":20:A\n:25:{IBAN}\n:28C:1\n:60F:Quentin Zyxwv\n:62F:C269902EUR0,00\n",
        GOOD.replace("1.00</Amt><CdtDbtInd>CRDT", "Quentin Zyxwv</Amt><CdtDbtInd>Zyxwv"),
    ):
        assert "Zyxwv" not in refused(content)
    for row in ("Zyxwv,1,1", "2026-03-02,Zyxwv,1", "2026-03-02,1,Zyxwv", '2026-03-02,"Zyxwv'):
        assert "Zyxwv" not in refused(f"Day,Amount,Balance\n{row}\n", TABLE)
    assert "Zyxwv" not in caplog.text
