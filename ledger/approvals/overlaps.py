"""What overlaps with what is proposed: seen by each approver, and signed with a reason by all of them.

Which things overlap is said by the slice that owns the kind of proposal (`kinds.Kind.overlaps`), under the writer's
lock: what is decided at the same time comes before or after, and whoever comes after sees it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.errors import N_, Refusal
from ledger.vocabulary import OVERLAPS


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an approver saw overlap, and why it may be promised all the same (a code of `vocabulary.OVERLAPS`)."""

    awards: frozenset[UUID]
    reason: str


NOTHING: frozenset[UUID] = frozenset()


def written(accepted: Accepted | None) -> dict[str, Any] | None:
    """Return what an approver accepted as a decision's bytes hold it; null where nothing overlaps."""
    if accepted is None or not accepted.awards:
        return None
    return {"awards": sorted(str(one) for one in accepted.awards), "reason": accepted.reason}


def read(said: dict[str, Any] | None) -> frozenset[UUID]:
    """Return which awards a decision's bytes name."""
    return frozenset(UUID(one) for one in said["awards"]) if said else NOTHING


def refuse_unseen(overlaps: frozenset[UUID], accepted: Accepted | None) -> None:
    """Refuse an approval that does not name exactly what overlaps now, with a reason from the list."""
    if (accepted.awards if accepted else NOTHING) != overlaps:
        raise Refusal(
            N_("What else this household is promised is not what you saw. Read the awards that overlap, then decide."),
            field="overlap_reason",
        )
    if overlaps and (accepted is None or accepted.reason not in OVERLAPS):
        raise Refusal(
            N_("Another award of this household overlaps with this one. Choose why it is right all the same."),
            field="overlap_reason",
        )


def refuse_uncovered(overlaps: frozenset[UUID], earlier: Iterable[frozenset[UUID]]) -> None:
    """Refuse an approval where somebody approved before who did not know of all that overlaps now."""
    if any(not overlaps <= named for named in earlier):
        raise Refusal(
            N_(
                "Another award of this household was proposed after somebody had signed this one, and overlaps with it:"
                " that signature does not cover it. Have this proposed anew, or the other award settled first."
            )
        )
