"""Openings in a history: a contact by one, everything else asked for by one side and consented to by the other."""

import datetime as dt
from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, uid

NAMESPACE = "consent@almoner.v1"


def open_contact(history: History, who: str, by: str = "Omar", **changed: Any) -> None:
    """Open how to reach somebody."""
    history.work(by)
    data = {
        "opening": uid(f"opening {len(history.entries)}"),
        "beneficiary": who,
        "envelope": history.newest[who, "contact"]["envelope"],
        "reason": "appointment",
    }
    history.write("contact.opened", **{**data, **changed})


def ask(history: History, who: str, compartment: str = "identity", by: str = "Olga", **changed: Any) -> dict[str, Any]:
    """Ask to read a record, or one of the ways to be paid (`paid_by`), for a day."""
    history.work(by)
    data = {
        "opening": uid(f"opening {len(history.entries)}"),
        "beneficiary": who,
        "compartment": history.newest[who, compartment]["compartment"],
        "envelope": history.newest[who, compartment]["envelope"],
        "reason": "verification",
        "until": (history.now + dt.timedelta(hours=24)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **changed,
    }
    history.write("opening.asked", **data)
    return {**data, "requester": uid(by), "sha256": history.newest[who, compartment]["sha256"]}


def consent(history: History, asked: dict[str, Any], by: str = "Kit", **changed: Any) -> None:
    """Consent to exactly what was asked for; `changed` replaces members of what is signed."""
    history.work(by)
    said = {**asked, "nonce": deeds.nonce(history), **changed}
    signed = deeds.statement(history, by, NAMESPACE, said)
    history.write("opening.consented", opening=asked["opening"], **signed)


def refuse(history: History, asked: dict[str, Any], by: str = "Kit") -> None:
    """Say no to it."""
    history.work(by)
    history.write("opening.refused", opening=asked["opening"])


def show(history: History, asked: dict[str, Any], by: str = "Olga") -> None:
    """Look at it."""
    history.work(by)
    history.write("opening.shown", opening=asked["opening"])


def opened(history: History, who: str, compartment: str = "identity", by: str = "Olga", other: str = "Kit") -> None:
    """Ask, consent, look."""
    asked = ask(history, who, compartment, by)
    consent(history, asked, other)
    show(history, asked, by)
