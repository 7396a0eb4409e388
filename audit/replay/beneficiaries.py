"""Beneficiaries: a pseudonym and a household, nothing else."""

from typing import Any

from audit.replay.reading import Reading
from audit.replay.state import Beneficiary


def register(reading: Reading, data: dict[str, Any]) -> None:
    """Register a beneficiary under a pseudonym nobody had before."""
    pseudonym = data["beneficiary"]
    reading.create(pseudonym, "beneficiary")
    reading.state.beneficiaries[pseudonym] = Beneficiary(data["household"], data["profile"])
