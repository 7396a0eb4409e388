"""`lockdown`: from the command line, when no page can be reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.commands import doctor, main
from ledger.commands.doctor import CHECKS
from ledger.log.standing import lockdown_in_force
from ledger.settings import settings_from
from ledger.signin.actions.lockdown import sign_lift
from tests.builders import World
from tests.log.told import told


@pytest.fixture
def installed(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A founded organisation that commands find."""
    monkeypatch.setenv("ALMONER_HOME", str(tmp_path))
    monkeypatch.setenv("ALMONER_DATABASE_URL", world.store.engine.url.render_as_string(hide_password=False))
    return world


def test_it_locks_down_as_the_installation_and_says_how_to_lift(
    installed: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it did, that a running server notices, and the address; exit code 0."""
    assert main(["lockdown"]) == 0
    said = capsys.readouterr().out
    for words in ("all sessions have ended", "next request", "/reopen", "held against nobody"):
        assert words in said
    (entry,) = told(installed.store, "lockdown.raised")
    assert entry["actor"] == "system"


def test_a_second_one_is_not_raised(installed: World, capsys: pytest.CaptureFixture[str]) -> None:
    """It says since when, and how to lift it."""
    main(["lockdown"])
    capsys.readouterr()
    assert main(["lockdown"]) == 0
    said = capsys.readouterr().out
    assert "has been locked down since" in said
    assert "/reopen" in said
    assert len(told(installed.store, "lockdown.raised")) == 1


def test_doctor_tells(installed: World) -> None:
    """For as long as it lasts."""
    check = CHECKS["lock-down"]
    assert list(check(settings_from(), installed.store)) == []
    main(["lockdown"])
    (sentence,) = check(settings_from(), installed.store)
    assert "/reopen" in sentence
    for name in ("carla", "hana"):
        with installed.store.work(installed.actors[name]) as work:
            sign_lift(work, installed.signers[name])
    assert list(doctor.CHECKS["lock-down"](settings_from(), installed.store)) == []
    with installed.store.reading() as session:
        assert lockdown_in_force(session) is None
