"""Registering on the demo: invented people, sealed like real ones."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

from ledger.actor import Role
from ledger.beneficiaries.actions.whole import Agreed, Registration, register_whole
from ledger.demo.chance import Chance
from ledger.demo.stage import Player, Stage
from ledger.vault.actions.hinting import look_for_duplicates
from ledger.vault.rules.details import ContactDetails, IdentityDetails, PaymentDetails
from ledger.work import Work

_FIRST = ("Adaeze", "Bilal", "Chen", "Dilnoza", "Esperanza", "Farid", "Galina", "Hamid", "Itzel", "Jamal", "Kamala")
_LAST = ("Abara", "Barzani", "Castillo", "Dang", "Eshmatov", "Farouk", "Gomez", "Hasanov", "Ismail", "Jung", "Karimi")
_PAYERS = ("Northlight Services", "Meridian Office", "K. Larsen")
_REFERENCES = ("Invoice {}", "Translation {}", "Rent {}")
KEPT_FOR = timedelta(days=730)


def register_somebody(stage: Stage, work: Work, officer: Player, household: str | None = None) -> str:
    """Register an invented person with sealed details and consent, and return the pseudonym."""
    others = [player.actor.id for player in stage.holding(Role.OFFICER)]
    second = next((person for person in others if person != officer.actor.id), None)
    what = somebody(stage, household, second)
    look_for_duplicates(work, officer.signer, what.identifiers)
    return register_whole(work, officer.signer, what)


def somebody(stage: Stage, household: str | None, second: UUID | None) -> Registration:
    """Return all that is written down about an invented person."""
    dice = stage.chance.dice
    name, phone = f"{dice.choice(_FIRST)} {dice.choice(_LAST)}", _phone(dice)
    return Registration(
        profile=stage.chance.profile(),
        household=household,
        second=second,
        contact=ContactDetails(name_to_use=name.split(maxsplit=1)[0], phones=(phone,), safe_hours="18-20 UTC"),
        identity=IdentityDetails(full_name=name, birth_date=str(dice.randint(1960, 2004))),
        payment=_payment(stage.chance, name, phone),
        agreed=Agreed("2025-1", "support_and_reports", stage.today),
        erase_on=stage.today + KEPT_FOR,
    )


def another_account(chance: Chance) -> PaymentDetails:
    """Return where somebody's money goes from now on."""
    dice = chance.dice
    return _payment(chance, f"{dice.choice(_FIRST)} {dice.choice(_LAST)}", _phone(dice))


def _payment(chance: Chance, name: str, phone: str) -> PaymentDetails:
    dice = chance.dice
    by_bank = chance.happens(60)
    account = dice.choices(["bank", "provider", "trusted"], [8, 1, 1])[0]
    return PaymentDetails(
        method=account if by_bank else "mobile_money",
        holder=name,
        account=str(dice.randint(10**9, 10**10 - 1)) if by_bank else "",
        bank_code="EXAMGB2L" if by_bank else "",
        mobile_number="" if by_bank else phone,
        statement_payer=dice.choice(_PAYERS),
        statement_reference=dice.choice(_REFERENCES).format(dice.randint(1000, 9999)),
    )


def _phone(dice: Random) -> str:
    return f"+99900{dice.randint(1_000_000, 9_999_999)}"
