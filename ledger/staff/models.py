"""Invitations to make one's own keys, and what whoever was invited has made, until it is theirs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.base import KEPT, PREPARED, Base, key_column
from ledger.signin.models import UnderPassphrase


class Invitation(Base):
    """Somebody is to make keys: a newcomer, or a person whose keys are lost. The code is known here by its hash only.

    `person_id` and `code` are whom the keys will belong to; a newcomer's are chosen now and known to nobody yet.
    `enrolment_id` is what they made and proved; `proposal_id` the proposal that names it, after which nothing is made
    anew unless that is refused or withdrawn.
    """

    __tablename__ = "invitation"
    __table_args__ = ({"info": KEPT},)

    id: Mapped[UUID] = key_column()
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    newcomer: Mapped[bool]
    person_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(String(13))
    invited_at: Mapped[datetime]
    until: Mapped[datetime]
    enrolment_id: Mapped[UUID | None]
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))


class Enrolment(UnderPassphrase, Base):
    """Keys that somebody made on an invitation, under a passphrase that only they know. Two at most for each.

    Names are a newcomer's own. It is deleted when the keys became theirs, or when others are made instead: nothing here
    counts before the log says it was prepared.
    """

    __tablename__ = "enrolment"
    __table_args__ = ({"info": PREPARED},)

    id: Mapped[UUID] = key_column()
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(60))
    sign_in_name: Mapped[str | None] = mapped_column(String(60))
    signing_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    reading_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    recovery_hashes: Mapped[bytes] = mapped_column(LargeBinary)
    """The hashes of the recovery codes, one behind the other."""
    counter: Mapped[int]
    """The one-time code that proved the device, which is not taken again."""
