"""The rows of the tables about sealed things, as they follow from the log: who holds what, what was opened."""

from __future__ import annotations

from collections.abc import Iterator

from audit.comparison import Cell, written
from audit.facts import Facts


def locks(facts: Facts) -> Iterator[str]:
    """Yield a line for each copy of a lock's key that somebody holds at the head."""
    for ident, lock in sorted(facts.state.locks.items()):
        for person, since in sorted(lock.copies.items()):
            yield written([ident, lock.name, lock.epoch, person, since])


def envelopes(facts: Facts) -> Iterator[str]:
    """Yield a line for each envelope that was not erased."""
    people = facts.state.beneficiaries
    for ident, one in sorted(facts.state.envelopes.items()):
        person = people.get(one.beneficiary)
        if person is None or not person.erased:
            about: list[Cell] = [ident, one.beneficiary, one.compartment, one.version]
            paid: list[Cell] = [one.way, one.channel, one.paid_to]
            yield written([*about, *paid, one.sha256, one.person, one.at, one.seq])


def openings(facts: Facts) -> Iterator[str]:
    """Yield a line for each opening there ever was, those about somebody erased since included."""
    for ident, one in sorted(facts.state.openings.items()):
        about: list[Cell] = [ident, one.beneficiary, one.compartment, one.envelope, one.requester, one.reason]
        course: list[Cell] = [one.asked_at, one.until, one.consenter, one.consented_at, one.stage, one.settled_at]
        yield written([*about, *course, one.seq])
