"""A file that may not be larger than it can be: refused before it is read."""

from __future__ import annotations

import io
from typing import BinaryIO

from ledger.banking.trouble import broken
from ledger.errors import N_

LARGEST = 20 * 1024 * 1024
"""Bytes of one statement: a year of a busy account."""

_TOO_LARGE = N_("This file is larger than %(most)s MB.")
_SHORTER = N_("Ask the bank for a shorter time, a month or a day, and send the files one after the other.")


class Limited(io.RawIOBase):
    """The same bytes, refused once they are too many: for what tells its size to nobody beforehand."""

    def __init__(self, source: BinaryIO, most: int = LARGEST) -> None:
        """Refuse at once where the source knows its size."""
        super().__init__()
        self._source, self._left, self._most = source, most, most
        if source.seekable():
            here = source.tell()
            size = source.seek(0, io.SEEK_END) - here
            source.seek(here)
            if size > most:
                raise self._refusal()

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read at most so many bytes, never beyond the limit."""
        found = self._source.read(self._left + 1 if size < 0 else min(size, self._left + 1))
        self._left -= len(found)
        if self._left < 0:
            raise self._refusal()
        return found

    def _refusal(self) -> Exception:
        return broken(0, _TOO_LARGE, _SHORTER, most=self._most // 1024 // 1024)
