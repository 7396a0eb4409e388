"""Proving who one is: passphrase and code, and a throttle that a stranger cannot turn against anyone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from ledger.keys.passphrase import WEAK, ArgonProfile, Lane, Root
from ledger.keys.passphrase import stretch as really_stretch
from ledger.keys.trouble import TooBusy
from ledger.log.models import LogEntry
from ledger.signin.actions import prove, sessions
from ledger.signin.actions.prove import NotProved, Proof
from ledger.signin.actions.sessions import TooMany
from ledger.signin.models import CodeCounter
from ledger.signin.rules import MANY_FAILURES, MOST_WRONG_CODES, WRONG_CODES_LAST
from tests.web.house import House

STEP = timedelta(seconds=30)


def verbs(house: House) -> list[str]:
    """Every verb on the log after founding."""
    with house.store.reading() as session:
        found = list(session.scalars(select(LogEntry.verb).order_by(LogEntry.seq)))
    return found[found.index("policy.set") + 1 :]


def fail(house: House, name: str) -> None:
    """Sign in with a wrong passphrase."""
    with pytest.raises((NotProved, TooMany)):
        house.door.sign_in(name, Proof("not the one at all", "000000"), None, None)


def wrong_code(house: House, name: str) -> str:
    """Six digits that are no code near this moment."""
    near = {house.code(name, ahead) for ahead in (-1, 0, 1)}
    return next(text for text in ("111111", "222222", "333333", "444444") if text not in near)


def test_a_right_passphrase_and_code_begin_a_session(house: House) -> None:
    """Both together are enough, and the name is taken however it is written."""
    begun = house.door.sign_in(" AMINA ", house.proof("amina"), None, None)
    assert begun.person == house.people["amina"].person_id
    assert house.door.session_of(begun.token) is not None


def test_a_code_is_taken_once(house: House) -> None:
    """Whoever looked over a shoulder cannot use the code again; the next one is taken."""
    house.door.sign_in("amina", house.proof("amina"), None, None)
    with pytest.raises(NotProved):
        house.door.sign_in("amina", house.proof("amina"), None, None)
    house.door.sign_in("amina", house.proof("amina", ahead=1), None, None)


def test_a_code_is_taken_once_whatever_comes_at_the_same_moment(house: House) -> None:
    """Eight requests with one code: one is let through."""

    def enter(_: int) -> bool:
        try:
            house.door.sign_in("amina", house.proof("amina"), None, None)
        except (NotProved, TooMany):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(enter, range(8))) == 1


def test_the_database_itself_lets_the_counter_only_grow(house: House) -> None:
    """Should two requests ever read the same counter, one of them still comes too late."""
    amina = house.people["amina"].person_id
    with house.store.housekeeping() as session:
        prove._take(session, amina, 100)
    for late in (100, 99):
        with pytest.raises(NotProved), house.store.housekeeping() as session:
            prove._take(session, amina, late)
    with house.store.reading() as session:
        assert session.get_one(CodeCounter, amina).counter == 100


def test_a_code_before_the_last_one_taken_is_refused(house: House) -> None:
    """The counter only grows, although the code of the step before would still be in time."""
    house.door.sign_in("amina", house.proof("amina", ahead=1), None, None)
    with pytest.raises(NotProved):
        house.door.sign_in("amina", house.proof("amina"), None, None)


def test_wrong_passphrases_of_a_stranger_lock_nobody_out(house: House) -> None:
    """After many wrong ones the right one is still taken at once."""
    for _ in range(3 * MANY_FAILURES):
        fail(house, "amina")
    assert house.door.sign_in("amina", house.proof("amina"), None, None).token


@pytest.mark.parametrize("name", ["amina", "nobody"])
def test_many_failures_are_told_to_wait_in_the_same_words(house: House, name: str) -> None:
    """A name that there is and one that there is not behave alike."""
    for _ in range(MANY_FAILURES):
        with pytest.raises(NotProved) as one:
            house.door.sign_in(name, Proof("wrong", "000000"), None, None)
    with pytest.raises(TooMany) as many:
        house.door.sign_in(name, Proof("wrong", "000000"), None, None)
    assert str(many.value) == str(one.value)


def test_an_unknown_name_costs_the_same_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One run of the same strength either way, and the same salt each time that the name is tried."""
    runs: list[tuple[bytes, ArgonProfile]] = []

    def noted(passphrase: str, salt: bytes, profile: ArgonProfile) -> Root:
        runs.append((salt, profile))
        return really_stretch(passphrase, salt, profile)

    monkeypatch.setattr(prove, "stretch", noted)
    for name in ("amina", "nobody", "nobody", "somebody"):
        fail(house, name)
    assert [profile for _, profile in runs] == [WEAK] * 4
    assert runs[1] == runs[2]
    assert len({salt for salt, _ in runs}) == 3


def test_wrong_codes_behind_a_right_passphrase_stop_codes_for_a_while(house: House) -> None:
    """Six digits are not to be guessed; after an hour codes are taken again."""
    for _ in range(MOST_WRONG_CODES):
        fail_code = Proof(house.people["amina"].passphrase, wrong_code(house, "amina"))
        with pytest.raises(NotProved):
            house.door.sign_in("amina", fail_code, None, None)
    with pytest.raises((NotProved, TooMany)):
        house.door.sign_in("amina", house.proof("amina"), None, None)
    house.clock.move(WRONG_CODES_LAST)
    assert house.door.sign_in("amina", house.proof("amina"), None, None).token


def test_a_recovery_code_works_while_codes_are_refused(house: House) -> None:
    """The owner gets in even when somebody who has the passphrase spoiled the codes."""
    for _ in range(MOST_WRONG_CODES):
        with pytest.raises(NotProved):
            house.door.unlock(
                house.people["amina"].person_id,
                Proof(house.people["amina"].passphrase, wrong_code(house, "amina")),
            )
    account = house.people["amina"]
    assert house.door.sign_in("amina", Proof(account.passphrase, account.recovery_codes[0]), None, None).token


def test_wrong_passphrases_spend_none_of_the_codes(house: House) -> None:
    """Without the passphrase nobody can stop an account's codes."""
    for _ in range(2 * MOST_WRONG_CODES):
        with pytest.raises(NotProved):
            house.door.unlock(house.people["amina"].person_id, Proof("wrong", house.code("amina")))
    assert house.door.unlock(house.people["amina"].person_id, house.proof("amina"))


@pytest.mark.parametrize("written", ["{}", " {} ", "lower {}"])
def test_a_recovery_code_works_once_and_is_logged(house: House, written: str) -> None:
    """It stands in for a one-time code a single time, in whichever case it is typed."""
    account = house.people["amina"]
    code = account.recovery_codes[3]
    typed = code.lower() if written.startswith("lower") else written.format(code)
    house.door.sign_in("amina", Proof(account.passphrase, typed), None, None)
    with pytest.raises(NotProved):
        house.door.sign_in("amina", Proof(account.passphrase, typed), None, None)
    assert verbs(house).count("account.recovery_code_used") == 1


def test_a_recovery_code_without_the_passphrase_is_not_spent(house: House) -> None:
    """Whoever finds the sheet of codes can neither get in nor use it up."""
    account = house.people["amina"]
    fail_proof = Proof("wrong", account.recovery_codes[0])
    with pytest.raises(NotProved):
        house.door.sign_in("amina", fail_proof, None, None)
    assert house.door.sign_in("amina", Proof(account.passphrase, account.recovery_codes[0]), None, None)


def test_somebody_elses_recovery_code_is_refused(house: House) -> None:
    """Codes are bound to their person."""
    theirs = house.people["carla"].recovery_codes[0]
    with pytest.raises(NotProved):
        house.door.sign_in("amina", Proof(house.people["amina"].passphrase, theirs), None, None)


def test_a_known_browser_gets_through_when_strangers_fill_their_lane(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood cannot keep out who signed in from this browser before; another's browser is a stranger's."""
    amina = house.door.sign_in("amina", house.proof("amina"), None, None).browser
    narrow = Lane(1, 0.0)
    monkeypatch.setattr(sessions, "STRANGERS", narrow)
    with narrow.pass_through():
        for browser in (None, "never seen", house.people["amina"].code):
            with pytest.raises(TooBusy):
                house.door.sign_in("amina", house.proof("amina", 1), browser, None)
        with pytest.raises(TooBusy):
            house.door.sign_in("carla", house.proof("carla"), amina, None)
        assert house.door.sign_in("amina", house.proof("amina", 1), amina, None).browser == amina


def test_unlocking_gives_the_registered_key(house: House) -> None:
    """What a person signs with after step-up is the key that the log knows."""
    proved = house.door.unlock(house.people["amina"].person_id, house.proof("amina"))
    assert proved.unlocked.fingerprint == house.people["amina"].fingerprint
    assert proved.unlocked.person_id == house.people["amina"].person_id
