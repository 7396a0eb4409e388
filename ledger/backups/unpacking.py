"""Reading a backup's file from its beginning to its end, once, without writing anything of it anywhere."""

from __future__ import annotations

import gzip
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from ledger.backups.head import BackupHead
from ledger.backups.packing import HEAD, SUMS, member_name
from ledger.backups.shapes import Shape
from ledger.backups.sums import Sums
from ledger.backups.trouble import Unusable
from ledger.errors import N_
from ledger.keys.age import Identity, opened_stream

MOST_BYTES = 256 << 20
"""No member is longer: one row, with a sealed file in it, may be longer than the others."""


class BackupFile:
    """A file that is being read. Nothing of it may be believed before `check` was passed and the block has ended."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        """Read the head. Raises Unusable."""
        self._tar = tar
        self._name, self._content = "", b""
        self._advance()
        if self._name != HEAD:
            raise Unusable(N_("This file is no backup of a ledger."))
        self.head = BackupHead.read(self._content)
        self._sums = Sums(self._content, self.head.shapes)
        self._advance()

    def rows_of(self, shape: Shape) -> Iterator[list[dict[str, Any]]]:
        """Return the rows of the table that comes next, in parts. Raises Unusable."""
        number = 1
        while self._name == member_name(shape.name, number):
            self._sums.add(shape.name, self._content)
            try:
                yield [shape.row(line) for line in self._content.splitlines()]
            except (ValueError, TypeError) as error:
                raise Unusable(N_("A row in this file is not written as it should be.")) from error
            self._advance()
            number += 1

    def check(self, key: str) -> None:
        """Hold what was read to the file's sums, signed with the log's key. Raises Unusable."""
        if self._name != SUMS:
            raise Unusable(N_("This file is not whole: the sums of its tables are missing."))
        self._sums.check(self._content, key)

    def _advance(self) -> None:
        member = self._tar.next()
        if member is None:
            self._name, self._content = "", b""
            return
        if not member.isreg() or member.size > MOST_BYTES:
            raise Unusable(N_("This file holds something that no backup holds."))
        stored = self._tar.extractfile(member)
        self._name, self._content = member.name, stored.read() if stored else b""


@contextmanager
def opened(path: Path, identity: Identity) -> Iterator[BackupFile]:
    """Open a file with an outsider's identity. Raises Unusable, WrongKey, KeyTrouble; OSError where it is not there."""
    with path.open("rb") as sealed, opened_stream(sealed, identity) as plain:
        try:
            with _unpressed(plain) as tar:
                yield BackupFile(tar)
        except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, json.JSONDecodeError) as error:
            raise Unusable(N_("This file is no backup of a ledger.")) from error


@contextmanager
def _unpressed(plain: BinaryIO) -> Iterator[tarfile.TarFile]:
    with gzip.GzipFile(fileobj=plain, mode="rb") as pressed, tarfile.open(fileobj=pressed, mode="r|") as tar:
        yield tar
