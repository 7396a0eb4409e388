"""Reading a bundle, zipped or unpacked, that may have been made to do harm.

Nothing is ever written and no name is ever used as a path to write to. A bundle whose outside is
dangerous or broken cannot be read at all (CannotRead); a single file of it that is missing or
damaged is something to be found (Unreadable).
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from audit.archive import check_members, read_member
from audit.trouble import CannotRead, Unreadable

CHUNK = 1 << 18
LONGEST_LINE = 1 << 20
MARK = "bagit.txt"

DAMAGE = (
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged file of a bundle may raise."""


class Source(Protocol):
    """Where files come from: their sizes by name, and a stream of each."""

    sizes: dict[str, int]

    def stream(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        ...

    def whole(self, name: str) -> bytes:
        """Return a file as a whole."""
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


class Archive:
    """The files of a zip. Owns the open file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            self._zip = zipfile.ZipFile(self._file)
            self._members = check_members(self._zip, path.stat().st_size)
        except CannotRead:
            self._file.close()
            raise
        except DAMAGE as problem:
            self._file.close()
            raise CannotRead(f"it is no zip that can be read ({problem})") from problem
        self.sizes = {name: member.file_size for name, member in self._members.items()}

    def stream(self, name: str) -> IO[bytes]:
        """Open a member."""
        return self._zip.open(self._members[name])

    def whole(self, name: str) -> bytes:
        """Read a member."""
        return read_member(self._file, self._members[name])

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()
        self._file.close()


class Folder:
    """The files of an unpacked bundle."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.sizes: dict[str, int] = {}
        for folder, below, files in os.walk(path, onerror=_stop):
            for name in [*below, *files]:
                place = Path(folder, name)
                mode = place.lstat().st_mode
                if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                    raise CannotRead(f"{name!r} is a link or a device, not a file")
                if stat.S_ISREG(mode):
                    self.sizes[place.relative_to(path).as_posix()] = place.lstat().st_size

    def stream(self, name: str) -> IO[bytes]:
        """Open a file; a link that took its place meanwhile is not followed."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self._path / name, flags), "rb")

    def whole(self, name: str) -> bytes:
        """Read a file, no further than it went when it was listed."""
        with self.stream(name) as opened:
            return opened.read(self.sizes[name])

    def close(self) -> None:
        """Nothing stays open."""


def _stop(problem: OSError) -> None:
    raise CannotRead(f"a folder of it cannot be read ({problem.strerror})") from problem


class Bundle:
    """The files of a bundle by name, relative to the bag. Close it after use."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._base = _base_of(source.sizes)
        self.sizes = {name.removeprefix(self._base): size for name, size in source.sizes.items()}

    @property
    def names(self) -> frozenset[str]:
        """The names of all files."""
        return frozenset(self.sizes)

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file; whatever goes wrong while it is read is Unreadable."""
        if name not in self.sizes:
            raise Unreadable(f"{name} is missing")
        try:
            with self._source.stream(self._base + name) as opened:
                yield opened
        except DAMAGE as problem:
            raise Unreadable(f"{name} is damaged ({_words(problem)})") from problem

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces. Raises Unreadable."""
        with self.stream(name) as opened:
            while piece := opened.read(CHUNK):
                yield piece

    def read(self, name: str, most: int) -> bytes:
        """Return a whole file of at most so many bytes. Raises Unreadable."""
        size = self.sizes.get(name)
        if size is None:
            raise Unreadable(f"{name} is missing")
        if size > most:
            raise Unreadable(f"{name} is longer than such a file can be")
        try:
            return self._source.whole(self._base + name)
        except DAMAGE as problem:
            raise Unreadable(f"{name} is damaged ({_words(problem)})") from problem

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of a text in UTF-8, each with its newline. Raises Unreadable."""
        with self.stream(name) as opened, io.TextIOWrapper(opened, "utf-8", newline="\n") as text:
            while line := text.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE:
                    raise Unreadable(f"{name} has a line that is far too long")
                yield line

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()


def open_bundle(path: Path) -> Bundle:
    """Open a bundle, a zip or a folder. Raises CannotRead, in one sentence."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as problem:
        raise CannotRead(f"there is nothing at {path} that can be read") from problem
    if stat.S_ISDIR(mode):
        return Bundle(Folder(path))
    if not stat.S_ISREG(mode):
        raise CannotRead(f"{path} is neither a file nor a folder")
    archive = Archive(path)
    try:
        return Bundle(archive)
    except CannotRead:
        archive.close()
        raise


def _base_of(names: dict[str, int]) -> str:
    """Find the one folder the bag may lie in (RFC 8493, section 4); usually there is none."""
    if MARK in names:
        return ""
    tops = {name.partition("/")[0] for name in names}
    if len(tops) == 1 and (base := f"{tops.pop()}/") + MARK in names:
        return base
    raise CannotRead(f"this is no bundle: it holds no {MARK}")


def _words(problem: Exception) -> str:
    return str(problem) or type(problem).__name__
