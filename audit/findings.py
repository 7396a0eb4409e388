"""Findings: what does not hold, where, and under which rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold. `rule` is H1…H14 or the step that found it; `seq` the entry, -1 for none."""

    rule: str
    seq: int
    message: str
