"""A demo lists its people, with passphrase and usable code; nothing else does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.browsing import Browser, form_on, words
from tests.web.house import House, application, build_house


def write_list(house: House) -> None:
    """Write the demo's list of people, as building a demo does."""
    rows = [
        {
            "name": one.name,
            "sign_in_name": one.sign_in_name,
            "person": str(one.person_id),
            "passphrase": one.passphrase,
            "seed": one.seed.hex(),
            "fingerprint": one.fingerprint,
        }
        for one in house.people.values()
    ]
    (house.home / "demo-people.json").write_text(json.dumps(rows), encoding="utf-8")


@pytest.fixture
def demo(database_url: str, tmp_path: Path) -> Iterator[Browser]:
    """A browser at a demo."""
    house = build_house(database_url, tmp_path, demo=True)
    write_list(house)
    yield Browser(application(house), house)
    house.store.engine.dispose()


def step_in(browser: Browser, name: str) -> int:
    """Press the button beside a person; returns the status."""
    hidden, where = form_on(browser.get("/sign-in").text, "/sign-in/demo")
    return browser.post(where, **{**hidden, "name": name}).status_code


def test_a_demo_shows_everybody_with_passphrase_and_code(demo: Browser) -> None:
    """And says on the page that it is one."""
    shown = words(demo.get("/sign-in").text)
    for name, person in demo.house.people.items():
        assert person.passphrase in shown
        assert demo.house.code(name) in shown
    assert "This is a demo" in shown


def test_one_click_steps_into_a_role(demo: Browser) -> None:
    """With the code of that moment, however long the page was open."""
    page = demo.get("/sign-in").text
    demo.house.clock.move(timedelta(minutes=10))
    hidden, where = form_on(page, "/sign-in/demo")
    assert demo.post(where, **{**hidden, "name": "ilse"}).status_code == 303
    assert "auditor" in words(demo.get("/").text)


def test_after_a_code_was_used_the_next_one_is_shown(demo: Browser) -> None:
    """The next is taken at once; after that the list says how long to wait, and is right."""
    assert step_in(demo, "amina") == 303
    again = Browser(demo.app, demo.house)
    shown = words(again.get("/sign-in").text)
    assert demo.house.code("amina", 1) in shown
    assert "taken in" not in shown
    assert step_in(again, "amina") == 303
    third = Browser(demo.app, demo.house)
    assert "(taken in 30 seconds)" in words(third.get("/sign-in").text)
    assert step_in(third, "amina") == 401
    demo.house.clock.move(timedelta(seconds=30))
    assert step_in(third, "amina") == 303


def test_a_name_in_the_address_fills_the_form(demo: Browser) -> None:
    """With that person's passphrase and code beside it."""
    page = demo.get("/sign-in?as=carla").text
    assert 'value="carla"' in page
    assert words(page).count(demo.house.people["carla"].passphrase) == 2


def test_the_list_follows_a_changed_passphrase(demo: Browser) -> None:
    """Whoever tries that out locks no later visitor out, and the file stays its owner's."""
    step_in(demo, "amina")
    page = demo.get("/account/passphrase").text
    person, new = demo.house.people["amina"], "seven herons over a quiet estuary"
    hidden, where = form_on(page, "/account/passphrase")
    code = demo.house.code("amina", 1)
    assert code in words(page)
    fields = {"passphrase": person.passphrase, "code": code, "new": new, "again": new}
    assert demo.post(where, **{**hidden, **fields}).status_code == 303
    assert new in words(demo.get("/sign-in").text)
    demo.house.clock.move(timedelta(minutes=1))
    assert step_in(demo, "amina") == 303
    assert (demo.house.home / "demo-people.json").stat().st_mode & 0o077 == 0


def test_a_real_installation_lists_nobody_even_with_the_file(house: House, browser: Browser) -> None:
    """A file that is laid there turns no real organisation into a demo."""
    write_list(house)
    page = browser.get("/sign-in?as=amina").text
    assert "This is a demo" not in page
    assert house.people["amina"].passphrase not in page
    hidden, _ = form_on(page, "/sign-in")
    assert browser.post("/sign-in/demo", **{**hidden, "name": "amina"}).status_code == 404


def test_a_demo_without_its_list_still_says_that_it_is_one(demo: Browser) -> None:
    """Taking the file away does not make it real."""
    (demo.house.home / "demo-people.json").unlink()
    shown = words(demo.get("/sign-in").text)
    assert "This is a demo" in shown
    assert demo.house.people["amina"].passphrase not in shown


def test_who_has_new_keys_is_off_the_list(demo: Browser) -> None:
    """Their passphrase is nobody else's any more; the others stand there as before."""
    path = demo.house.home / "demo-people.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    carla = next(row for row in rows if row["sign_in_name"] == "carla")
    carla["fingerprint"] = demo.house.people["amina"].fingerprint
    path.write_text(json.dumps(rows), encoding="utf-8")
    shown = words(demo.get("/sign-in").text)
    assert demo.house.people["carla"].passphrase not in shown
    assert demo.house.people["amina"].passphrase in shown
