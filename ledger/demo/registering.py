"""Registering on the demo: invented people, sealed like real ones."""

from __future__ import annotations

from random import Random

from ledger.approvals.rules import canonical
from ledger.beneficiaries.actions.consent import record_consent
from ledger.beneficiaries.actions.details import record_details
from ledger.beneficiaries.actions.register import register_beneficiary
from ledger.demo.chance import Chance
from ledger.demo.stage import Player, Stage
from ledger.vault.rules.compartments import Compartment
from ledger.work import Work

_FIRST = ("Adaeze", "Bilal", "Chen", "Dilnoza", "Esperanza", "Farid", "Galina", "Hamid", "Itzel", "Jamal", "Kamala")
_LAST = ("Abara", "Barzani", "Castillo", "Dang", "Eshmatov", "Farouk", "Gomez", "Hasanov", "Ismail", "Jung", "Karimi")


def register_somebody(stage: Stage, work: Work, officer: Player, household: str | None = None) -> str:
    """Register an invented person with sealed details and consent, and return the pseudonym."""
    others = [player.actor.id for player in stage.players.values() if player.actor.roles == officer.actor.roles]
    second = next((person for person in others if person != officer.actor.id), None)
    pseudonym = register_beneficiary(work, stage.chance.profile(), household, second).pseudonym
    for compartment, content in details_of(stage.chance).items():
        record_details(work, officer.signer, pseudonym, compartment, content)
    record_consent(work, pseudonym, "2025-1", "support_and_reports", work.at.date())
    return pseudonym


def details_of(chance: Chance) -> dict[Compartment, bytes]:
    """Return what is sealed about an invented person, compartment by compartment."""
    dice = chance.dice
    name = f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"
    return {
        Compartment.CONTACT: canonical({"v": 1, "name_to_use": name.split(maxsplit=1)[0], "phones": [_phone(dice)]}),
        Compartment.IDENTITY: canonical({"v": 1, "full_name": name, "birth_date": str(dice.randint(1960, 2004))}),
        Compartment.PAYMENT: canonical(
            {"v": 1, "method": "mobile_money", "holder": name, "mobile_number": _phone(dice)}
        ),
    }


def _phone(dice: Random) -> str:
    return f"+99900{dice.randint(1_000_000, 9_999_999)}"
