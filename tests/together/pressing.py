"""One form, pressed in every way in which hands and networks press it, and what may come of that (H13)."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from ledger.log.models import LogEntry, UnitOfWork
from ledger.web.repeats import SENTENCE
from tests.office import Clerk, Office
from tests.web.browsing import form_on, words


@dataclass(frozen=True)
class Press:
    """A form that waits to be sent: whose it is, on which page it stands, where it goes, what is typed."""

    who: str
    page: str
    action: str
    fields: dict[str, Any] = field(default_factory=dict)
    signed: bool = False
    works: int = 1
    """Units of work of the person that it takes. While more than one are under way, a second press meets a sentence."""


SHOWN = 200

Waiting = Callable[[Office], Press]


class Desk:
    """An office whose people stay signed in."""

    def __init__(self, office: Office) -> None:
        """Begin with nobody there."""
        self.office, self._clerks = office, dict[str, Clerk]()

    def clerk(self, name: str) -> Clerk:
        """Somebody at their browser."""
        if name not in self._clerks or self._clerks[name].get("/").status_code != SHOWN:
            self._clerks[name] = self.office.enter(name)
        return self._clerks[name]

    def figures(self, name: str) -> tuple[int, int]:
        """How many units of work somebody has carried out, and how much of everything is on the log."""
        actor = self.office.world.actors[name].name
        with self.office.world.store.reading() as session:
            works = session.scalar(select(func.count()).where(UnitOfWork.actor == actor)) or 0
            return works, session.scalar(select(func.count()).select_from(LogEntry)) or 0


def press_in_every_way(desk: Desk, press: Press) -> None:
    """Twice at once, again after its answer was lost, and from another tab: one effect, and everybody sees it."""
    clerk = desk.clerk(press.who)
    (hidden, where), (other, _where) = (form_on(clerk.get(press.page).text, press.action) for _ in range(2))
    typed = {**press.fields, **(desk.office.proof(press.who) if press.signed else {})}
    works, _size = desk.figures(press.who)

    answers = _at_once(desk, clerk, where, {**hidden, **typed})
    assert {one.status_code for one in answers} <= {200, 303}, [one.status_code for one in answers]
    after = desk.figures(press.who)
    assert after[0] == works + press.works, [words(one.text) for one in answers]

    again = clerk.press(where, _filled({**hidden, **typed}))
    place = again.headers["Location"]
    assert again.status_code == 303
    assert desk.figures(press.who) == after
    led = {one.headers["Location"] for one in answers if one.status_code == 303}
    assert led == {place} or (press.works > 1 and not led)
    shown = clerk.get(place)
    assert shown.status_code == 200
    assert SENTENCE in words(shown.text)

    if press.signed:
        typed |= desk.office.proof(press.who)
    tab = clerk.press(where, _filled({**other, **typed}))
    assert tab.status_code in {200, 303}, tab.status_code
    assert desk.figures(press.who)[0] == after[0], "the other tab did it again"


def _at_once(desk: Desk, clerk: Clerk, where: str, fields: dict[str, Any]) -> list[TestResponse]:
    ready = Barrier(2)

    def send() -> TestResponse:
        client = desk.office.app.test_client()
        for cookie in ("s", "f"):
            there = clerk.client.get_cookie(cookie)
            if there is not None:
                client.set_cookie(cookie, there.value)
        ready.wait()
        return client.post(where, data=_filled(fields))

    with ThreadPoolExecutor(2) as hands:
        return [one.result() for one in [hands.submit(send) for _ in range(2)]]


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields with a fresh stream for each file."""
    return {name: (io.BytesIO(value), "file") if isinstance(value, bytes) else value for name, value in fields.items()}
