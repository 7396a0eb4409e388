"""Sealing a record: what was typed goes into an envelope before it touches the database."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import func, select

from ledger.actor import Role
from ledger.approvals.rules import canonical
from ledger.clock import moment_text
from ledger.errors import N_, Refusal
from ledger.keys import envelope as envelopes
from ledger.keys import sshsig
from ledger.keys.sealing import seal
from ledger.signin.registry import refuse_strange_key
from ledger.vault.models import Envelope, EnvelopeHalf, Tombstone
from ledger.vault.queries.trust import trusted_lock
from ledger.vault.queries.ways import next_way
from ledger.vault.rules.compartments import FIRST_WAY, LOCKS, Compartment, way_of
from ledger.vault.rules.contexts import envelope_context, half_info
from ledger.vault.rules.details import way_in
from ledger.work import Work


class Writer(Protocol):
    """A person whose signing key is unlocked for this request (`ledger.keys.personal.Unlocked`)."""

    @property
    def person_id(self) -> UUID:
        """Who it is."""
        ...

    @property
    def fingerprint(self) -> str:
        """Their key, as `ssh-keygen -l` prints it."""
        ...

    def sign(self, message: bytes, namespace: str) -> str:
        """Sign for one purpose."""
        ...


def seal_record(
    work: Work, writer: Writer, pseudonym: str, compartment: Compartment, content: bytes, way: int = FIRST_WAY
) -> Envelope:
    """Seal a new version of what a compartment holds about a beneficiary, signed by its writer.

    Of payment details the channel that serves them, and whose they are, is kept beside the envelope and signed with
    it; `way` is the way to be paid that they change, or the next one. Raises Refusal for a way that would leave a gap.
    """
    work.actor.require(Role.OFFICER)
    channel, paid_to = way_in(content) if compartment is Compartment.PAYMENT else (None, None)
    refuse_strange_key(work.session, work.actor.id, writer)
    if work.session.get(Tombstone, pseudonym) is not None:
        raise Refusal(N_("This beneficiary was erased; nothing can be recorded about them any more."))
    if compartment is Compartment.PAYMENT and not FIRST_WAY <= way <= next_way(work.session, pseudonym):
        raise Refusal(N_("This beneficiary has no such way to be paid. Choose one from the list."), field="way")
    ident, version = uuid4(), 1 + _newest(work, pseudonym, compartment)
    context = envelope_context(work.organisation, ident, pseudonym, compartment.value, version)
    locks = [trusted_lock(work.session, name) for name in LOCKS[compartment]]
    packed = envelopes.pack(content, context, len(locks))
    envelope = Envelope(
        id=ident,
        pseudonym=pseudonym,
        compartment=compartment,
        version=version,
        way=way_of(compartment, way),
        body=packed.body,
        sha256=envelopes.digest(packed.body),
        channel=channel,
        paid_to=paid_to,
        sealed_at=work.at,
        sealed_by=work.actor.id,
    )
    work.session.add(envelope)
    work.session.flush()
    for place, (lock, half) in enumerate(zip(locks, packed.halves, strict=True)):
        info = half_info(work.organisation, ident, lock.name, lock.epoch)
        sealed = seal(lock.public, half, info)
        work.session.add(
            EnvelopeHalf(
                envelope_id=ident,
                place=place,
                pseudonym=pseudonym,
                lock=lock.name,
                epoch=lock.epoch,
                sealed=sealed,
            )
        )
    _log(work, writer, envelope)
    return envelope


def _newest(work: Work, pseudonym: str, compartment: Compartment) -> int:
    query = select(func.max(Envelope.version)).where(
        Envelope.pseudonym == pseudonym, Envelope.compartment == compartment
    )
    return work.session.scalar(query) or 0


def _log(work: Work, writer: Writer, envelope: Envelope) -> None:
    said = {
        "envelope": str(envelope.id),
        "beneficiary": envelope.pseudonym,
        "compartment": envelope.compartment.value,
        "version": envelope.version,
        "way": envelope.way,
        "channel": envelope.channel,
        "paid_to": envelope.paid_to,
        "sha256": envelope.sha256,
    }
    statement = canonical(
        {
            "v": 1,
            "organisation": work.organisation,
            **said,
            "person": work.actor.name,
            "key": writer.fingerprint,
            "at": moment_text(work.at),
        }
    )
    work.record(
        "envelope.sealed",
        [envelope.id, envelope.pseudonym],
        **said,
        bytes=statement.decode(),
        signature=writer.sign(statement, sshsig.ENVELOPE),
    )
