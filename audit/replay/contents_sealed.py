"""What a proposal about sealed things must say: access, erasure, payee; which payment details are named (H10)."""

from typing import Any

from audit.replay.holding import check_copy
from audit.replay.payees import RUNNING, can_take, newest_payment
from audit.replay.reading import Reading
from audit.replay.signed import compare

NAMING = frozenset({"award", "award_way", "payee"})
"""Kinds of proposal that say where money goes."""


def check_access(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold access to a lock as it is now, proposed by somebody who holds it, for somebody who is known."""
    content = signed["content"]
    compare(reading, f"proposal {ident}", signed, {"subject": content["person"]})
    reading.known(reading.state.people, content["person"], "person")
    check_copy(reading, f"proposal {ident} is made", content["name"])
    lock = reading.known(reading.state.locks, content["lock"], "lock")
    if lock is not None:
        compare(reading, f"the content of proposal {ident}", content, {"name": lock.name, "epoch": lock.epoch})


def check_erasure(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold an erasure to one beneficiary, named in both places."""
    content = signed["content"]
    due = {"subject": content["erasure"], "beneficiary": content["beneficiary"], "money": None}
    compare(reading, f"proposal {ident}", signed, due)
    reading.known(reading.state.beneficiaries, content["beneficiary"], "beneficiary")


def check_payee(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold new payment details to a running award and its beneficiary; no money moves by them."""
    content = signed["content"]
    award = reading.known(reading.state.awards, content["award"], "award")
    if award is None:
        return
    due = {"subject": content["award"], "beneficiary": award.beneficiary, "money": None}
    compare(reading, f"proposal {ident}", signed, due)
    compare(
        reading,
        f"the content of proposal {ident}",
        content,
        {"way": award.way, "envelope": newest_payment(reading, award.beneficiary, award.way)},
    )
    check_hands(reading, ident, content)
    reading.checks["H7"] += 1
    if award.stage not in RUNNING:
        reading.find("H7", f"proposal {ident} changes the payee of award {content['award']}, which is {award.stage}")


def check_hands(reading: Reading, ident: str, content: dict[str, Any]) -> None:
    """Hold whose payment details are signed to the hands there are; cash goes through an intermediary's."""
    reading.checks["H4"] += 1
    hands, channel = content["paid_to"], content["channel"]
    if not can_take(channel, hands):
        reading.find("H4", f"proposal {ident} pays by {channel} into unknown hands: {hands}")


def check_payment_envelope(reading: Reading, ident: str, kind: str, signed: dict[str, Any]) -> None:
    """H10: once there are locks, who is paid is named by the newest payment details, and by nothing else."""
    named = signed["payment_envelope"]
    if not reading.state.locks or not signed["content"]:
        return
    reading.checks["H10"] += 1
    if kind not in NAMING:
        if named is not None:
            reading.find("H10", f"proposal {ident} ({kind}) names payment details")
        return
    beneficiary, way = signed["beneficiary"], signed["content"].get("way")
    newest = reading.state.envelopes.get(newest_payment(reading, beneficiary, way) or "")
    if newest is None or named != newest.sha256:
        reading.find("H10", f"proposal {ident} does not name the newest payment details of {beneficiary}, way {way}")
        return
    due = {"channel": newest.channel, "paid_to": newest.paid_to}
    compare(reading, f"the content of proposal {ident}", signed["content"], due)
