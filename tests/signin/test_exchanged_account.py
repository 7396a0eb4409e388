"""Whoever writes to the database cannot sign in as somebody by putting an account of their own in its place."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from ledger.keys.passphrase import WEAK, new_salt, stretch
from ledger.keys.personal import PersonalKeys, seal
from ledger.signin.actions.prove import NotProved, Proof
from ledger.signin.models import Account, PersonKey
from tests.log.told import data_of
from tests.web.house import House

OWN = "the attacker's very own passphrase"


def exchange(house: House, name: str, keys: PersonalKeys) -> None:
    """Put these keys, under a passphrase of one's own, into somebody's account and into the rows of keys."""
    person, salt = house.people[name].person_id, new_salt()
    root = stretch(OWN, salt, WEAK)
    wrapped = seal(keys, root, person)
    with house.store.work(house.actor("carla")) as work:
        account = work.session.get_one(Account, person)
        account.salt, account.verifier = salt, root.verifier()
        account.wrapped_signing, account.wrapped_reading = wrapped.signing, wrapped.reading
        account.wrapped_seed = wrapped.seed
        for row in work.session.query(PersonKey).where(PersonKey.person_id == person):
            row.signing_public, row.reading_public = keys.signing_public, keys.reading_public
        work.session.flush()
        work.record("export.made", [], what="x", rows=0)


def test_an_exchanged_account_opens_nothing_and_rings(house: House) -> None:
    """Passphrase and code are right for the row, but the keys are not those that the log has registered."""
    exchange(house, "amina", PersonalKeys.fresh())
    with pytest.raises(NotProved):
        house.door.sign_in("amina", Proof(OWN, "000000"), None, None)
    (alarm,) = data_of(house.store, "alarm.raised")
    assert alarm == {"what": "exchanged_account", "beneficiary": None, "about": str(house.people["amina"].person_id)}


def test_half_an_exchange_is_found_as_well(house: House) -> None:
    """The reading key alone, so that what is sealed to the person from now on could be read."""
    own = house.people["amina"].signer.keys
    exchange(house, "amina", PersonalKeys(own.signing, PersonalKeys.fresh().reading, own.seed))
    with pytest.raises(NotProved):
        house.door.unlock(house.people["amina"].person_id, Proof(OWN, house.code("amina")))
    assert len(data_of(house.store, "alarm.raised")) == 1


def test_a_stranger_rings_nothing(house: House) -> None:
    """Only whoever knows the passphrase of the row gets as far as its keys."""
    exchange(house, "amina", PersonalKeys.fresh())
    with pytest.raises(NotProved):
        house.door.sign_in("amina", house.proof("amina"), None, None)
    assert data_of(house.store, "alarm.raised") == []


def test_swapped_rows_of_keys_change_nothing(house: House) -> None:
    """The person signs in and unlocks as before: rows of keys are not asked."""
    with house.store.work(house.actor("carla")) as work:
        work.session.execute(text("UPDATE person_key SET until = since"))
        work.record("export.made", [], what="x", rows=0)
    assert house.door.unlock(house.people["amina"].person_id, house.proof("amina"))
