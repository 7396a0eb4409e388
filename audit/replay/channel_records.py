"""What replay knows of how money travels: payment files, intermediaries and the advances in their hands."""

from dataclasses import dataclass


@dataclass(slots=True)
class PaymentFile:
    """A file of a run's payments that somebody was handed."""

    run: str
    sha256: str
    count: int
    maker: str
    form: str
    minor: int
    currency: str
    replaces: str | None
    at: str
    lost: bool = False


@dataclass(slots=True)
class Intermediary:
    """Who carries money for the organisation: the code that is the holder in the books, and what sort they are."""

    code: str
    kind: str


@dataclass(slots=True)
class Advance:
    """Money of a fund in the hands of an intermediary; `left` is not accounted for, `charged` was kept as a fee."""

    reference: str
    intermediary: str
    code: str
    fund: str
    minor: int
    currency: str
    fee: int
    proposal: str
    revision: int
    stage: str = "proposed"
    left: int = 0
    charged: int = 0
