"""One's own account: passphrase, recovery codes; and how it came into being."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ledger.actor import SYSTEM, Role
from ledger.errors import Refusal
from ledger.keys.passphrase import WEAK
from ledger.keys.quality import WeakPassphrase
from ledger.log.models import LogEntry
from ledger.signin.actions.account import change_passphrase, judge_passphrase, renew_recovery_codes
from ledger.signin.actions.prove import NotProved, Proof
from ledger.signin.actions.register import Newcomer, register_person
from ledger.signin.models import Account
from ledger.signin.queries import actor_for, recovery_codes_left
from tests.signin.test_proving import verbs
from tests.web.house import FIRST, LAST, House

NEW = "seven herons over a quiet estuary"


def change(house: House, name: str = "amina") -> None:
    """Change a person's passphrase."""
    actor = house.actor(name)
    change_passphrase(house.store, actor, house.door.unlock(actor.id, house.proof(name)), NEW)


def test_after_a_change_only_the_new_passphrase_opens(house: House) -> None:
    """It opens the very same keys, and the old one opens nothing."""
    change(house)
    house.clock.move(timedelta(minutes=1))
    with pytest.raises(NotProved):
        house.door.unlock(house.actor("amina").id, house.proof("amina"))
    proved = house.door.unlock(house.actor("amina").id, Proof(NEW, house.code("amina")))
    assert proved.unlocked.fingerprint == house.people["amina"].fingerprint
    assert proved.unlocked.keys.reading_public == house.people["amina"].signer.keys.reading_public
    assert verbs(house) == ["account.passphrase_changed"]


def test_a_change_ends_every_session(house: House) -> None:
    """Whoever sits elsewhere in that person's name is out."""
    begun = house.door.sign_in("amina", house.proof("amina"), None, None)
    other = house.door.sign_in("carla", house.proof("carla"), None, None)
    house.clock.move(timedelta(minutes=1))
    change(house)
    assert house.door.session_of(begun.token) is None
    assert house.door.session_of(other.token)


def test_a_change_leaves_nothing_of_the_old_wraps(house: House) -> None:
    """Salt, verifier and all three wraps are new; the duty to change is over."""
    before = _account(house)
    change(house)
    after = _account(house)
    for name in ("salt", "verifier", "wrapped_signing", "wrapped_reading", "wrapped_seed"):
        assert getattr(before, name) != getattr(after, name), name
    assert (before.must_change, after.must_change) == (True, False)


def _account(house: House) -> Account:
    with house.store.reading() as session:
        return session.get_one(Account, house.people["amina"].person_id)


@pytest.mark.parametrize("weak", ["short", "passwordpassword", "qwertyuiopasdfgh", "x" * 129])
def test_a_weak_passphrase_is_refused(house: House, weak: str) -> None:
    """Too short, too long, or what everybody tries first."""
    with pytest.raises(WeakPassphrase) as refused:
        judge_passphrase(house.store, house.actor("amina"), "the present one", weak)
    assert refused.value.field == "new"


def test_the_present_passphrase_is_no_new_one(house: House) -> None:
    """A person who must change has to."""
    present = house.people["amina"].passphrase
    with pytest.raises(Refusal, match="that you have"):
        judge_passphrase(house.store, house.actor("amina"), present, present)


def test_new_recovery_codes_end_the_old_ones(house: House) -> None:
    """Ten new ones; a sheet that was lost is worth nothing."""
    account = house.people["amina"]
    with house.store.work(house.actor("amina")) as work:
        codes = renew_recovery_codes(work)
    assert len(set(codes)) == 10
    with pytest.raises(NotProved):
        house.door.unlock(account.person_id, Proof(account.passphrase, account.recovery_codes[0]))
    assert house.door.unlock(account.person_id, Proof(account.passphrase, codes[0]))
    with house.store.reading() as session:
        assert recovery_codes_left(session, account.person_id) == 9
        assert recovery_codes_left(session, house.people["carla"].person_id) == 10


def test_registration_is_logged_as_the_format_says(house: House) -> None:
    """Keys and roles with their days; neither the name nor the sign-in name."""
    account = house.people["amina"]
    with house.store.reading() as session:
        rows = [bytes(row) for row in session.scalars(select(LogEntry.bytes).order_by(LogEntry.seq))]
    about = [e for e in map(json.loads, rows) if e["data"].get("person") == str(account.person_id)]
    assert {e["verb"]: set(e["data"]) for e in about} == {
        "person.registered": {"person", "code", "signing_key", "reading_key", "from"},
        "role.granted": {"person", "role", "from", "until"},
    }
    assert about[0]["data"]["reading_key"] == account.signer.keys.reading_public.hex()
    assert about[1]["data"]["until"] == LAST.isoformat()
    assert not any(name in row.lower() for row in rows for name in (b"amina", b"goran"))


@pytest.mark.parametrize(
    ("roles", "since"),
    [
        ((Role.AUDITOR, Role.OFFICER), FIRST),
        ((Role.DONOR, Role.STEWARD), FIRST),
        ((Role.OFFICER,), date(2027, 1, 1)),
    ],
)
def test_roles_that_may_not_be_are_refused(house: House, roles: tuple[Role, ...], since: date) -> None:
    """Auditor and donor stand alone, and no role ends before it begins; nobody is registered by half."""
    with pytest.raises(Refusal), house.store.work(SYSTEM) as work:
        register_person(work, Newcomer("Nuri", "nuri", roles, since, LAST), WEAK, must_change=True)
    assert verbs(house) == []


@pytest.mark.parametrize(
    ("day", "holds"),
    [(FIRST - timedelta(1), False), (FIRST, True), (LAST, True), (LAST + timedelta(1), False)],
)
def test_a_role_holds_on_both_its_end_days_and_no_longer(house: House, day: date, holds: bool) -> None:
    """What a person may do is asked for the day on which they act."""
    with house.store.reading() as session:
        assert actor_for(session, house.people["amina"].person_id, day).has(Role.OFFICER) is holds


def test_no_secret_shows_where_an_account_is_printed(house: House) -> None:
    """A traceback or a debug line shows what its values print."""
    account = house.people["amina"]
    shown = repr(account) + repr(house.proof("amina"))
    for secret in (account.passphrase, account.recovery_codes[0], repr(account.seed), house.code("amina")):
        assert secret not in shown
