"""An independent bank pays what was released, returns some of it, and its statements reconcile without a hand."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from ledger.banking.pain001 import Account, Order, Payment, Service, write
from ledger.demo.bank import ACCOUNT
from ledger.disbursements.models import Disbursement, PaymentCode
from ledger.statements import queries
from ledger.statements.actions.take_in import import_statements
from ledger.statements.reading import sha256_of, statements_in
from tests.agreement.replaying import replayed
from tests.banking.bank import Bank, bank
from tests.banking.written import stream
from tests.builders import World, approved, sent

THEIRS = Account("NL91ABNA0417164300")


def order(world: World, message: str) -> tuple[Order, list[Payment]]:
    """What is on its way, as a payment file."""
    with world.store.reading() as session:
        query = select(PaymentCode.code, Disbursement.minor).join(Disbursement).where(Disbursement.stage == "sent")
        paid = [Payment(code, minor, "Somebody", THEIRS, "Invoice") for code, minor in session.execute(query)]
    now = world.clock.now()
    ours = Account(ACCOUNT, "COBADEFFXXX", "DE")
    total = sum(one.minor for one in paid)
    return Order(message, now, "Northlight", ours, now.date(), "EUR", len(paid), total, Service.SEPA, "SLEV"), paid


def send(world: World, opened: Bank, message: str) -> None:
    """Approve and send two payments through the bank."""
    for minor in (50_000, 7_001):
        approved(world, minor)
    sent(world)
    assert opened.ask("POST", "/payments", b"".join(write(*order(world, message))))["status"] == "ACCP"


def pass_days(world: World, opened: Bank, days: int) -> int:
    """Let days pass, take in what statements the bank has sent, and return how many."""
    opened.advance(days)
    world.clock.move(timedelta(days=days))
    found = opened.statements()
    for content in found:
        with world.store.work(world.actors["farah"]) as work:
            account = queries.cash_account(work.session, "main-eur")
            import_statements(
                work, account, statements_in(work.session, account, stream(content)), sha256_of(stream(content))
            )
    return len(found)


def test_what_a_bank_did_is_in_the_books_to_the_unit(little: World) -> None:
    """Two runs, of which the bank returns the second days later; every day its statement is taken in."""
    world = little
    with bank(ACCOUNT, 1_000_000, f"{world.clock.now():%Y-%m-%dT%H:%M:%S}") as opened:
        send(world, opened, "R-1")
        taken = pass_days(world, opened, 3)
        opened.behave("return-later", days=1)
        send(world, opened, "R-2")
        taken += pass_days(world, opened, 6)
    with world.store.reading() as session:
        told = queries.reconciliation(session, queries.cash_account(session, "main-eur"))
        stages = sorted(session.scalars(select(Disbursement.stage)))
    assert taken > 3
    assert (told.count, told.difference, told.unexplained) == (0, 0, 0)
    assert told.closing == 1_000_000 - 57_001
    assert stages == ["confirmed", "confirmed", "returned", "returned"]
    assert replayed(world).findings == []
    world.store.engine.dispose()
