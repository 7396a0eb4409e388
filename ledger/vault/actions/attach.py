"""Attaching a receipt or a letter: opaque bytes, sealed, never rendered here."""

from __future__ import annotations

from ledger.errors import N_, Refusal
from ledger.pictures import CannotDraw, without_metadata
from ledger.vault.actions.seal import Writer, seal_record
from ledger.vault.models import Envelope
from ledger.vault.rules.compartments import Compartment
from ledger.work import Work

LARGEST = 5 * 1024 * 1024
"""Bytes of one file."""

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_PDF = b"%PDF-"


def attach(work: Work, writer: Writer, pseudonym: str, content: bytes) -> Envelope:
    """Seal a file about somebody. Pictures lose everything but the picture; neither name nor kind is kept.

    Raises Refusal for an empty or too large file, and one that is neither JPEG, PNG nor PDF.
    """
    return seal_record(work, writer, pseudonym, Compartment.ATTACHMENT, cleaned(content))


def cleaned(content: bytes) -> bytes:
    """Return what is sealed of a file."""
    if not content:
        raise Refusal(N_("This file is empty."), field="file")
    if len(content) > LARGEST:
        raise Refusal(N_("This file is larger than %(most)s MB."), field="file", most=LARGEST // 1024 // 1024)
    if content.startswith(_PDF):
        return content
    if not content.startswith(_PICTURES):
        raise Refusal(N_("This is neither JPEG, PNG nor PDF. Save it as one of them."), field="file")
    try:
        return without_metadata(content)
    except CannotDraw as error:
        raise Refusal(N_("This picture is damaged or too large. Take it again."), field="file") from error
