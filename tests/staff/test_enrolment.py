"""Making one's own keys on an invitation: nobody else ever knows the passphrase."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from ledger.actor import Role
from ledger.errors import LockedDown, NotFound, Refusal
from ledger.keys import sshsig
from ledger.keys.passphrase import WEAK
from ledger.keys.quality import WeakPassphrase
from ledger.signin.actions.lockdown import raise_lockdown
from ledger.signin.actions.prove import NotProved, Proof
from ledger.signin.models import Account, Person
from ledger.staff.actions.enrol import Names, find_invitation, make_keys, prove_device
from ledger.staff.actions.invite import LASTS, invite_again, invite_newcomer
from ledger.staff.models import Enrolment, Invitation
from ledger.staff.queries.enrolments import Standing, invitations
from ledger.staff.trouble import NoInvitation
from ledger.work import AlreadyDone
from tests.builders import World
from tests.log.told import data_of, specified, told
from tests.staff.enrolling import NURI, PASSPHRASE, Made, code_now, enrolled, invited, made, proposed, prove


def standing(world: World) -> list[Standing]:
    """How far each invitation has come, newest first."""
    with world.store.reading() as session:
        return [line.standing for line in invitations(session, world.clock.now())]


def test_an_invitation_is_logged_and_its_code_is_not_kept(world: World) -> None:
    """A hundred random bits; only their hash stands in the database."""
    code, again = invited(world), invited(world, "carla")
    assert len(code.replace("-", "")) * 5 >= 80
    assert code != again
    new, known = data_of(world.store, "enrolment.invited")
    assert new["person"] is None
    assert known["person"] == str(world.actors["carla"].id)
    assert specified("enrolment.invited", {"invitation", "person"})
    with world.store.reading() as session:
        for one in session.scalars(select(Invitation)):
            assert code.encode() not in one.code_hash


@pytest.mark.parametrize("name", ["amina", "carla", "farah", "deniz", "ilse"])
def test_only_a_steward_invites(world: World, name: str) -> None:
    """To anybody else it is not there."""
    for act in (invite_newcomer, lambda work: invite_again(work, world.actors["carla"].id)):
        with pytest.raises(NotFound), world.store.work(world.actors[name]) as work:
            act(work)


def test_nobody_invites_somebody_whom_the_log_does_not_know(world: World) -> None:
    """A row of people that was put into the database is nobody."""
    with pytest.raises(NotFound), world.store.work(world.actors["hana"]) as work:
        stranger = Person(id=uuid4(), code="S-0000-0000-0", name="Stranger", registered_at=work.at)
        work.session.add(stranger)
        work.session.flush()
        invite_again(work, stranger.id)


def test_keys_are_made_and_proved_and_then_are_ready(world: World) -> None:
    """Before the device is proved the log says nothing; then the public keys, by the installation."""
    code = invited(world)
    assert standing(world) == [Standing.WAITING]
    one = made(world, code)
    assert standing(world) == [Standing.WAITING]
    assert told(world.store, "enrolment.prepared") == []
    assert prove(world, one) == one.keys.fingerprint
    assert standing(world) == [Standing.READY]
    (entry,) = told(world.store, "enrolment.prepared")
    assert entry["actor"] == "system"
    assert set(entry["data"]) == {"invitation", "signing_key", "reading_key"}
    assert sshsig.fingerprint_of_line(entry["data"]["signing_key"]) == one.keys.fingerprint
    assert specified("enrolment.prepared", {"invitation", "signing_key", "reading_key"})
    assert len(set(one.keys.recovery_codes)) == 10
    with world.store.reading() as session:
        assert session.scalar(select(Account).where(Account.sign_in_name == "nuri")) is None


def test_neither_passphrase_nor_seed_nor_codes_stand_in_the_database(world: World) -> None:
    """Nor does anything that opens without the passphrase."""
    one = made(world, invited(world))
    with world.store.reading() as session:
        row = session.scalars(select(Enrolment)).one()
        held = b"".join(value for value in vars(row).values() if isinstance(value, bytes))
    for secret in (PASSPHRASE.encode(), one.keys.seed, *(code.encode() for code in one.keys.recovery_codes)):
        assert secret not in held
    assert PASSPHRASE not in repr(one.keys)
    assert one.keys.recovery_codes[0] not in repr(one.keys)


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower {}"])
def test_a_code_is_taken_however_it_is_typed(world: World, typed: str) -> None:
    """In either case, with spaces round it."""
    code = invited(world)
    assert find_invitation(world.store, code.lower() if typed.startswith("lower") else typed.format(code)).newcomer


def test_a_code_is_good_for_seven_days(world: World) -> None:
    """And not a second longer; a wrong one looks the same."""
    code = invited(world)
    with pytest.raises(NoInvitation) as wrong:
        find_invitation(world.store, "AAAA-AAAA-AAAA-AAAA-AAAA")
    world.clock.move(LASTS - timedelta(seconds=1))
    assert find_invitation(world.store, code)
    world.clock.move(timedelta(seconds=1))
    with pytest.raises(NoInvitation) as late:
        made(world, code)
    assert str(late.value) == str(wrong.value)


def test_beginning_again_replaces_what_was_made(world: World) -> None:
    """Unproved keys are forgotten at once, proved ones when others are proved; the newest count."""
    code = invited(world)
    first = made(world, code)
    second = made(world, code)
    with pytest.raises(NotProved):
        prove(world, Made(code, first.keys, "another passphrase altogether"))
    assert prove(world, second) == second.keys.fingerprint
    third = made(world, code, passphrase="nine otters under a slow bridge")
    with world.store.reading() as session:
        assert len(session.scalars(select(Enrolment)).all()) == 2
    prove(world, third)
    with world.store.reading() as session:
        row = session.scalars(select(Enrolment)).one()
        assert sshsig.fingerprint(row.signing_public) == third.keys.fingerprint
    assert len(data_of(world.store, "enrolment.prepared")) == 2


def test_a_code_is_used_once_a_proposal_names_it(world: World) -> None:
    """Whoever finds it afterwards makes nothing."""
    one = enrolled(world)
    proposed(world, one, Role.OFFICER)
    for act in (find_invitation, lambda store, code: make_keys(store, code, NURI, PASSPHRASE, WEAK)):
        with pytest.raises(NoInvitation):
            act(world.store, one.code)


@pytest.mark.parametrize(
    ("passphrase", "names", "field"),
    [
        ("short", NURI, "new"),
        ("passwordpassword", NURI, "new"),
        ("nuri nuri nuri nuri", NURI, "new"),
        (PASSPHRASE, Names(" ", "nuri"), "name"),
        (PASSPHRASE, Names("Nuri", " "), "sign_in_name"),
        (PASSPHRASE, Names("Nuri", " AMINA "), "sign_in_name"),
        (PASSPHRASE, None, "name"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    world: World, passphrase: str, names: Names | None, field: str
) -> None:
    """A weak passphrase, an empty name, a sign-in name of somebody else."""
    code = invited(world)
    with pytest.raises((WeakPassphrase, Refusal)) as refused:
        made(world, code, names, passphrase)
    assert refused.value.field == field
    with world.store.reading() as session:
        assert session.scalars(select(Enrolment)).all() == []


def test_two_newcomers_do_not_choose_one_name(world: World) -> None:
    """The second is told before anybody has proposed the first."""
    enrolled(world)
    with pytest.raises(Refusal, match="taken"):
        made(world, invited(world), Names("Noor", "Nuri"))


def test_a_wrong_passphrase_or_code_proves_nothing(world: World) -> None:
    """In the words of every failed sign-in."""
    one = made(world, invited(world))
    wrong = next(code for code in ("111111", "222222") if code != code_now(world, one.keys.seed))
    for proof in (Proof("another one altogether", one.proof(world).code), Proof(PASSPHRASE, wrong), Proof("", "")):
        with pytest.raises(NotProved):
            prove_device(world.store, one.code, proof, uuid4(), "/begin/done")
    assert data_of(world.store, "enrolment.prepared") == []


def test_the_same_proof_sent_twice_is_written_once(world: World) -> None:
    """The second time nothing is there to be proved, or the request was carried out before (H13)."""
    one, request = made(world, invited(world)), uuid4()
    prove(world, one, request)
    with pytest.raises((Refusal, AlreadyDone)):
        prove(world, one, request)
    assert len(data_of(world.store, "enrolment.prepared")) == 1


def test_nothing_is_made_or_proved_while_a_lock_down_lasts(world: World) -> None:
    """Also what was begun before."""
    code = invited(world)
    one = made(world, code)
    with world.store.work(world.actors["amina"]) as work:
        raise_lockdown(work)
    for act in (lambda: made(world, code), lambda: prove(world, one), lambda: find_invitation(world.store, code)):
        with pytest.raises(LockedDown):
            act()


def test_what_was_left_behind_unproved_is_deleted(world: World) -> None:
    """As soon as anybody else begins; names and wrapped keys of who never came do not stay."""
    made(world, invited(world))
    world.clock.move(LASTS)
    made(world, invited(world), Names("Noor", "noor"))
    with world.store.reading() as session:
        assert [one.sign_in_name for one in session.scalars(select(Enrolment))] == ["noor"]
