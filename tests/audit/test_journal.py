"""The plain-text journal: every figure in it is held to the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.journal import FILE, Names
from tests.audit import bundles
from tests.audit.finding import Damage, added, find, swap, without


def last_transaction_lost(files: bundles.Files) -> None:
    """Cut the journal before its last transaction."""
    files[FILE] = files[FILE].rstrip().rpartition(b"\n\n")[0] + b"\n"


def every_amount_changed(files: bundles.Files) -> None:
    """Turn every euro into another currency."""
    files[FILE] = files[FILE].replace(b" EUR", b" USD")


OF_FIRST = b"  100000.00 EUR = 100000.00 EUR"
DAMAGES: dict[str, tuple[Damage, str]] = {
    "amount": (swap(FILE, OF_FIRST, b"  100000.01 EUR = 100000.00 EUR"), "transaction 1 says"),
    "balance": (swap(FILE, OF_FIRST, b"  100000.00 EUR = 100000.01 EUR"), "transaction 1 says"),
    "no assertion": (swap(FILE, OF_FIRST, b"  100000.00 EUR"), "transaction 1 says"),
    "number": (swap(FILE, b"(1)", b"(2)"), "says 2 contribution"),
    "day": (swap(FILE, b"2026-01-05 (1)", b"2026-01-05=2026-01-06 (1)"), "of 2026-01-06"),
    "event": (swap(FILE, b"(1) contribution", b"(1) payment_sent"), "says 1 payment_sent"),
    "first line": (swap(FILE, b"(1) contribution", b"(1)"), "cannot be read"),
    "account": (swap(FILE, b"    1000 Cash", b"    4000 Cash"), "names the account"),
    "posting lost": (swap(FILE, b"    1000 Cash", b";   1000 Cash"), "has 0 postings"),
    "transaction lost": (last_transaction_lost, "is missing"),
    "transaction added": (added(FILE, bundles.sound()[FILE] + b"2026-02-01 (99) gift\n"), "not in the log"),
    "everything": (every_amount_changed, "not compared any further"),
    "alias": (swap(FILE, b"commodity", b"alias a=b\ncommodity"), "line 2 is nothing"),
    "include": (swap(FILE, b"commodity", b"include /etc/passwd\ncommodity"), "line 2 is nothing"),
    "no text": (swap(FILE, b"Cash", b"\xff"), "damaged"),
    "no journal": (without(FILE), "is missing"),
}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_change_in_the_journal_is_found(tmp_path: Path, name: str) -> None:
    """Under the rule of the journal, and in words that name the place."""
    damage, words = DAMAGES[name]
    assert words in find(tmp_path, damage, "journal")


def test_a_subaccount_keeps_its_name_and_shares_it_with_none() -> None:
    """Two accounts under one name would hide a transfer between them."""
    names, cash, other = Names(), ("F1", "1000", "EUR", "BANK"), ("F2", "1000", "EUR", "BANK")
    assert names.fits(cash, "1000 Cash:F1")
    assert names.fits(cash, "1000 Cash:F1")
    assert not names.fits(cash, "1000 Cash:F2")
    assert not names.fits(other, "1000 Cash:F1")
    assert not names.fits(other, "Cash:F2")
