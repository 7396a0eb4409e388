"""Writing a backup's file: members of a tar one after the other, never more than a part of one table in memory."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.backups.head import BackupHead, Half
from ledger.backups.shapes import Shape
from ledger.backups.sums import Sums
from ledger.base import Base
from ledger.keys.logkey import LogKey

PART_BYTES = 1 << 20
"""About how long a member is: a row is never cut."""

HEAD, SUMS = "head.json", "sums.note"
_LEVEL = 4
"""How hard to press: more takes much longer and hardly gains, what is sealed cannot be pressed at all."""

_AT_ONCE = {Half.LEDGER: 500, Half.SEALED: 8}
"""How many rows are fetched at once. A sealed file may be megabytes long."""


def member_name(table: str, number: int) -> str:
    """Return the name of the member with the rows of a table that come as number `number`, from 1."""
    return f"{table}/{number:06}.jsonl"


def packed(session: Session, head: BackupHead, key: LogKey) -> Iterator[bytes]:
    """Return the bytes of a file, part by part, from one session that sees one moment."""
    taken = _Taken()
    with (
        gzip.GzipFile(fileobj=taken, mode="wb", compresslevel=_LEVEL, mtime=0) as pressed,
        tarfile.open(fileobj=pressed, mode="w|", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for name, content in _members(session, head, key):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o600
            tar.addfile(member, io.BytesIO(content))
            yield taken.take()
    yield taken.take()


def _members(session: Session, head: BackupHead, key: LogKey) -> Iterator[tuple[str, bytes]]:
    sums = Sums(head.encode(), head.shapes)
    yield HEAD, head.encode()
    for shape in head.shapes:
        for number, lines in enumerate(_parts(session, shape, _AT_ONCE[head.holds]), start=1):
            sums.add(shape.name, lines)
            yield member_name(shape.name, number), lines
    yield SUMS, sums.signed(key)


def _parts(session: Session, shape: Shape, at_once: int) -> Iterator[bytes]:
    clause = shape.clause
    # By the key, which is random: the order in which rows came to be tells when somebody came.
    order = [clause.c[column.name] for column in Base.metadata.tables[shape.name].primary_key]
    lines = bytearray()
    for row in session.execute(select(clause).order_by(*order).execution_options(yield_per=at_once)):
        lines += shape.line(row)
        if len(lines) >= PART_BYTES:
            yield bytes(lines)
            lines.clear()
    if lines:
        yield bytes(lines)


@dataclass(slots=True)
class _Taken:
    """What was written since it was last taken."""

    parts: list[bytes] = field(default_factory=list)

    def write(self, part: bytes) -> int:
        """Keep a part."""
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """Return what was kept, and keep it no longer."""
        content = b"".join(self.parts)
        self.parts.clear()
        return content
