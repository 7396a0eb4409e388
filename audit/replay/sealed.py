"""What replay knows of sealed things: locks, envelopes, openings. Never what is inside them."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Lock:
    """One lock of a compartment.

    `copies` maps who holds a copy of the present epoch's key to the entry that gave it; `known` are
    those who ever held it; `without` are holders whose copy was taken away until it is granted
    again; `lost` counts sealed keys that
    were found exchanged when the lock was renewed.
    """

    name: str
    epoch: int
    public_key: str
    copies: dict[str, int] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    without: set[str] = field(default_factory=set)
    lost: int = 0


@dataclass(slots=True)
class Envelope:
    """One sealed record about a beneficiary: its hash, and who signed for it.

    Of payment details, `way` is which of the beneficiary's ways to be paid they are about; `channel`
    and `paid_to` are by which channel and into whose hands they pay.
    """

    beneficiary: str
    compartment: str
    version: int
    way: int | None
    channel: str | None
    paid_to: str | None
    sha256: str
    person: str
    at: str
    seq: int


@dataclass(slots=True)
class Opening:
    """One reading of something sealed, asked for at `seq`; `stage` asked, consented, refused or shown.

    That of a contact needs no consent; that of a run's payees has no beneficiary and no envelope,
    and the form they were opened for as its reason.
    """

    beneficiary: str | None
    compartment: str
    envelope: str | None
    requester: str
    reason: str
    asked_at: str
    until: str | None
    seq: int
    stage: str = "asked"
    consenter: str | None = None
    consented_at: str | None = None
    settled_at: str | None = None


@dataclass(slots=True)
class Lockdown:
    """A lock-down that lasts, and who has signed to lift it."""

    ident: str
    signers: set[str] = field(default_factory=set)
