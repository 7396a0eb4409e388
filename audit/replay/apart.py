"""Holders of money: a cash account and an intermediary never have one code, under which both would stand on 1300."""

from audit.replay.reading import Reading


def check_apart(reading: Reading, code: str) -> None:
    """H7: a code that is opened or registered is not the other's already."""
    reading.checks["H7"] += 1
    if ("cash", code) in reading.created and ("intermediary", code) in reading.created:
        reading.find("H7", f"{code} is the code of a cash account and of an intermediary")
