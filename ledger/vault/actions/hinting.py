"""Duplicate hints: keyed hashes of strong identifiers, compared when a registration is saved, never shown."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, func, select, update

from ledger.actor import Role
from ledger.errors import N_, Refusal
from ledger.log.models import LogEntry
from ledger.vault.models import Hint, HintLink
from ledger.vault.queries.locks import Opener, hold
from ledger.vault.rules.compartments import HINTS
from ledger.vault.rules.contexts import chain_info
from ledger.work import Work

LINK_BYTES = 32
CHECKS_A_DAY = 60
"""How often one person compares identifiers in twenty-four hours: the check is itself an oracle."""

_BATCH = 1000


def look_for_duplicates(work: Work, opener: Opener, texts: Sequence[str], own: str | None = None) -> list[str]:
    """Return the pseudonyms of others with one of these identifiers. It is on the log whatever follows.

    `texts` are normalised (`ledger.vault.rules.identifiers`); `own` is left out of the answer. Raises NoCopy for who
    does not hold the key of hints, Refusal above the day's cap.
    """
    work.actor.require(Role.OFFICER)
    since = work.at - timedelta(days=1)
    mine = select(func.count()).where(
        LogEntry.actor == work.actor.name, LogEntry.verb == "hint.checked", LogEntry.at > since
    )
    if (work.session.scalar(mine) or 0) >= CHECKS_A_DAY:
        raise Refusal(N_("You looked for duplicates %(count)s times in the last day; that is all."), count=CHECKS_A_DAY)
    values = _values(work, opener, texts)
    query = select(Hint.pseudonym).where(Hint.value.in_(values)).distinct()
    found = sorted(set(work.session.scalars(query)) - {own})
    work.record("hint.checked", [], count=len(values), hits=len(found))
    return found


def keep_hints(work: Work, opener: Opener, pseudonym: str, texts: Sequence[str]) -> None:
    """Keep the hashes of somebody's identifiers, besides those kept before."""
    kept = set(work.session.scalars(select(Hint.value).where(Hint.pseudonym == pseudonym)))
    links = work.session.scalar(select(func.max(HintLink.place))) or 0
    new = [value for value in _values(work, opener, texts) if value not in kept]
    work.session.add_all(Hint(value=value, pseudonym=pseudonym, links=links) for value in new)
    work.session.flush()


def rehash(work: Work, link: bytes, place: int) -> None:
    """Carry every stored value one link further, a thousand at a time."""
    table = Hint.__table__
    change = update(Hint).where(table.c.value == bindparam("before"), table.c.pseudonym == bindparam("whose"))
    wanted = select(Hint.value, Hint.pseudonym).where(Hint.links < place).limit(_BATCH)
    while rows := list(work.session.execute(wanted)):
        written = [
            {"before": row.value, "whose": row.pseudonym, "value": _hash(link, row.value), "links": place}
            for row in rows
        ]
        work.session.connection().execute(change, written)


def _values(work: Work, opener: Opener, texts: Sequence[str]) -> list[bytes]:
    held = hold(work, opener, HINTS)
    links = [
        held.key.open(link.sealed, chain_info(work.organisation, link.place, link.epoch))
        for link in work.session.scalars(select(HintLink).order_by(HintLink.place))
    ]
    return sorted({_chained(links, text) for text in texts})


def _chained(links: Sequence[bytes], text: str) -> bytes:
    value = text.encode()
    for link in links:
        value = _hash(link, value)
    return value


def _hash(link: bytes, value: bytes) -> bytes:
    return hmac.new(link, value, hashlib.sha256).digest()
