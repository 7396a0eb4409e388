"""One person's wish, another's consent, one look: and nothing for anybody alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from ledger.errors import NotFound, Refusal
from ledger.vault.actions import openings
from ledger.vault.actions.contact import CONTACTS_A_DAY, open_contact
from ledger.vault.models import Opening
from ledger.vault.rules.compartments import Compartment
from ledger.vault.trouble import NoCopy, Tampered
from tests.builders import World
from tests.vault.sealed import asked, consented, meddle, shown, somebody, verbs

WHO = b'{"full_name":"Mirembe Okonjo-Vasquez"}'


def test_two_people_together_read_an_identity_once(world: World) -> None:
    """The officer asks, the custodian consents, the officer sees; a second look is refused."""
    who = somebody(world, {Compartment.IDENTITY: WHO})
    opening = asked(world, "amina", who)
    consented(world, "deniz", opening)
    assert shown(world, "amina", opening) == WHO
    assert verbs(world, 3) == ["opening.asked", "opening.consented", "opening.shown"]
    with pytest.raises(Refusal):
        shown(world, "amina", opening)


def test_the_custodian_can_ask_and_an_officer_consent(world: World) -> None:
    """The two sides are equal: either may read, never without the other."""
    who = somebody(world, {Compartment.IDENTITY: WHO})
    opening = asked(world, "deniz", who)
    consented(world, "amina", opening)
    assert shown(world, "deniz", opening) == WHO


def test_nothing_is_shown_before_the_consent(world: World) -> None:
    """Asking alone opens nothing."""
    opening = asked(world, "amina", somebody(world))
    with pytest.raises(Refusal):
        shown(world, "amina", opening)


def test_who_asked_cannot_consent(world: World) -> None:
    """One's own consent is none."""
    opening = asked(world, "amina", somebody(world))
    with pytest.raises(Refusal):
        consented(world, "amina", opening)


def test_somebody_of_the_same_side_cannot_consent(world: World) -> None:
    """Bao is an officer like Amina: both hold the same half."""
    opening = asked(world, "amina", somebody(world))
    with pytest.raises(Refusal, match="same side"):
        consented(world, "bao", opening)


@pytest.mark.parametrize("name", ["carla", "farah", "hana", "ilse", "jonas"])
def test_who_holds_no_lock_of_it_cannot_ask(world: World, name: str) -> None:
    """Approver, finance, steward, auditor, donor."""
    who = somebody(world)
    with pytest.raises(NoCopy):
        asked(world, name, who)


def test_another_than_who_asked_sees_nothing(world: World) -> None:
    """The half was sealed to who asked."""
    opening = asked(world, "amina", somebody(world))
    consented(world, "deniz", opening)
    with pytest.raises(NotFound):
        shown(world, "bao", opening)


def test_a_wish_grows_old(world: World) -> None:
    """After a day neither consent nor look."""
    who = somebody(world)
    first, second = asked(world, "amina", who), asked(world, "amina", who)
    consented(world, "deniz", first)
    world.clock.move_to(world.clock.now() + timedelta(hours=openings.VALID_HOURS, seconds=1))
    with pytest.raises(Refusal):
        shown(world, "amina", first)
    with pytest.raises(Refusal):
        consented(world, "deniz", second)


def test_a_refused_wish_stays_refused(world: World) -> None:
    """The custodian says no."""
    opening = asked(world, "amina", somebody(world))
    with world.store.work(world.actors["deniz"]) as work:
        openings.refuse(work, work.session.get_one(Opening, opening))
    with pytest.raises((Refusal, Tampered)):
        consented(world, "deniz", opening)


def test_an_old_consent_cannot_be_played_again(world: World) -> None:
    """A database writer puts the consented row back after it was shown."""
    opening = asked(world, "amina", somebody(world))
    consented(world, "deniz", opening)
    with world.store.reading() as session:
        passed = session.get_one(Opening, opening).passed
    shown(world, "amina", opening)
    back = text("UPDATE opening SET stage = 'consented', passed = :passed")
    meddle(world, lambda connection: connection.execute(back, {"passed": passed}))
    with pytest.raises(Tampered):
        shown(world, "amina", opening)


def test_a_consent_for_one_person_is_no_consent_for_another(world: World) -> None:
    """A database writer gives a wish to somebody else before the custodian consents."""
    opening = asked(world, "amina", somebody(world))
    bao = world.actors["bao"].id
    change = text("UPDATE opening SET requester_id = :bao")
    value = bao.hex if world.store.engine.dialect.name == "sqlite" else bao
    meddle(world, lambda connection: connection.execute(change, {"bao": value}))
    with pytest.raises(Tampered):
        consented(world, "deniz", opening)


def test_a_consent_to_one_record_is_no_consent_to_another(world: World) -> None:
    """A database writer points a consented wish at another person's record."""
    wanted, other = asked(world, "amina", somebody(world)), asked(world, "amina", somebody(world))
    consented(world, "deniz", wanted)
    swap = text(
        "UPDATE opening SET envelope_id = (SELECT o.envelope_id FROM opening o WHERE o.id = :other) WHERE id = :id"
    )
    sqlite = world.store.engine.dialect.name == "sqlite"
    values = {"other": other.hex if sqlite else other, "id": wanted.hex if sqlite else wanted}
    meddle(world, lambda connection: connection.execute(swap, values))
    with pytest.raises(Tampered):
        shown(world, "amina", wanted)


def test_a_contact_takes_one_officer_and_a_reason(world: World) -> None:
    """It is on the log when it is returned, with its reason."""
    who = somebody(world, {Compartment.CONTACT: b'{"phone":"+998 90 123"}'})
    with world.store.work(world.actors["amina"]) as work:
        assert open_contact(work, world.signers["amina"], who, "appointment") == b'{"phone":"+998 90 123"}'
    assert verbs(world, 1) == ["contact.opened"]
    with pytest.raises(Refusal), world.store.work(world.actors["amina"]) as work:
        open_contact(work, world.signers["amina"], who, "curiosity")


@pytest.mark.parametrize("name", ["carla", "farah", "hana", "ilse"])
def test_nobody_but_officers_opens_a_contact(world: World, name: str) -> None:
    """Whatever else they may do."""
    who = somebody(world)
    with pytest.raises((NotFound, NoCopy)), world.store.work(world.actors[name]) as work:
        open_contact(work, world.signers[name], who, "appointment")


def test_contacts_are_capped_by_day(world: World) -> None:
    """One above the cap is refused; the day after it is not."""
    who = somebody(world)
    for _ in range(CONTACTS_A_DAY):
        with world.store.work(world.actors["amina"]) as work:
            open_contact(work, world.signers["amina"], who, "safety")
    with pytest.raises(Refusal), world.store.work(world.actors["amina"]) as work:
        open_contact(work, world.signers["amina"], who, "safety")
    world.clock.move_to(world.clock.now() + timedelta(days=1, seconds=1))
    with world.store.work(world.actors["amina"]) as work:
        open_contact(work, world.signers["amina"], who, "safety")
