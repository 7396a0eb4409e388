"""A bank that nobody here wrote takes our payment file, and its statements say what became of it."""

from __future__ import annotations

from dataclasses import replace

from ledger.banking.csv_statement import Bounds
from ledger.banking.pain001 import write
from ledger.banking.reading import read_statements
from ledger.banking.statement import Kind, StatementLine
from tests.banking.bank import bank
from tests.banking.test_pain001 import EURO, OURS, PAID, VERSIONS
from tests.banking.written import stream


def test_what_was_sent_comes_back_on_the_statements() -> None:
    """In both versions: debited on the day that was asked for, returned with a reason, balances without a gap."""
    lines: list[StatementLine] = []
    with bank(OURS.number, 100_000) as opened:
        for number, version in enumerate(VERSIONS):
            if number:
                opened.behave("return-later", days=1)
            order = replace(EURO, message=f"R-{number}", version=version)
            paid = [replace(one, code=f"{one.code[:-1]}{number}") for one in PAID]
            answer = opened.ask("POST", "/payments", b"".join(write(order, paid)))
            assert (answer["status"], answer["findings"]) == ("ACCP", [])
        opened.advance(4)
        balance, numbers = 100_000, []
        for content in opened.statements():
            (found,) = read_statements(stream(content), Bounds(OURS.number, "EUR"))
            assert found.opening == balance
            balance = found.closing
            numbers.append(found.number)
            lines += found.lines
    assert numbers == list(range(1, len(numbers) + 1))
    assert balance == 100_000 - 2 * 12_550 + 12_550 + 12_550
    sent = [(-one.minor, f"{one.code[:-1]}{number}", Kind.TRANSFER, "") for number in range(2) for one in PAID]
    back = [(-minor, code, Kind.RETURN, "AC04") for minor, code, _kind, _reason in sent]
    assert [(one.minor, one.tokens[0], one.kind, one.reason) for one in lines] == [*sent, *back]
    assert not any(word in repr(lines) for word in ("Jose", "Zoe", "NL91"))
