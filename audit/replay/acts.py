"""Acts that move nothing: people's own accounts, sign-in failures, alarms, exports, bundles, backups."""

from typing import Any

from audit.replay.reading import Reading


def keep_account(reading: Reading, data: dict[str, Any]) -> None:
    """H11: a person's account is kept by that person alone."""
    reading.checks["H11"] += 1
    if data["person"] != reading.actor:
        reading.find("H11", f"the account of {data['person']} is changed by {reading.actor}")


def note(reading: Reading, data: dict[str, Any]) -> None:
    """Nothing follows from an export, sign-in failures, or the own side of a channel; the role was checked before."""


def make_bundle(reading: Reading, data: dict[str, Any]) -> None:
    """H7: a bundle is begun on a log that stood when its entry was written."""
    reading.checks["H7"] += 1
    if not 0 < data["size"] <= reading.seq:
        reading.find(
            "H7",
            f"a bundle is made of {data['size']} entries, there were {reading.seq}",
        )


def raise_alarm(reading: Reading, data: dict[str, Any]) -> None:
    """Take note of something sealed that is not what the log says; a lock's renewal may have met it."""
    if data["what"] == "exchanged_half":
        reading.unit.exchanged += 1


def make_backup(reading: Reading, data: dict[str, Any]) -> None:
    """H7: a backup is begun on a log that stood when its entry was written."""
    reading.checks["H7"] += 1
    if not 0 < data["size"] <= reading.seq:
        reading.find("H7", f"a backup is made of {data['size']} entries, there were {reading.seq}")


def restore_backup(reading: Reading, data: dict[str, Any]) -> None:
    """H7: what was restored is this log as it stood before, and erases again whom it had erased."""
    reading.checks["H7"] += 1
    if data["size"] != reading.seq:
        reading.find("H7", f"a backup of {data['size']} entries is restored, there were {reading.seq}")
    if data["erased"] > reading.state.erased:
        reading.find("H7", f"{data['erased']} beneficiaries are erased again, {reading.state.erased} were before")
