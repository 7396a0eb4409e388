"""Doing one half of the work in a process of its own, on a machine that has two processors to spare."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Generic, Self, TypeVar

Result = TypeVar("Result")


class Aside(Generic[Result]):
    """Work that runs beside what follows in the block. `result` waits for it, and may be asked once.

    Where a process cannot be split, or the other one fails, the work is done here instead: the
    result is the same, only later. What it raises is then raised here.
    """

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._process = 0
        self._answer = -1

    def __enter__(self) -> Self:
        if can_split():
            self._answer, telling = os.pipe()
            self._process = os.fork()
            if not self._process:
                _answer_and_end(self._work, telling)
            os.close(telling)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            os.close(self._answer)
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0

    def result(self) -> Result:
        """Return what the work returns."""
        if self._process:
            with os.fdopen(os.dup(self._answer), "rb") as told, suppress(EOFError, pickle.UnpicklingError):
                # Nobody but our own other half writes into this pipe.
                answer: Result = pickle.load(told)  # noqa: S301
                return answer
        return self._work()


class Here(Generic[Result]):
    """The same work done in this process when its result is asked for: for logs that are soon read."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        """Leave nothing behind."""

    def result(self) -> Result:
        """Return what the work returns."""
        return self._work()


def can_split() -> bool:
    """Say whether a second process would help and can be had without harm."""
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


def _answer_and_end(work: Callable[[], object], telling: int) -> None:
    """Do the work in the new process, and never return from there."""
    try:
        with os.fdopen(telling, "wb") as answer:
            pickle.dump(work(), answer)
    except BaseException:  # noqa: BLE001 - whatever happened will happen again where it can be told
        os._exit(1)
    os._exit(0)
