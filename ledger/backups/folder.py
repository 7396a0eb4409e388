"""The folder in which backups stand: neutral names with a day, whole under a final name or not there at all.

A file is written beside its name, brought to the disk, and only then named. What an earlier backup left half written is
removed by the next one; that two do not write at once is held by a lock that ends with its process.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ledger.backups.head import Half
from ledger.errors import N_, Refusal
from ledger.keys.age import seal_stream

_LETTERS = {Half.LEDGER: "a", Half.SEALED: "b"}
_NAME = re.compile(r"archive-(?P<letter>[ab])-(?P<day>\d{4}-\d{2}-\d{2})(?:-(?P<number>\d{1,4}))?\.age")
_HALF_WRITTEN = ".part"


@dataclass(frozen=True, slots=True)
class BackupNames:
    """The names of one backup's two files."""

    day: date
    number: int

    def of(self, half: Half) -> str:
        """Return the name of one of the files: it tells the day and nothing else."""
        more = f"-{self.number}" if self.number > 1 else ""
        return f"archive-{_LETTERS[half]}-{self.day.isoformat()}{more}.age"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep every other backup out of a folder, and clear away what an earlier one left half written. Raises Refusal."""
    if not folder.is_dir():
        raise Refusal(N_("There is no folder %(folder)s. Make it, or mount the disk on which it is."), folder=folder)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(N_("Another backup is being written into %(folder)s."), folder=folder) from error
        for path in folder.iterdir():
            if path.suffix == _HALF_WRITTEN and _NAME.fullmatch(path.stem):
                path.unlink()
        yield
    finally:
        os.close(descriptor)


def free_names(folder: Path, day: date) -> BackupNames:
    """Return names of a day that neither file of another backup has."""
    number = 1
    while any((folder / BackupNames(day, number).of(half)).exists() for half in Half):
        number += 1
    return BackupNames(day, number)


def write_half(folder: Path, name: str, parts: Iterator[bytes], recipients: Sequence[str]) -> None:
    """Seal parts into a new file beside its name, for its owner only, and bring it to the disk.

    Whatever goes wrong, the caller has to `forget` it.
    """
    path = folder / f"{name}{_HALF_WRITTEN}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        seal_stream(parts, file, recipients)
        file.flush()
        os.fsync(file.fileno())


def forget(folder: Path, names: Sequence[str]) -> None:
    """Remove what was written, to its end or not, and not named."""
    for name in names:
        (folder / f"{name}{_HALF_WRITTEN}").unlink(missing_ok=True)


def give_name(folder: Path, name: str) -> None:
    """Give a file that was written its final name, so that a power cut does not take it away again."""
    (folder / f"{name}{_HALF_WRITTEN}").rename(folder / name)
    keep_names(folder)


def older_sealed(folder: Path, newest: str, keep: int) -> list[Path]:
    """Return the files with sealed records that are too many, where so many are kept; never the newest one."""
    found = []
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match and match["letter"] == _LETTERS[Half.SEALED] and path.name != newest:
            found.append((match["day"], int(match["number"] or 1), path))
    return [path for _day, _number, path in sorted(found, reverse=True)[keep - 1 :]]


def keep_names(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
