"""Whatever people do with money, in whatever order: the books hold after every step, and the auditor finds nothing.

Every event of the rule table can happen, by the product's own actions, and so can what must be refused. A long run:
`ALMONER_MACHINE_EXAMPLES=500 pytest tests/machine -n 1`; what fails prints the blob that makes it fail again.
"""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.founding import found
from tests.machine.spoiling import Spoiling

EXAMPLES = int(os.environ.get("ALMONER_MACHINE_EXAMPLES", "5"))
STEPS = int(os.environ.get("ALMONER_MACHINE_STEPS", "30"))


def test_the_books_hold_whatever_happens(sqlite_template: Path, tmp_path: Path) -> None:
    """After every step, and the log of each example replayed to the same figures."""
    template = found(sqlite_template, tmp_path)
    try:
        run_state_machine_as_test(
            partial(Spoiling, template),
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                print_blob=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        shutil.rmtree(template.path.parent)
