"""Locks and who holds them; envelopes with the halves of their keys; openings, hints, tombstones.

Nothing here says who somebody is: what does is sealed. Rows about a person can be deleted, for erasure.
"""

from __future__ import annotations

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.base import HOUSEKEEPING, KEPT, UNCHANGED, VAULT, Base, key_column, stage_type
from ledger.vault.rules.compartments import Compartment


class Lock(Base):
    """One lock of a compartment: the public key of its present epoch, which anybody can seal to."""

    __tablename__ = "lock"
    __table_args__ = ({"info": KEPT},)

    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    epoch: Mapped[int]
    public: Mapped[bytes] = mapped_column(LargeBinary(32))


class Membership(enum.StrEnum):
    """Where somebody stands with a lock: waiting for a signature, holding it, or held but without a copy now."""

    PROPOSED = "proposed"
    HELD = "held"
    WITHOUT_COPY = "without_copy"


class LockMember(Base):
    """A person who holds a lock: the lock's private key, sealed to their own."""

    __tablename__ = "lock_member"
    __table_args__ = (
        CheckConstraint("(sealed IS NULL) = (stage = 'without_copy')", name="a_copy_or_none"),
        Index("ix_lock_member_person_id", "person_id"),
    )

    lock: Mapped[str] = mapped_column(ForeignKey("lock.name"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    stage: Mapped[Membership] = mapped_column(stage_type(Membership, "stage"))
    epoch: Mapped[int]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))


class RecoveryHalf(Base):
    """Half of a lock's private key, sealed to one of two outsiders. Halves of an earlier epoch are deleted."""

    __tablename__ = "recovery_half"

    lock: Mapped[str] = mapped_column(ForeignKey("lock.name"), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Whose half it is: 0 or 1, in the order in which the log names the outsiders."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Envelope(Base):
    """One sealed record about a beneficiary. The newest version of a compartment is the one that counts.

    Of payment details, it is the newest of a way to be paid: the beneficiary's own account, a school's, a clinic's.
    """

    __tablename__ = "envelope"
    __table_args__ = (
        UniqueConstraint("pseudonym", "compartment", "version"),
        CheckConstraint("(compartment = 'payment') = (way IS NOT NULL)", name="a_way_to_be_paid"),
        CheckConstraint("(compartment = 'payment') = (channel IS NOT NULL)", name="a_channel_to_be_paid_by"),
        CheckConstraint("(compartment = 'payment') = (paid_to IS NOT NULL)", name="hands_to_be_paid_into"),
        {"info": UNCHANGED},
    )

    id: Mapped[UUID] = key_column()
    pseudonym: Mapped[str] = mapped_column(String(13))
    compartment: Mapped[Compartment] = mapped_column(stage_type(Compartment, "compartment"))
    version: Mapped[int]
    way: Mapped[int | None]
    """Of payment details: which of the beneficiary's ways to be paid, from 1; others have none."""
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str | None] = mapped_column(String(16))
    """Of payment details: by which channel they are served; not sealed, so that runs can be gathered unopened."""
    paid_to: Mapped[str | None] = mapped_column(String(16))
    """Of payment details: whose they are (`details.PAID_TO`), so that who approves an award knows into whose hands."""
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class EnvelopeHalf(Base):
    """A half of an envelope's key, or the whole of it where one lock guards it, sealed to a lock."""

    __tablename__ = "envelope_half"
    __table_args__ = (Index("ix_envelope_half_lock", "lock", "envelope_id"), {"info": VAULT})

    envelope_id: Mapped[UUID] = mapped_column(ForeignKey("envelope.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(13), index=True)
    lock: Mapped[str] = mapped_column(ForeignKey("lock.name"))
    epoch: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PassedHalf(Base):
    """The approving side's half of a payment envelope, passed to finance for one award."""

    __tablename__ = "passed_half"
    __table_args__ = ({"info": VAULT},)

    award_id: Mapped[UUID] = mapped_column(primary_key=True)
    envelope_id: Mapped[UUID] = mapped_column(ForeignKey("envelope.id"))
    pseudonym: Mapped[str] = mapped_column(String(13), index=True)
    epoch: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class OpeningStage(enum.StrEnum):
    """Where an opening stands."""

    ASKED = "asked"
    CONSENTED = "consented"
    SHOWN = "shown"
    REFUSED = "refused"


class Opening(Base):
    """Somebody's reasoned wish to read one envelope. A contact is shown at once, all else after another's consent."""

    __tablename__ = "opening"
    __table_args__ = (
        CheckConstraint("(stage = 'consented') = (passed IS NOT NULL)", name="a_half_while_consented"),
        CheckConstraint("consenter_id IS NULL OR consenter_id != requester_id", name="two_people"),
        Index("ix_opening_requester_id", "requester_id", "asked_at"),
        Index("ix_opening_stage", "stage", "asked_at"),
        {"info": VAULT},
    )

    id: Mapped[UUID] = key_column()
    pseudonym: Mapped[str] = mapped_column(String(13), index=True)
    compartment: Mapped[Compartment] = mapped_column(stage_type(Compartment, "compartment"))
    envelope_id: Mapped[UUID] = mapped_column(ForeignKey("envelope.id"))
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(24))
    stage: Mapped[OpeningStage] = mapped_column(stage_type(OpeningStage, "stage"))
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    consenter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    passed: Mapped[bytes | None] = mapped_column(LargeBinary)


class HintLink(Base):
    """One link of the key of duplicate hints; each epoch adds one, so that who left can check nothing any more."""

    __tablename__ = "hint_link"

    place: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Unscrubbed(Base):
    """An erasure whose traces may still stand in the files: cleared as soon as they were overwritten."""

    __tablename__ = "unscrubbed"
    __table_args__ = ({"info": HOUSEKEEPING},)

    pseudonym: Mapped[str] = mapped_column(String(13), primary_key=True)
    since: Mapped[datetime]


class Hint(Base):
    """A keyed hash of a strong identifier: equal ones are told to exist, nothing else can be read from it."""

    __tablename__ = "hint"
    __table_args__ = ({"info": VAULT},)

    value: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(13), primary_key=True, index=True)
    links: Mapped[int] = mapped_column(index=True)
    """How many links of the key went into it."""


class Tombstone(Base):
    """A beneficiary whose sealed data were erased, and the proposal that said so."""

    __tablename__ = "tombstone"
    __table_args__ = ({"info": KEPT},)

    pseudonym: Mapped[str] = mapped_column(String(13), primary_key=True)
    at: Mapped[datetime]
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
