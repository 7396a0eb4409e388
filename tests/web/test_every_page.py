"""Every page of a living demo, as each of its people, opened and looked over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from ledger.demo.build import build
from ledger.settings import Settings, settings_from
from tests.pages import faults

REFERENCE = re.compile(r"[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}-.|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+")
PEOPLE = ("amina", "carla", "farah", "hana", "ilse", "jonas")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Settings]]:
    """A small demo, built once."""
    home = tmp_path_factory.mktemp("demo")
    settings = replace(settings_from({"ALMONER_HOME": str(home)}), plain_http=True)
    build(settings, seed=7, awards=25)
    app = create_app(settings)
    yield app, settings
    app.extensions["store"].engine.dispose()


@pytest.fixture(scope="module")
def arranged() -> set[str]:
    """The arrangements of lists that somebody has opened: what they read hangs on the list alone, not on the reader."""
    return set()


def ways_of(url: str) -> set[str]:
    """In which ways a link arranges the list that it leads to: in another order, cut otherwise, as a file."""
    return set(parse_qs(urlsplit(url).query)) & {"sort", "size", "page", "format"}


def says_nothing_new(url: str) -> bool:
    """Whether a list is arranged in two ways at once: the same rows are ordered, cut and written all the same.

    The order of a file is read by a query of its own where a list grows long, so its CSV is opened in each.
    """
    return len(ways_of(url)) > 1 and not (ways_of(url) == {"sort", "format"} and "format=csv" in url)


def signed_in(app: Flask, name: str) -> FlaskClient:
    """Step into a person of the demo by the button on the sign-in page."""
    client = app.test_client()
    page = client.get("/sign-in").text
    form = next(f for f in re.findall(r"<form[^>]*post.*?</form>", page, re.DOTALL) if f'value="{name}"' in f)
    where = re.search(r'action="([^"]*)"', form)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert where is not None
    answer = client.post(where[1].replace("&amp;", "&"), data=fields)
    assert answer.status_code in {302, 303}, answer.text
    return client


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_that_one_can_reach_is_in_order(demo: tuple[Flask, Settings], arranged: set[str], name: str) -> None:
    """Following links, one of each shape: each answers, parses, is labelled, guarded, and holds no script.

    A list in another order, cut otherwise or as a file is opened by whoever comes to it first.
    """
    app, _settings = demo
    client = signed_in(app, name)
    shapes, todo, opened = set[str](), ["/"], 0
    while todo:
        answer = client.get(todo.pop())
        if answer.status_code in {302, 303}:
            todo.append(answer.headers["Location"])
            continue
        assert answer.status_code == 200, (answer.request.path, answer.status_code)
        opened += 1
        if answer.mimetype != "text/html":
            continue
        assert faults(answer) == [], answer.request.path
        for link in re.findall(r'href="(/[^"#]*)"', answer.text):
            url = link.replace("&amp;", "&")
            seen = arranged if ways_of(url) else shapes
            shape = REFERENCE.sub("#", url)
            if shape not in seen and not says_nothing_new(url) and not url.startswith(("/static/", "/today")):
                seen.add(shape)
                todo.append(url)
    assert opened > {"jonas": 5, "hana": 4}.get(name, 20)


def test_a_donor_sees_their_own_funds_and_nothing_else(demo: tuple[Flask, Settings]) -> None:
    """No award, no beneficiary, no other donor's fund."""
    app, _settings = demo
    client = signed_in(app, "kirsi")
    page = client.get("/my-funds").text
    assert "FAMILIES" in page
    assert "EMERGENCY" not in page
    assert not re.search(r"[AB]-[0-9A-Z]{4}-[0-9A-Z]{4}-", page)
    for path in ("/funds", "/funds/FAMILIES", "/awards", "/beneficiaries", "/proposals", "/log", "/books", "/people"):
        assert client.get(path).status_code == 404, path


def test_a_list_as_a_file_holds_exactly_what_is_shown(demo: tuple[Flask, Settings]) -> None:
    """The filter of the page is the filter of the file."""
    app, _settings = demo
    client = signed_in(app, "bao")
    shown = client.get("/awards?stage=completed&size=100").text
    count = int(re.search(r"<caption>(\d+) row", shown)[1])  # type: ignore[index]
    lines = client.get("/awards?stage=completed&format=csv").text.splitlines()
    assert len(lines) == count + 1
    assert client.get("/awards?stage=completed&format=xlsx").data[:2] == b"PK"


def test_every_endpoint_says_who_may_open_it(demo: tuple[Flask, Settings]) -> None:
    """And to somebody who is not signed in, nothing but public pages is there."""
    app, _settings = demo
    stranger = app.test_client()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint == "static" or view.access is None:
            continue
        path = re.sub(r"<(?:(\w+):)?(\w+)>", lambda m: "0" if m[1] == "int" else "x", rule.rule)
        path = (
            path if "uuid" not in rule.rule else re.sub(r"/x", "/00000000-0000-0000-0000-000000000000", path, count=1)
        )
        if "GET" in (rule.methods or ()):
            answer = stranger.get(path)
            assert answer.status_code == 302, path
            assert answer.headers["Location"].startswith("/sign-in"), path


def test_a_steward_never_sees_money(demo: tuple[Flask, Settings]) -> None:
    """People and policy, and no page with an amount."""
    app, _settings = demo
    client = signed_in(app, "hana")
    assert client.get("/people").status_code == 200
    for path in (
        "/funds",
        "/awards",
        "/beneficiaries",
        "/proposals",
        "/disbursements",
        "/runs",
        "/books",
        "/log",
        "/log/3",
    ):
        assert client.get(path).status_code == 404, path
