"""The journal in plain text: dates that rise, balances asserted, names that cannot be mistaken."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.books.accounts import cash_account_for
from ledger.exports.hledger import account_name, hledger_parts
from ledger.funds.actions import FundTerms, announce_contribution, open_fund, receive_contribution
from ledger.funds.models import Contribution, Donor
from ledger.money import Money, plain_amount
from tests.builders import FIRST, LAST, World, give, shown


def journal(world: World, path: Path) -> str:
    """Write the journal to a file and return it."""
    with world.store.reading() as session:
        path.write_bytes(b"".join(hledger_parts(session)))
    return path.read_text()


def accepts(path: Path) -> subprocess.CompletedProcess[str]:
    """Let hledger check a journal."""
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not here: the journal was NOT checked by it")
    command = ["hledger", "-f", str(path), "check", "-s", "ordereddates"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def gift_into(world: World, code: str, currency: str, minor: int) -> None:
    """Open a fund under any code and put money in."""
    with world.store.work(world.actors["amina"]) as work:
        donor = work.session.get_one(Donor, world.donor)
        fund = open_fund(work, FundTerms(code, code, currency, FIRST, LAST, (), donor))
        gift = announce_contribution(work, fund, donor, Money(minor, currency)).id
    with world.store.work(world.actors["farah"]) as work:
        account = cash_account_for(work, currency)
        receive_contribution(work, work.session.get_one(Contribution, gift), shown(work, minor, account))


def test_codes_that_differ_never_share_an_account(lived_once: World, tmp_path: Path) -> None:
    """Codes of funds come from files too: spaces, colons, brackets, semicolons, other scripts."""
    codes = ["A B", "A:B", "A-B", "A%20B", "(A)", "A;B", "A  B", "صندوق", "=A", "A\nB"]
    for place, code in enumerate(codes):
        gift_into(lived_once, code, "EUR", 100 + place)
    text = journal(lived_once, tmp_path / "j")
    names = {account_name("1000", code, "EUR", "main-eur") for code in codes}
    assert len(names) == len(codes)
    assert all(f"account {name}\n" in text for name in names)
    found = accepts(tmp_path / "j")
    assert found.returncode == 0, found.stderr


def test_every_posting_asserts_the_balance_it_leaves(lived_once: World, tmp_path: Path) -> None:
    """A changed amount is refused, and so is a changed balance, each where it stands."""
    text = journal(lived_once, tmp_path / "j")
    postings = [line for line in text.splitlines() if line.startswith("    ")]
    assert len(postings) == 10
    assert all(re.fullmatch(r"    \S.*\S  -?\d+\.\d\d EUR = -?\d+\.\d\d EUR", line) for line in postings)
    assert accepts(tmp_path / "j").returncode == 0
    amount = plain_amount(-50_000, "EUR")
    for old, new in ((f"{amount} EUR =", "-500.01 EUR ="), (f"= {amount} EUR", "= -500.01 EUR")):
        assert old in text
        (tmp_path / "j").write_text(text.replace(old, new, 1))
        assert accepts(tmp_path / "j").returncode != 0


def test_a_day_before_the_posting_stands_behind_it(lived_once: World, tmp_path: Path) -> None:
    """So the dates rise as the log does, though the books go by another day."""
    posted = lived_once.clock.now().date()
    lived_once.clock.move(timedelta(days=40))
    with lived_once.store.work(lived_once.actors["amina"]) as work:
        donor = work.session.get_one(Donor, lived_once.donor)
        fund = open_fund(work, FundTerms("LATE", "LATE", "EUR", FIRST, LAST, (), donor))
        gift = announce_contribution(work, fund, donor, Money(100, "EUR")).id
    with lived_once.store.work(lived_once.actors["farah"]) as work:
        receive_contribution(work, work.session.get_one(Contribution, gift), shown(work, 100, on=posted))
    later = lived_once.clock.now().date()
    give(lived_once, 5)
    text = journal(lived_once, tmp_path / "j")
    assert f"\n{later}={posted} (" in text
    assert accepts(tmp_path / "j").returncode == 0
    turned = text.replace(f"\n{later}={posted} (", f"\n{posted - timedelta(days=9)} (")
    (tmp_path / "j").write_text(turned)
    assert accepts(tmp_path / "j").returncode != 0
