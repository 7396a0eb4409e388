"""What is urgent among that which waits: a slice above says since when somebody waits for help with it.

It changes the order of what is shown, and nothing else: the same people sign.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import union_all

_hurried: list[Callable[[], Any]] = []


def hurry(subjects: Callable[[], Any]) -> Callable[[], Any]:
    """Register a query of subjects of proposals, each once, and since when somebody waits: `subject`, `since`."""
    _hurried.append(subjects)
    return subjects


def urgent() -> Any:
    """Return all of them as one subquery with the columns `subject` and `since`."""
    return union_all(*(subjects() for subjects in _hurried)).subquery()
