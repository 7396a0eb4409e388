"""What a zip says about itself, judged before anything in it is unpacked."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from typing import IO

from audit.trouble import CannotRead

LARGEST_MEMBER = 1 << 30
MOST_MEMBERS = 2_000_000
SMALL = 1 << 24
"""Bytes below which a file may be compressed as much as deflate can."""
MOST_RATIO = 250
"""Times a larger file may shrink: tables of a real bundle shrink about eight times."""
MOST_TOTAL_RATIO = 100
LOCAL = struct.Struct("<4s5H3I2H")
"""Header before each member (APPNOTE 4.3.7): signature, method and lengths of name and extra field matter here."""
ENCRYPTED = 0x1

_PART = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9_@.+-]+"
_NAME = re.compile(rf"{_PART}(?:/{_PART})*/?")
LONGEST_NAME = 250


def check_name(name: str) -> None:
    """Refuse a name that is not relative, plain ASCII and within its folder. Raises CannotRead."""
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise CannotRead(f"a file has a name that no bundle uses: {name[:80]!r}")


def check_members(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a zip of `size` bytes by name. Raises CannotRead when it is dangerous."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise CannotRead(f"it holds {len(members)} files")
    seen: set[str] = set()
    for member in members:
        check_member(member)
        name = member.filename.rstrip("/").lower()
        if name in seen:
            raise CannotRead(f"it holds {name!r} twice")
        seen.add(name)
    check_places(members, size)
    total = sum(member.file_size for member in members)
    if total > SMALL + MOST_TOTAL_RATIO * size:
        raise CannotRead(f"its {size} bytes would unpack to {total}")
    return {member.filename: member for member in members if not member.is_dir()}


def check_member(member: zipfile.ZipInfo) -> None:
    """Refuse a member with an odd name, a link, and what `check_packing` refuses."""
    check_name(member.orig_filename)
    name = member.orig_filename
    if member.filename != name:
        raise CannotRead(f"a file has two names: {name!r}")
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise CannotRead(f"{name!r} is a link or a device, not a file")
    check_packing(member)


def check_packing(member: zipfile.ZipInfo) -> None:
    """Refuse a member that is encrypted, oddly packed, or unpacks to far too much."""
    name = member.orig_filename
    if member.flag_bits & ENCRYPTED:
        raise CannotRead(f"{name!r} is encrypted")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise CannotRead(f"{name!r} is packed in a way that no bundle uses")
    ratio = member.file_size // max(member.compress_size, 1)
    if member.file_size > LARGEST_MEMBER or (member.file_size > SMALL and ratio > MOST_RATIO):
        raise CannotRead(f"{name!r} would unpack from {member.compress_size} to {member.file_size} bytes")


def check_places(members: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse members that share bytes: so a small zip could unpack to any size."""
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise CannotRead(f"{member.filename!r} overlaps another file")
        end = member.header_offset + LOCAL.size + len(member.filename) + member.compress_size
    if end > size:
        raise CannotRead("it is cut off")


def read_member(file: IO[bytes], member: zipfile.ZipInfo) -> bytes:
    """Return a whole member, never more than it declares; quicker than a stream for small ones.

    Raises BadZipFile, zlib.error or struct.error where it is not what the directory says.
    """
    name = member.orig_filename.encode()
    file.seek(member.header_offset)
    header = file.read(LOCAL.size + len(name))
    mark, _, flags, method, *_, name_length, extra_length = LOCAL.unpack(header[: LOCAL.size])
    if mark != b"PK\x03\x04" or name_length != len(name) or header[LOCAL.size :] != name:
        raise zipfile.BadZipFile("its own header names another file")
    file.seek(extra_length, 1)
    packed = file.read(member.compress_size)
    if flags & ENCRYPTED or method != member.compress_type or len(packed) != member.compress_size:
        raise zipfile.BadZipFile("its own header differs from the directory")
    content = packed
    if method == zipfile.ZIP_DEFLATED:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacking.decompress(packed, member.file_size + 1)
    if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise zipfile.BadZipFile("its bytes are not those that were packed")
    return content
