"""Every pair of stages of a run and of a disbursement."""

from __future__ import annotations

from itertools import product

import pytest

from ledger.disbursements.models import DisbursementStage, RunStage
from ledger.disbursements.rules.stages import DISBURSEMENT, RUN

RUNS = {
    ("open", "proposed"),
    ("open", "abandoned"),
    ("proposed", "open"),
    ("proposed", "released"),
    ("proposed", "abandoned"),
    ("released", "settled"),
}
DISBURSEMENTS = {
    ("planned", "in_run"),
    ("planned", "cancelled"),
    ("in_run", "planned"),
    ("planned", "split"),
    ("in_run", "sent"),
    ("in_run", "failed"),
    ("sent", "confirmed"),
    ("sent", "failed"),
    ("confirmed", "returned"),
}


@pytest.mark.parametrize(("before", "after"), list(product(RunStage, RunStage)))
def test_a_run_moves_only_where_it_may(before: RunStage, after: RunStage) -> None:
    """All twenty-five pairs."""
    assert (after.value in RUN[before.value]) is ((before.value, after.value) in RUNS)


@pytest.mark.parametrize(("before", "after"), list(product(DisbursementStage, DisbursementStage)))
def test_a_disbursement_moves_only_where_it_may(before: DisbursementStage, after: DisbursementStage) -> None:
    """All sixty-four pairs."""
    assert (after.value in DISBURSEMENT[before.value]) is ((before.value, after.value) in DISBURSEMENTS)
