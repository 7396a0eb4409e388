"""People, their public keys and roles; their accounts; sessions and counters."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.actor import Role
from ledger.base import HOUSEKEEPING, KEPT, Base, key_column, stage_type


class Person(Base):
    """Somebody who works with the ledger. The call name stays here; the log knows the id."""

    __tablename__ = "person"
    __table_args__ = ({"info": KEPT},)

    id: Mapped[UUID] = key_column()
    code: Mapped[str] = mapped_column(String(13), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    registered_at: Mapped[datetime]


class PersonKey(Base):
    """A person's public keys, for as long as they hold."""

    __tablename__ = "person_key"
    __table_args__ = ({"info": KEPT},)

    id: Mapped[UUID] = key_column()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    signing_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    reading_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    fingerprint: Mapped[str] = mapped_column(String(60), unique=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class RoleGrant(Base):
    """A role that a person holds from a day to a day, both included."""

    __tablename__ = "role_grant"
    __table_args__ = ({"info": KEPT},)

    id: Mapped[UUID] = key_column()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(stage_type(Role, "role"))
    since: Mapped[date]
    until: Mapped[date]


class UnderPassphrase:
    """What one passphrase opens: how it is stretched, what proves it, and the private keys under it."""

    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    memory_kib: Mapped[int]
    iterations: Mapped[int]
    lanes: Mapped[int]
    verifier: Mapped[bytes] = mapped_column(LargeBinary(32))
    wrapped_signing: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_reading: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_seed: Mapped[bytes] = mapped_column(LargeBinary)


class Account(UnderPassphrase, Base):
    """How a person signs in."""

    __tablename__ = "account"
    __table_args__ = ({"info": KEPT},)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(String(60), unique=True)
    must_change: Mapped[bool]


class RecoveryCode(Base):
    """The hash of a code that stands in for a one-time code, once."""

    __tablename__ = "recovery_code"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)


class CodeCounter(Base):
    """The last one-time code that was accepted, and the wrong ones tried behind a right passphrase."""

    __tablename__ = "code_counter"
    __table_args__ = ({"info": HOUSEKEEPING},)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    counter: Mapped[int]
    wrong: Mapped[int]
    wrong_since: Mapped[datetime | None]


class SignInFailure(Base):
    """How often a sign-in name failed lately; under a keyed hash, since a typed name may be anything."""

    __tablename__ = "signin_failure"
    __table_args__ = ({"info": HOUSEKEEPING},)

    name_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    count: Mapped[int]
    unreported: Mapped[int]
    since: Mapped[datetime]


class SignInSession(Base):
    """A signed-in browser, known by the hash of its cookie."""

    __tablename__ = "signin_session"
    __table_args__ = ({"info": HOUSEKEEPING},)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    boot: Mapped[str] = mapped_column(String(32))
    started: Mapped[datetime]
    seen: Mapped[datetime]


class KnownBrowser(Base):
    """A browser from which a person signed in before: it takes its own lane."""

    __tablename__ = "known_browser"
    __table_args__ = ({"info": HOUSEKEEPING},)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    seen: Mapped[datetime]
