"""From a typed plan to its preview: the same form goes on, hidden, so that nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from ledger.awards.rules.schedule import Planned

STEP, PROPOSE, CHANGE = "step", "propose", "change"
_OWN = frozenset({STEP, "csrf_token", "request"})


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be proposed: days and amounts, and what was typed for it."""

    plan: tuple[Planned, ...]
    currency: str
    back: tuple[Planned, ...] = ()
    reviewed: bool = False
    """Whether each instalment waits for a review before it is owed."""

    @property
    def minor(self) -> int:
        """The sum in minor units."""
        return sum(part.minor for part in self.plan)


def step() -> str:
    """Return which button was pressed: `propose` on the preview, `change` to go back; nothing on the form itself."""
    return request.form.get(STEP, "")


def typed_fields() -> list[tuple[str, str]]:
    """Return exactly what was typed, field by field, to be sent on."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]
