"""What the benchmarks stand on: a house in a temporary folder or on a server of its own, files of past awards, a floor."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ledger.database import migrate
from ledger.intake.actions.propose import propose_import
from ledger.intake.rules.reading import read_awards
from ledger.keys.logkey import LogKey, create_log_key
from tests.builders import ORIGIN, World, build_world, sign
from tests.databases.postgres import MISSING, create, find_bin, running_server


@contextmanager
def house(gift: int = 10**12) -> Iterator[tuple[World, LogKey, Path]]:
    """A founded house with a rich fund, in SQLite, in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/almoner.db"
        migrate(url)
        key = create_log_key(Path(folder) / "log.key", ORIGIN)
        world = build_world(url, gift, key.verifier_key)
        yield world, key, Path(folder)
        world.store.engine.dispose()


@contextmanager
def house_on(engine: str, gift: int = 10**12) -> Iterator[World]:
    """A founded house with a rich fund, `sqlite` in a folder that goes away or `postgresql` on a server that stops."""
    if engine == "sqlite":
        with house(gift) as (world, _key, _folder):
            yield world
        return
    folder = find_bin()
    if folder is None:
        raise SystemExit(MISSING)
    with running_server(folder) as server:
        url = create(server, "ledger", "template0")
        migrate(url)
        world = build_world(url, gift)
        yield world
        world.store.engine.dispose()


def take_in(world: World, count: int, officer: str = "amina") -> None:
    """Take in a file of so many past awards, to a third as many recipients, none of whom was in an earlier one."""
    first, file = date(2015, 1, 1), uuid4().hex[:8]
    grants = [
        {
            "id": f"G{file}-{n}", "amountAwarded": 100 + n % 900, "currency": "EUR", "awardDate": str(first + timedelta(n % 3000)),
            "fundingOrganization": [{"id": f"F{n % 7}"}], "recipientIndividual": {"id": f"R{file}-{n % (count // 3 + 1)}"},
        }
        for n in range(count)
    ]  # fmt: skip
    reading = read_awards(json.dumps({"grants": grants}).encode(), world.clock.now().date())
    with world.store.work(world.actors[officer]) as work:
        proposal, _joined = propose_import(work, reading, {}, without=0)
        proposal_id: UUID = proposal.id
    sign(world, "carla", proposal_id)
    sign(world, "deniz", proposal_id)
