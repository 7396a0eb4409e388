"""Registering a beneficiary: a random pseudonym, a household, coarse codes, and sealed details."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from ledger.actor import Role
from ledger.beneficiaries.models import Beneficiary, Household, Profile
from ledger.beneficiaries.rules import NOTHING_STATED, CoarseProfile
from ledger.errors import N_, Refusal
from ledger.reference import new_reference
from ledger.signin.queries import actor_for
from ledger.work import Work


def register_beneficiary(
    work: Work, profile: CoarseProfile, household: str | None = None, second: UUID | None = None
) -> Beneficiary:
    """Register a person under a new pseudonym, in a household known by its reference or in a new one.

    `second` is the case's other officer.
    """
    work.actor.require(Role.OFFICER)
    profile.check()
    home = _household(work, household)
    pseudonym, salt = new_reference("B"), secrets.token_hex(16)
    person = Beneficiary(
        pseudonym=pseudonym,
        household_id=home,
        registered_at=work.at,
        officer_id=work.actor.id,
    )
    work.session.add(person)
    work.session.flush()
    work.session.add(
        Profile(
            pseudonym=pseudonym,
            salt=salt,
            country=profile.country,
            gender=profile.gender,
            age=profile.age,
            group=profile.group,
            threat=profile.threat,
        )
    )
    _log(work, pseudonym, home, profile.commitment(salt))
    if second is not None:
        name_second(work, person, second)
    return person


def name_second(work: Work, person: Beneficiary, second: UUID) -> None:
    """Name the case's other officer. Raises Refusal where that is oneself, or nobody who is an officer today."""
    work.actor.require(Role.OFFICER)
    if second == work.actor.id or not actor_for(work.session, second, work.at.date()).has(Role.OFFICER):
        raise Refusal(N_("The second officer is another person with the officer role."), field="second")
    person.second_id = second
    work.session.flush()
    work.record("beneficiary.seconded", [person.pseudonym], beneficiary=person.pseudonym, person=str(second))


def register_recipients(work: Work, pseudonyms: list[str]) -> None:
    """Register the recipients of past awards: nothing is known of them, each is a household of its own."""
    homes = {pseudonym: uuid4() for pseudonym in pseudonyms}
    if not homes:
        return
    work.session.execute(insert(Household), [{"id": home, "reference": new_reference("H")} for home in homes.values()])
    work.session.execute(
        insert(Beneficiary),
        [
            {"pseudonym": name, "household_id": home, "registered_at": work.at, "officer_id": None}
            for name, home in homes.items()
        ],
    )
    for pseudonym, home in homes.items():
        _log(work, pseudonym, home, NOTHING_STATED.commitment(secrets.token_hex(16)))


def _household(work: Work, reference: str | None) -> UUID:
    if reference:
        found = work.session.scalar(select(Household.id).where(Household.reference == reference))
        if found is None:
            raise Refusal(
                N_("There is no household with this reference. Check it, or leave it empty."),
                field="household",
            )
        return found
    home = Household(id=uuid4(), reference=new_reference("H"))
    work.session.add(home)
    work.session.flush()
    return home.id


def _log(work: Work, pseudonym: str, home: UUID, commitment: str) -> None:
    work.record(
        "beneficiary.registered",
        [pseudonym, home],
        beneficiary=pseudonym,
        household=str(home),
        profile=commitment,
    )
