"""What the treasury posts, in the auditor's journal: several currencies in one entry, lines of base alone, reversals."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ledger.books.models import CashKind
from ledger.exports.hledger import hledger_parts
from ledger.exports.money_rows import gl_detail
from ledger.treasury.actions.exchanges import Side
from ledger.treasury.actions.revaluing import propose_revaluation
from tests.builders import World, sign
from tests.treasury.house import exchanged, opened, rated


@pytest.fixture
def world(little: World) -> World:
    """A house that bought shillings, sold some at a loss and valued the rest."""
    built = little
    opened(built, "box-ugx", "UGX", CashKind.CASH_BOX)
    exchanged(built, Side("main-eur", 100_000), Side("box-ugx", 4_000_000))
    exchanged(built, Side("box-ugx", 1_000_000), Side("main-eur", 20_000))
    rated(built, ("UGX", "0.0002"))
    with built.store.work(built.actors["farah"]) as work:
        proposal = propose_revaluation(work, work.at.date()).id
    sign(built, "carla", proposal)
    return built


def test_hledger_accepts_exchanges_and_valuations(world: World, tmp_path: Path) -> None:
    """Each entry balances in each commodity, a line without an amount asserts its balance, and dates rise."""
    with world.store.reading() as session:
        (tmp_path / "j").write_bytes(b"".join(hledger_parts(session)))
    assert "0 UGX = 3000000 UGX" in (tmp_path / "j").read_text()
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not here: the journal was NOT checked by it")
    command = ["hledger", "-f", str(tmp_path / "j"), "check", "-s", "ordereddates"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr


def test_a_reversal_names_what_it_takes_back(world: World) -> None:
    """In the detail of the general ledger, by the number of the entry."""
    with world.store.reading() as session:
        rows = list(gl_detail(session, 0))
    reversals = {(row[0], row[-3], row[-2]) for row in rows if row[-3]}
    valued = sorted({row[0] for row in rows if row[9] == "revaluation"})
    assert reversals == {(valued[1], "1", valued[0])}
