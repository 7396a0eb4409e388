"""Median time of the desk, a list and a detail page, at 250 awards and at 25,000, in one run."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient
from ground import take_in

from app import create_app
from ledger.clock import SetClock
from ledger.demo.build import build
from ledger.settings import settings_from
from tests.builders import World

MORE = 24_750
PATHS = {
    "desk": "/",
    "list of awards": "/awards",
    "list of disbursements": "/disbursements?stage=confirmed",
    "fund": "/funds/EMERGENCY",
}


def main() -> None:
    """Build the demo, time its pages, make it a hundred times larger, time them again."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(settings_from({"ALMONER_HOME": folder}), plain_http=True)
        started = time.perf_counter()
        build(settings, seed=2026, awards=250)
        print(f"building the demo of 250 awards: {time.perf_counter() - started:.1f} s")
        app = create_app(settings)
        client = _signed_in(app.test_client())
        detail = re.search(r'href="(/awards/A-[^"]+)"', client.get("/awards").text)
        assert detail is not None  # noqa: S101
        paths = {**PATHS, "award": detail[1]}
        small = {name: _median(client, path) for name, path in paths.items()}
        _grow(app.extensions["store"], Path(folder))
        large = {name: _median(client, path) for name, path in paths.items()}
        app.extensions["store"].engine.dispose()
    for name in paths:
        print(
            f"{name:<24} {small[name]:6.1f} ms at 250   {large[name]:6.1f} ms at 25,000   ratio {large[name] / small[name]:.2f}"
        )


def _signed_in(client: FlaskClient) -> FlaskClient:
    page = client.get("/sign-in").text
    form = next(f for f in re.findall(r"<form[^>]*post.*?</form>", page, re.DOTALL) if 'value="carla"' in f)
    where = re.search(r'action="([^"]*)"', form)
    assert where is not None  # noqa: S101
    client.post(where[1].replace("&amp;", "&"), data=dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)))
    return client


def _median(client: FlaskClient, path: str) -> float:
    times = []
    for _ in range(25):
        started = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, path  # noqa: S101
    return statistics.median(times)


def _grow(store, folder: Path) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    import json
    from uuid import UUID

    from ledger.keys import onetime
    from ledger.keys.session import BootSecret
    from ledger.signin.actions.prove import Proof
    from ledger.signin.actions.sessions import Door
    from ledger.signin.queries import actor_for

    rows = {row["sign_in_name"]: row for row in json.loads((folder / "demo-people.json").read_text())}
    clock, door = SetClock(store.clock.now()), Door(store, BootSecret())
    with store.reading() as session:
        actors = {n: actor_for(session, UUID(row["person"]), clock.now().date()) for n, row in rows.items()}
    ahead = onetime.counter_at(clock.now()) + 1
    signers = {
        name: door.unlock(
            actors[name].id, Proof(rows[name]["passphrase"], onetime.code_of(bytes.fromhex(rows[name]["seed"]), ahead))
        ).unlocked
        for name in ("carla", "deniz")
    }
    take_in(World(store, clock, actors, signers, {}), MORE)


main()
