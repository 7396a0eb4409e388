"""The payees of a run, opened a few hundred at a time: nothing is kept, and no more than that waits in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.keys import envelope as envelopes
from ledger.vault.models import Envelope, EnvelopeHalf, PassedHalf
from ledger.vault.queries.approved import BATCH, Approved
from ledger.vault.queries.locks import HeldLock
from ledger.vault.queries.opening import open_content, opened_half
from ledger.vault.rules.compartments import APPROVAL, FINANCE, Compartment, place_of
from ledger.vault.rules.contexts import half_info, payee_info
from ledger.vault.trouble import Tampered

_APPROVERS = place_of(Compartment.PAYMENT, APPROVAL)
_FINANCE = place_of(Compartment.PAYMENT, FINANCE)


Signed = tuple[UUID, Approved]
"""An award, and whose details two people have signed for it."""


@dataclass(frozen=True, slots=True)
class Payee:
    """Where the money of one award goes: the sealed bytes of its payment details, opened."""

    award: UUID
    pseudonym: str
    content: bytes = field(repr=False)


def payees(session: Session, organisation: str, held: HeldLock, signed: Sequence[Signed]) -> Iterator[Payee]:
    """Open the payment details of awards, in their order, a few hundred at a time.

    `signed` says for each what two people have signed for (`ledger.vault.queries.approved`). Raises Tampered at the
    first whose details are not those.
    """
    for start in range(0, len(signed), BATCH):
        part = signed[start : start + BATCH]
        sealed = _sealed(session, {award for award, _approved in part})
        # What is owed to one award at once, instalment by instalment, opens its envelope once.
        opened = {signed: _open(organisation, held, *signed, sealed.get(signed[0])) for signed in dict.fromkeys(part)}
        yield from (opened[signed] for signed in part)


_Sealed = tuple[PassedHalf, Envelope, EnvelopeHalf]


def _sealed(session: Session, awards: set[UUID]) -> dict[UUID, _Sealed]:
    query = (
        select(PassedHalf, Envelope, EnvelopeHalf)
        .join(Envelope, Envelope.id == PassedHalf.envelope_id)
        .join(EnvelopeHalf, (EnvelopeHalf.envelope_id == Envelope.id) & (EnvelopeHalf.place == _FINANCE))
        .where(PassedHalf.award_id.in_(awards))
    )
    rows = session.execute(query)
    return {passed.award_id: (passed, envelope, half) for passed, envelope, half in rows}


def _open(organisation: str, held: HeldLock, award: UUID, approved: Approved, sealed: _Sealed | None) -> Payee:
    if sealed is None:
        raise Tampered("unsigned_payee", about=award)
    passed, envelope, half = sealed
    expected = (approved.pseudonym, approved.sha256, Compartment.PAYMENT)
    if expected != (envelope.pseudonym, envelopes.digest(envelope.body), envelope.compartment):
        raise Tampered("exchanged_envelope", approved.pseudonym, envelope.id)
    own = half_info(organisation, envelope.id, FINANCE, held.epoch)
    other = payee_info(organisation, award, envelope.id, held.epoch)
    halves = (
        opened_half(held, passed.sealed, other, organisation, envelope, _APPROVERS),
        opened_half(held, half.sealed, own, organisation, envelope, _FINANCE),
    )
    return Payee(award, envelope.pseudonym, open_content(organisation, envelope, halves))
