"""Many processes at one ledger: each its own engine and its own luck, and what each met is told in the end.

None begins before all are there.
"""

from __future__ import annotations

import json
import os
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from sqlalchemy.exc import IntegrityError

from ledger.clock import SetClock
from ledger.errors import Refusal
from ledger.web.refusals import refusal_of
from ledger.work import Store
from tests.builders import World

Deed = Callable[[Store, Random], str]
"""One attempt; returns what came of it as a code. A Refusal is an answer, anything else that is raised is a defect."""


def race(world: World, processes: int, attempts: int, deeds: Sequence[Deed], seed: int) -> Counter[str]:
    """Let processes attempt deeds at random, all at once, and count what came of it.

    Refusals are counted by their sentence. Raises AssertionError where a process met anything else.
    """
    world.store.engine.dispose()
    pipes, children, gate = [], [], os.pipe()
    for number in range(processes):
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            # From Python 3.12 on a fork warns of threads; the child touches nothing of theirs.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            os.close(reading)
            _wait_at(gate)
            _run(world, attempts, deeds, Random(seed * 100 + number), writing)  # noqa: S311 - luck, not a secret
        os.close(writing)
        pipes.append(reading)
        children.append(child)
    for end in gate:
        os.close(end)
    met: Counter[str] = Counter()
    for reading, child in zip(pipes, children, strict=True):
        with os.fdopen(reading) as told:
            outcome = json.loads(told.read() or '{"died": 1}')
        os.waitpid(child, 0)
        met.update(outcome)
    strange = [one for one in met if one.startswith(("Traceback", "died"))]
    assert not strange, strange[0]
    return met


def _wait_at(gate: tuple[int, int]) -> None:
    """Wait until nobody is left who could write: the parent, and every other process that waits here."""
    os.close(gate[1])
    os.read(gate[0], 1)


def _run(world: World, attempts: int, deeds: Sequence[Deed], luck: Random, writing: int) -> None:
    met: Counter[str] = Counter()
    try:
        # The engine that the parent has let go of, since what it has compiled is most of a short race's time.
        world.store.engine.dispose(close=False)
        store = Store(world.store.engine, SetClock(world.clock.now()), world.store.organisation)
        for _ in range(attempts):
            try:
                met[_attempt(luck.choice(deeds), store, luck)] += 1
            except Refusal as refusal:
                met[refusal.sentence] += 1
    except BaseException:  # noqa: BLE001 - whatever it was, the parent has to hear of it
        met[traceback.format_exc()] += 1
    with os.fdopen(writing, "w") as told:
        told.write(json.dumps(met))
    os._exit(0)


def _attempt(deed: Deed, store: Store, luck: Random) -> str:
    """Attempt a deed; what the database refuses by itself is a sentence too, as it is on a page."""
    try:
        return deed(store, luck)
    except IntegrityError as error:
        raise refusal_of(error) from error
