"""Sealing to outsiders in the age format (age-encryption.org/v1, X25519): the only module that knows `pyrage`.

An outsider keeps an identity on paper and nowhere else; the ledger knows its recipient, which is public. What is sealed
here opens with any age program, without this one.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, BinaryIO, Self

import pyrage
from pyrage import x25519

from ledger.errors import N_
from ledger.keys.trouble import KeyTrouble, WrongKey

SECRET_MARK = "AGE-SECRET-KEY-"  # noqa: S105 - how a secret begins, not one
_RECIPIENT_MARK = "age1"


@dataclass(frozen=True, slots=True)
class Identity:
    """The secret half of what is sealed to one outsider."""

    private: Any = field(repr=False)

    @classmethod
    def fresh(cls) -> Self:
        """Make a new one."""
        return cls(x25519.Identity.generate())

    @classmethod
    def read(cls, text: str) -> Self:
        """Take it up from its line, or from a file as `age-keygen` writes it. Raises KeyTrouble."""
        lines = [line.strip() for line in text.splitlines()]
        lines = [line for line in lines if line and not line.startswith("#")]
        if len(lines) != 1:
            raise KeyTrouble(N_("An identity is one line that begins with AGE-SECRET-KEY-1; there is not one here."))
        try:
            return cls(x25519.Identity.from_str(lines[0].upper()))
        except pyrage.IdentityError as error:
            raise KeyTrouble(N_("This identity is not written as it should be. Compare it with the paper.")) from error

    @property
    def recipient(self) -> str:
        """The public half: `age1…`."""
        return str(self.private.to_public())

    @property
    def secret(self) -> str:
        """Its line, for paper."""
        return str(self.private)


def check_recipient(text: str) -> str:
    """Return a recipient in its one canonical form. Raises KeyTrouble."""
    if text.strip().upper().startswith(SECRET_MARK):
        raise KeyTrouble(N_("This is a secret identity, not a recipient. Treat it as exposed, and make another."))
    try:
        known = str(x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError as error:
        raise KeyTrouble(N_("A recipient is one word that begins with age1; this is none.")) from error
    if not known.startswith(_RECIPIENT_MARK):
        raise KeyTrouble(N_("A recipient is one word that begins with age1; this is none."))
    return known


def seal(recipient: str, secret: bytes) -> bytes:
    """Seal a short secret to one outsider."""
    sealed: bytes = pyrage.encrypt(secret, [x25519.Recipient.from_str(recipient)])
    return sealed


def unseal(identity: Identity, sealed: bytes) -> bytes:
    """Return what was sealed to this outsider. Raises WrongKey for anybody else, and for a changed byte."""
    try:
        secret: bytes = pyrage.decrypt(sealed, [identity.private])
    except (pyrage.DecryptError, OSError) as error:
        raise WrongKey(N_("This record does not open with this key.")) from error
    return secret


def seal_stream(parts: Iterator[bytes], out: BinaryIO, recipients: Sequence[str]) -> None:
    """Seal what comes, part by part, to each of these outsiders: any one of them can open it.

    Raises whatever `parts` or `out` raises.
    """
    source, sink = _Source(parts), _Sink(out)
    try:
        pyrage.encrypt_io(source, sink, [x25519.Recipient.from_str(one) for one in recipients])
    finally:
        # The library tells its own story about what went wrong in here, or, where the last write failed, none at all.
        for trouble in (source.trouble, sink.trouble):
            if trouble is not None:
                raise trouble from None


@contextmanager
def opened_stream(sealed: BinaryIO, identity: Identity) -> Iterator[BinaryIO]:
    """Open a sealed stream for reading from its beginning to its end; nothing of it is written anywhere.

    What was read may be believed only when the block has ended without an error: raises WrongKey where the identity is
    another's, KeyTrouble where a byte was changed or the end is missing, also where that made the block fail.
    """
    coming_out, going_in = os.pipe()
    troubles: list[Exception] = []
    thread = Thread(target=_decrypt, args=(sealed, going_in, identity, troubles), daemon=True)
    thread.start()
    plain = os.fdopen(coming_out, "rb")
    try:
        yield plain
        # What stands behind the end of what was read has to be whole as well.
        while plain.read(io.DEFAULT_BUFFER_SIZE):
            pass
    except Exception:
        plain.close()
        thread.join()
        _tell(troubles)
        raise
    finally:
        plain.close()
        thread.join()
    _tell(troubles)


def _decrypt(sealed: BinaryIO, going_in: int, identity: Identity, troubles: list[Exception]) -> None:
    try:
        with os.fdopen(going_in, "wb") as plain:
            pyrage.decrypt_io(sealed, plain, [identity.private])
    except BrokenPipeError:
        """Whoever reads has seen enough, and says why."""
    except Exception as error:  # noqa: BLE001 - told by whoever reads, in the other thread
        troubles.append(error)


def _tell(troubles: list[Exception]) -> None:
    for trouble in troubles:
        if "No matching keys" in str(trouble):
            raise WrongKey(N_("This file was not sealed to this identity.")) from trouble
        raise KeyTrouble(N_("This file is damaged, or its end is missing. Take another copy of it.")) from trouble


class _Source:
    """What the library reads from: parts that are made as they are asked for."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = io.BytesIO()
        self.trouble: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes, none at the end."""
        try:
            while not (part := self._left.read(size)):
                self._left = io.BytesIO(next(self._parts))
        except StopIteration:
            return b""
        except BaseException as trouble:
            self.trouble = trouble
            raise
        return part


class _Sink:
    """What the library writes to."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.trouble: BaseException | None = None

    def write(self, part: bytes) -> int:
        """Write a part whole."""
        try:
            return self._out.write(part)
        except BaseException as trouble:
            self.trouble = trouble
            raise

    def flush(self) -> None:
        """Hand on what was written so far."""
        self._out.flush()
