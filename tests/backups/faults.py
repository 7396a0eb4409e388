"""Faults at a step, each in two forms: it failed and nothing was stored, it failed but was stored; and a sudden end."""

from __future__ import annotations

import enum
import os
import signal
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


class Broken(Exception):  # noqa: N818 - what the test broke
    """The step failed."""


class Form(enum.StrEnum):
    """Whether the step had done its work when it failed."""

    NOT_STORED = "failed and not stored"
    STORED = "failed but stored"


@dataclass(frozen=True)
class Step:
    """The call of a function with this number, counted from 1, by its name in the module that calls it."""

    module: Any
    name: str
    number: int = 1

    def __str__(self) -> str:
        """How the test is called."""
        return f"{self.name} {self.number}"

    def breaks(self, patch: pytest.MonkeyPatch, form: Form, fail: Callable[[], object]) -> None:
        """Let the step fail in one of the two forms."""
        right, calls = getattr(self.module, self.name), [0]

        def broken(*args: Any, **named: Any) -> Any:
            calls[0] += 1
            if calls[0] != self.number:
                return right(*args, **named)
            if form is Form.STORED:
                right(*args, **named)
            return fail()

        patch.setattr(self.module, self.name, broken)


def fail() -> None:
    """Fail as a program does."""
    raise Broken


def die() -> None:
    """Fail as a machine does."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed_in(act: Callable[[], object]) -> bool:
    """Do something in a process of its own, and say whether it was killed on the way."""
    with warnings.catch_warnings():
        # The child touches nothing of what other threads hold, and never comes back.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
