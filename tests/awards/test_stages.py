"""Every pair of stages is either allowed or not, and it is written here once more."""

from __future__ import annotations

from itertools import product

import pytest

from ledger.awards.models import AwardStage
from ledger.awards.rules.stages import may_follow

ALLOWED = {
    ("drafted", "proposed"),
    ("proposed", "proposed"),
    ("proposed", "approved"),
    ("proposed", "refused"),
    ("proposed", "withdrawn"),
    ("approved", "active"),
    ("approved", "cancelled"),
    ("active", "completed"),
    ("active", "cancelled"),
    ("completed", "active"),
    ("cancelled", "cancelled"),
}


@pytest.mark.parametrize(("before", "after"), list(product(AwardStage, AwardStage)))
def test_a_stage_follows_only_where_it_may(before: AwardStage, after: AwardStage) -> None:
    """All sixty-four pairs."""
    assert may_follow(after.value, before.value) is ((before.value, after.value) in ALLOWED)
