"""How proposals about locks and erasures describe themselves to who signs them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal
from ledger.signin.models import Person
from ledger.signin.registry import keys_of
from ledger.vault.queries.locks import standings
from ledger.vault.queries.openings import records_of
from ledger.vault.rules.reasons import ERASURE_REASONS
from ledger.vault.words import COMPARTMENTS, LOCK_WORDS


def _access(session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    content = said["content"]
    person = session.get_one(Person, UUID(content["person"]))
    holding = [one.name for one in standings(session, content["name"]) if one.stage.value == "held"]
    told = Description(_("Access to sealed records"), link=url_for("vault.locks"))
    told.facts = [
        (_("Person"), person.name),
        (_("Their fingerprint"), keys_of(session, person.id).fingerprint),
        (_("Key"), _(LOCK_WORDS[content["name"]])),
        (_("Held now by"), ", ".join(holding) or "–"),
    ]
    return told


def _erasure(session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    pseudonym = said["beneficiary"]
    sealed = [_(COMPARTMENTS[one.compartment]) for one in records_of(session, pseudonym)]
    told = Description(_("Erasure"), link=url_for("beneficiaries.show", pseudonym=pseudonym))
    told.facts = [
        (_("Beneficiary"), pseudonym),
        (_("Reason"), _(ERASURE_REASONS[said["reason"]])),
        (_("Recorded now"), ", ".join(sealed) or "–"),
    ]
    told.warnings.append(_("This cannot be undone. Awards, payments and proofs stay, under the pseudonym."))
    return told


describe_kind("access", _access)
describe_kind("erasure", _erasure)
