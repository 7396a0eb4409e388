"""The house that every example begins with: something of everything is under way in it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

import ledger.advances.actions.uses
import ledger.disbursements.uses
import ledger.funds.uses
import ledger.loans.actions.uses
import ledger.statements.actions.claims
import ledger.treasury.uses
from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.models import IntermediaryKind
from ledger.awards.models import AwardKind, Recognition
from ledger.books.models import CashKind, Entry
from ledger.disbursements.models import Channel
from ledger.treasury.actions.cash import open_cash
from tests.builders import build_world
from tests.machine.beside import hold_overlaps
from tests.machine.house import Template
from tests.machine.spoiling import Spoiling
from tests.treasury.house import other_fund, rated

__all__ = ["found", "ledger"]
GIFT, OTHERS = 1_000_000, 300_000
BEGUN = {
    "contribution", "contribution_in_advance", "exchange", "award_conditional", "award_unconditional",
    "commitment_used", "loan_disbursed", "payment_sent", "payment_debited", "instalment_due", "instalment_recognised",
    "advance",
}  # fmt: skip


def found(empty: Path, folder: Path) -> Template:
    """Found the house in a copy of an empty ledger."""
    path = folder / "ledger.db"
    path.write_bytes(empty.read_bytes())
    world = build_world(f"sqlite:///{path}", GIFT)
    other_fund(world)
    with world.store.work(world.actors["farah"]) as work:
        open_cash(work, "box-eur", CashKind.CASH_BOX, "EUR")
        open_cash(work, "bank-kes", CashKind.BANK, "KES")
        open_cash(work, "bank-jpy", CashKind.BANK, "JPY")
        register_intermediary(work, "I1", IntermediaryKind.PARTNER, "The partner")
    rated(world, ("KES", "0.0072"), ("JPY", "0.0061"))
    world.store.engine.dispose()
    begun = Spoiling(Template(path, world))
    begin(begun)
    with begun.world.store.reading() as session:
        assert set(session.scalars(select(Entry.event))) == BEGUN
        assert hold_overlaps(session) == 2
    begun.world.store.engine.dispose()
    return Template(begun.folder / "ledger.db", begun.world)


def begin(house: Spoiling) -> None:
    """Let something of everything begin."""
    house.receive("OTHER", OTHERS, "EUR", 0, 0, conditional=False)
    house.receive("FUND", 20_000, "EUR", 0, 0, conditional=True)
    house.exchange("FUND", "main-eur", "bank-kes", 200_000, 28_000_000, (0, 0))
    house.exchange("FUND", "main-eur", "bank-jpy", 50_000, 81_000, (0, 0))
    house.exchange("FUND", "main-eur", "box-eur", 20_000, 20_000, (0, 0))
    house.promise("FUND", AwardKind.MICRO_LOAN, (30_000, "EUR"), count=3)
    house.promise("FUND", AwardKind.EMERGENCY_GRANT, (10_001, "EUR"))
    house.pay_all("EUR")
    house.promise("FUND", AwardKind.MICRO_LOAN, (900_000, "KES"), count=2)
    house.promise("FUND", AwardKind.FAMILY_SUPPORT, (700_001, "KES"), owed=Recognition.NOTIFICATION)
    house.pay_all("KES")
    house.promise("FUND", AwardKind.STIPEND, (9_000, "EUR"), count=3)
    house.review(0)
    house.gather("EUR", Channel.BANK, signed=True)
    house.send(0)
    house.promise("FUND", AwardKind.EMERGENCY_GRANT, (5_000, "EUR"), by_hand=True)
    house.advance("FUND", 60_000, "EUR", 200, signed=True)
    house.pay_the_advance(0)
    house.help_again(0, (AwardKind.EMERGENCY_GRANT, "LIV"), 3, 4_000, "FUND", "not_enough", "signed", relative=True)
    house.overtake(3, 4_000, "other_need", gives_way=True)
