"""Acts that die: at any statement that changes something, at the commit, by a real kill of a real process."""

from __future__ import annotations

import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from ledger.clock import SetClock
from ledger.work import Store
from tests.builders import World

Act = Callable[[Store, Callable[[bytes], None]], None]
"""What is done in the dying process: with a store, and a way to say something to whoever sits at the browser."""


def die(world: World, act: Act, at: int) -> tuple[bool, bytes]:
    """Let a process carry out an act and kill it before its changing statement number `at`, counted from 1.

    Returns whether it lived to the end, and what it had said until then.
    """
    world.store.engine.dispose()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # From Python 3.12 on a fork warns of threads; the child touches nothing of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _live_and_die(world, act, at, writing)
    os.close(writing)
    said = b""
    while part := os.read(reading, 65_536):
        said += part
    os.close(reading)
    _, status = os.waitpid(child, 0)
    lived = os.WIFEXITED(status)
    assert not lived or os.WEXITSTATUS(status) == 0, "the act failed by itself"
    return lived, said


def _live_and_die(world: World, act: Act, at: int, writing: int) -> None:
    code = 1
    try:
        # The engine that the parent has let go of, since what it has compiled is most of an act's time.
        engine = world.store.engine
        engine.dispose(close=False)
        left = [at]

        def step(*_args: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def statement(_connection: Any, _cursor: Any, text: str, *_more: Any) -> None:
            if not text.lstrip().startswith("SELECT"):
                step()

        event.listen(engine, "before_cursor_execute", statement)
        event.listen(engine, "commit", step)
        clock = SetClock(world.clock.now())
        act(Store(engine, clock, world.store.organisation), lambda said: _say(writing, said))
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent sees the exit code
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _say(writing: int, said: bytes) -> None:
    os.write(writing, said)
