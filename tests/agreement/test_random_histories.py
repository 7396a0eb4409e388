"""Random histories: whatever people do, the ledger and the replay of its log agree, and the books hold."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.agreement import channelling, lending, naming, paying, scheduling, sealing, staffing, treasury
from tests.agreement.channelling import Channelling
from tests.agreement.comparing import compare
from tests.agreement.lending import Lending
from tests.agreement.naming import Naming
from tests.agreement.scheduling import Scheduling
from tests.agreement.sealing import Sealing
from tests.agreement.staffing import Staffing
from tests.agreement.treasury import Treasuring
from tests.founded import Founded, standing_before

PAID = (*paying.STEPS, *channelling.STEPS, *channelling.STEPS, *scheduling.STEPS, "sign_all", "review")
CARRIED = (
    *channelling.STEPS,
    *channelling.STEPS,
    *naming.STEPS,
    *naming.STEPS,
    "propose",
    "sign_all",
    "review",
    "gather",
    "abandon",
    "send",
    "wait",
)
SEALED = (*paying.STEPS, *sealing.STEPS, *sealing.STEPS, "travel", "grant_again")
LENT = (
    *lending.STEPS,
    *lending.STEPS,
    "sign_all",
    "sign_all",
    "refuse",
    "fail",
    "return",
    "again",
    "cancel",
    "wait",
    "wait",
)
MONEY = (*treasury.STEPS, *treasury.STEPS, *paying.STEPS)
ALL = (*paying.STEPS, *sealing.STEPS, *staffing.STEPS, *staffing.STEPS)


class Life(Channelling, Lending, Naming, Scheduling, Sealing, Staffing, Treasuring):
    """People who pay and lend, plan otherwise, keep the money, look after what is sealed, and people who come and go."""


def agree_after(founded: Founded, seed: int, steps: Sequence[str]) -> None:
    """Let a history happen in a ledger of its own, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(founded.database, Path(folder) / "ledger.db")
        world = standing_before(founded.world, f"sqlite:///{folder}/ledger.db")
        life = Life(world, seed)
        for step in steps:
            life.step(step)
        compare(world)
        world.store.engine.dispose()


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(PAID), min_size=25, max_size=90))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_and_its_replay_agree_about_money(sqlite_founded: Founded, seed: int, steps: list[str]) -> None:
    """No finding, the same balances, the same ceilings, the same stages, the same tables."""
    agree_after(sqlite_founded, seed, steps)


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(CARRIED), min_size=25, max_size=50))
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_and_its_replay_agree_about_what_channels_carry(
    sqlite_founded: Founded, seed: int, steps: list[str]
) -> None:
    """Limits of days, months and payees, payments in parts, vouchers and transactions: the same counts and tables."""
    agree_after(sqlite_founded, seed, steps)


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(LENT), min_size=40, max_size=90))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_and_its_replay_agree_about_loans(sqlite_founded: Founded, seed: int, steps: list[str]) -> None:
    """Whatever becomes of a loan: the same figures and the same entries in the ledger as follow from the log."""
    agree_after(sqlite_founded, seed, steps)


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(MONEY), min_size=40, max_size=110))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_and_its_replay_agree_about_the_treasury(
    sqlite_founded: Founded, seed: int, steps: list[str]
) -> None:
    """Exchanges, refunds, losses, gifts, transfers, valuation, closed periods: the same in the books as in the log."""
    agree_after(sqlite_founded, seed, steps)


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(SEALED), min_size=40, max_size=110))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_and_its_replay_agree_about_what_is_sealed(
    sqlite_founded: Founded, seed: int, steps: list[str]
) -> None:
    """Who holds which lock, what is sealed, what was opened by whom: the same in the vault as in the log."""
    agree_after(sqlite_founded, seed, steps)


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(ALL), min_size=30, max_size=90))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_and_its_replay_agree_about_people(sqlite_founded: Founded, seed: int, steps: list[str]) -> None:
    """Who has which role and key, however people come, go and travel: the same in the tables as in the log."""
    agree_after(sqlite_founded, seed, steps)
