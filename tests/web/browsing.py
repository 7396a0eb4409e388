"""A browser for tests: opens pages, fills the form that stands on them, keeps cookies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.house import House

_SPACE = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Browser:
    """One browser: a client of the application, and the page it shows."""

    app: Flask
    house: House
    secure: bool = False
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        """Begin without cookies."""
        self.client = self.app.test_client()

    @property
    def _base(self) -> str:
        return "https://localhost" if self.secure else "http://localhost"

    def get(self, url: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(url, base_url=self._base, **more)

    def post(self, url: str, **fields: str) -> TestResponse:
        """Send fields as they are, without a token."""
        return self.client.post(url, base_url=self._base, data=fields, headers={"Referer": f"{self._base}/"})

    def send(self, url: str, action: str | None = None, **fields: str) -> TestResponse:
        """Open a page and send its form (the one with an action that begins so) with these fields."""
        page = self.get(url)
        assert page.status_code == 200, (url, page.status_code)
        hidden, where = form_on(page.text, action)
        return self.client.post(
            where, base_url=self._base, data={**hidden, **fields}, headers={"Referer": f"{self._base}{url}"}
        )

    def sign_in(self, name: str, ahead: int = 0, url: str = "/sign-in") -> TestResponse:
        """Sign in as a person of the house."""
        proof = self.house.proof(name, ahead)
        return self.send(url, "/sign-in", name=name, passphrase=proof.passphrase, code=proof.code)


def form_on(page: str, action: str | None) -> tuple[dict[str, str], str]:
    """Return the hidden fields and the action of a form in the main part of a page: the one that fits best."""
    tree = html5lib.parse(page)
    main = tree.find(f".//{_SPACE}main")
    for form in sorted(main.iter(f"{_SPACE}form"), key=lambda one: one.get("action") != action):
        where = form.get("action", "")
        if form.get("method") == "post" and (action is None or where.startswith(action)):
            hidden = {
                one.get("name"): one.get("value", "")
                for one in form.iter(f"{_SPACE}input")
                if one.get("type") == "hidden"
            }
            return hidden, where
    raise LookupError(f"no form to {action}")


def words(page: str) -> str:
    """The page without its marks, tokens and ids: what a person reads."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)).strip()
