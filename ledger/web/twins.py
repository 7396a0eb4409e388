"""Which request a form is, and what makes two forms one: the same content, sent from pages that were open at once.

A form carries a random id, and how long the log was when its page was drawn. Two tabs have two ids; what was typed into
them is compared under the key of the session, which the database does not hold, so that nothing can be guessed from it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Request

from ledger.work import Twin

NOT_SAID = frozenset({"csrf_token", "request", "passphrase", "code"})
"""What differs between two forms that say the same, or is nobody's business."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Sent:
    """The id of a form, and the length of the log when it was drawn, in entries; None where the page did not say."""

    id: UUID
    size: int | None


def fresh(size: int | None) -> str:
    """Return what a new form carries."""
    return str(uuid4()) if size is None else f"{uuid4()}.{size}"


def sent_by(text: str) -> Sent:
    """Read what a form carried. Raises ValueError."""
    ident, _point, size = text.partition(".")
    return Sent(UUID(ident), int(size) if size.isascii() and size.isdigit() and len(size) < 19 else None)  # noqa: PLR2004 - what fits 64 bits


def twin_of(request: Request, sent: Sent, token: str) -> Twin | None:
    """Return what a form has in common with its twin from another page of the same session."""
    if sent.size is None:
        return None
    told = hmac.new(token.encode(), request.path.encode(), hashlib.sha256)
    for part in _parts(request):
        told.update(hashlib.sha256(part).digest())
    return Twin(told.hexdigest(), sent.size)


def _parts(request: Request) -> Iterable[bytes]:
    for name, value in sorted(request.form.items(multi=True)):
        if name not in NOT_SAID:
            yield name.encode()
            yield value.encode()
    for name, file in sorted(request.files.items(multi=True), key=lambda one: one[0]):
        yield name.encode()
        yield _digest(file)


def _digest(file: FileStorage) -> bytes:
    told = hashlib.sha256()
    while part := file.stream.read(_CHUNK):
        told.update(part)
    file.stream.seek(0)
    return told.digest()
