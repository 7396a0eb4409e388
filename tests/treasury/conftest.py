"""What every act of the treasury is held to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ledger.treasury import uses
from tests.agreement.replaying import replayed
from tests.builders import World

__all__ = ["uses"]


@pytest.fixture
def replays(world: World) -> Iterator[None]:
    """Whatever a test does, the replay of its log finds nothing."""
    yield
    assert replayed(world).findings == []
