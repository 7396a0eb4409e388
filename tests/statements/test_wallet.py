"""A wallet's own statement: its lines find their payments by the transaction's id, which is kept nowhere."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select, text

from ledger.banking.digital import as_written
from ledger.banking.statement import transaction_from
from ledger.disbursements.models import Disbursement, DisbursementStage
from ledger.log.models import LogEntry
from ledger.statements.models import BankLine, LineStage
from ledger.statements.queries import cash_account, reconciliation
from tests.agreement.comparing import compare
from tests.builders import inside
from tests.disbursements.test_naming import HASH, fill, promise, run_of
from tests.disbursements.test_naming import Channel as Ways
from tests.office import Office
from tests.statements.test_pages import upload

OURS = "0x52908400098527886E0F7030069857D2E4169EE7"
OTHER = HASH[:-8] + "00000000"
PROFILE = '{"day": "Date", "amount": "Amount", "balance": "Balance", "transaction": "Txid"}'


@pytest.fixture
def paid(office: Office, monkeypatch: pytest.MonkeyPatch) -> str:
    """The reference of a payment of 100.000001 USDC that waits in a released run; the wallet's table is described."""
    fill(office.world, "ethereum")
    promise(office.world, monkeypatch)
    run = run_of(office.world, Ways.DIGITAL, "USDC")
    where, clerk = "/accounts/wallet-usdc/described", office.enter("farah")
    assert clerk.send(where, where, number=OURS, profile=PROFILE).status_code == 303
    with office.world.store.reading() as session:
        (one,) = inside(session, run)
        return one.reference


def table(office: Office, *rows: tuple[str, str, str]) -> str:
    """A wallet's table of today: amounts, balances and transactions."""
    day = office.world.clock.now().date()
    return "Date,Amount,Balance,Txid,To\n" + "".join(f"{day},{a},{b},{t},somewhere\n" for a, b, t in rows)


def kept(office: Office) -> str:
    """Everything that the database holds, the log's entries as they were written."""
    with office.world.store.reading() as session:
        entries = b"".join(session.scalars(select(LogEntry.bytes))).decode()
        if session.get_bind().dialect.name != "sqlite":
            names = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
            return entries + "".join(str(session.execute(text(f'SELECT * FROM "{one}"')).all()) for one in names)
        file = Path(str(office.world.store.engine.url.database))
    with sqlite3.connect(file) as raw:
        return entries + "\n".join(raw.iterdump())


def test_a_line_finds_its_payment_by_the_transaction(office: Office, paid: str) -> None:
    """However the wallet writes its id: looked at, posted, the award over, nothing unexplained; the id is nowhere."""
    clerk = office.enter("farah")
    page = f"/disbursements/{paid}"
    assert clerk.send(page, f"{page}/named", place="ethereum", token=HASH).status_code == 303
    content = table(office, ("-100.000001", "399.999999", HASH[2:].upper()))
    assert "Payments that were debited" in upload(clerk, content, cash="wallet-usdc")
    assert "0 lines wait for you" in upload(clerk, content, "take", cash="wallet-usdc")
    with office.world.store.reading() as session:
        assert session.scalars(select(Disbursement)).one().stage is DisbursementStage.CONFIRMED
        told = reconciliation(session, cash_account(session, "wallet-usdc"))
    assert (told.count, told.unexplained, told.booked, told.closing) == (0, 0, 399_999_999, 399_999_999)
    assert "0.000000 USDC" in clerk.get("/accounts/wallet-usdc").text
    compare(office.world)
    assert HASH[2:] not in kept(office).lower()


def test_another_amount_waits_and_a_stranger_is_nobodys(office: Office, paid: str) -> None:
    """A fee of the same transaction waits and says why; a doubled row is refused; who is unknown is not guessed."""
    clerk = office.enter("farah")
    page = f"/disbursements/{paid}"
    assert clerk.send(page, f"{page}/named", place="ethereum", token=HASH).status_code == 303
    doubled = table(office, ("-0.5", "499.5", HASH), ("-0.5", "499", HASH.upper().replace("0X", "0x")))
    assert "This is the same as line 2" in upload(clerk, doubled, cash="wallet-usdc")
    content = table(office, ("-0.5", "499.5", HASH), ("-100.000001", "399.499999", OTHER))
    assert "2 lines wait for you" in upload(clerk, content, "take", cash="wallet-usdc")
    with office.world.store.reading() as session:
        query = select(BankLine).where(BankLine.stage == LineStage.OPEN, BankLine.cash_account == "wallet-usdc")
        fee, stranger = session.scalars(query.order_by(BankLine.number)).all()
        assert (fee.why, stranger.disbursement_id) == ("another_amount", None)
        assert fee.disbursement_id is not None
        assert session.scalars(select(Disbursement)).one().stage is DisbursementStage.SENT
    assert OTHER[2:] not in kept(office).lower()


def test_a_transaction_is_read_however_a_wallet_writes_it() -> None:
    """With or without its prefix, in capitals; nothing else is taken for one, and it shows in no message."""
    plain = HASH[2:]
    for text_ in (plain, HASH, f" {plain.upper()} ", f"0X{plain}"):
        assert as_written("ethereum", transaction_from(text_)) == HASH
        assert as_written("tron", transaction_from(text_)) == plain
    assert [transaction_from(one) for one in (None, "", plain[1:], "+254 700 000 000")] == [""] * 4
    assert as_written("nowhere", plain) == ""
