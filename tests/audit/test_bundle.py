"""Bundles made to do harm: refused in a sentence, without a traceback, and nothing is written."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from audit import archive
from audit.__main__ import main
from audit.bundle import open_bundle
from audit.trouble import CannotRead, Unreadable
from audit.verify import verify
from tests.audit import bundles

Member = tuple[str, bytes]
DEFLATED = zipfile.ZIP_DEFLATED


def zip_of(*members: Member, base: bool = True) -> bytes:
    """Return a zip with these members, some of them bad, behind sound ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", DEFLATED) as target:
        for name, content in sorted(bundles.bagged(bundles.sound()).items() if base else ()):
            target.writestr(name, content)
        for name, content in members:
            member = zipfile.ZipInfo(name)
            member.filename = name
            target.writestr(member, content, DEFLATED)
    return out.getvalue()


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    """Change bytes everywhere in a zip; both have the same length."""
    assert len(old) == len(new)
    assert old in content
    return content.replace(old, new)


def twice() -> bytes:
    """Return a zip with one name twice, which zipfile itself warns of."""
    return patched(zip_of(("data/a1.txt", b"1"), ("data/a2.txt", b"2")), b"a2.txt", b"a1.txt")


def link() -> bytes:
    """Return a zip with a symbolic link."""
    out = io.BytesIO(zip_of())
    with zipfile.ZipFile(out, "a") as target:
        member = zipfile.ZipInfo("data/link")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(member, "/etc/passwd")
    return out.getvalue()


def directory_patched(at: int, value: bytes) -> bytes:
    """Change a field of the last member's entry in the central directory."""
    content = bytearray(zip_of(("data/zz", b"x" * 1000)))
    place = content.rindex(b"PK\x01\x02") + at
    content[place : place + len(value)] = value
    return bytes(content)


def bomb() -> bytes:
    """Return a zip of a file of zeros that shrinks a thousand times."""
    return zip_of(("data/zeros", bytes(archive.SMALL + 1)))


def many_bombs() -> bytes:
    """Return a zip of files that are each small enough, and too much together."""
    return zip_of(*((f"data/zeros{n}", bytes(archive.SMALL)) for n in range(30)), base=False)


def overlapping() -> bytes:
    """Return a zip two of whose members are the same bytes."""
    content = bytearray(zip_of(("data/za", b"x" * 1000), ("data/zb", b"x" * 1000)))
    last = content.rindex(b"PK\x01\x02")
    before = content.rindex(b"PK\x01\x02", 0, last)
    content[last + 42 : last + 46] = content[before + 42 : before + 46]
    return bytes(content)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "path traversal": lambda: zip_of(("data/../../evil.txt", b"x")),
    "absolute path": lambda: zip_of(("/etc/evil.txt", b"x")),
    "backslash": lambda: zip_of(("data\\evil.txt", b"x")),
    "drive": lambda: zip_of(("C:evil.txt", b"x")),
    "dot": lambda: zip_of(("data/./evil.txt", b"x")),
    "empty part": lambda: zip_of(("data//evil.txt", b"x")),
    "no ASCII": lambda: zip_of(("data/b\u00f6se.txt", b"x")),
    "control character": lambda: zip_of(("data/a\x1b[2J", b"x")),
    "nul": lambda: patched(zip_of(("data/evilXtxt", b"x")), b"evilXtxt", b"evil\0txt"),
    "long name": lambda: zip_of(("data/" + "x" * 300, b"x")),
    "twice": twice,
    "twice in other letters": lambda: zip_of(("data/start-here.txt", b"x")),
    "link": link,
    "encrypted": lambda: directory_patched(8, b"\x01\x00"),
    "packed oddly": lambda: directory_patched(10, struct.pack("<H", 14)),
    "declared as huge": lambda: directory_patched(24, struct.pack("<I", archive.LARGEST_MEMBER + 1)),
    "bomb": bomb,
    "many bombs": many_bombs,
    "overlapping": overlapping,
    "cut off": lambda: zip_of()[:-1000],
    "cut in half": lambda: zip_of()[: len(zip_of()) // 2],
    "nothing": lambda: b"",
    "no zip": lambda: b"hello",
    "zip of nothing": lambda: zip_of(base=False),
    "no bag": lambda: zip_of(("data/a", b"x"), base=False),
    "no log": lambda: zip_of(("bagit.txt", b"x"), base=False),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_zip_is_refused_in_one_sentence(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, one line, and no file beside the zip itself."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "b.zip"
    path.write_bytes(HOSTILE[name]())
    assert main(["verify", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Cannot read: ")
    assert told.err.count("\n") == 1
    assert "\x1b" not in told.err
    assert list(tmp_path.iterdir()) == [path]


def test_bytes_that_do_not_unpack_are_a_finding(tmp_path: Path) -> None:
    """One member is damaged: the rest is still judged."""
    content = bytearray(zip_of())
    place = content.index(b"data/START-HERE.txt") + len(b"data/START-HERE.txt")
    content[place : place + 4] = b"\xff\xff\xff\xff"
    path = tmp_path / "b.zip"
    path.write_bytes(bytes(content))
    report = verify(path)
    assert set(report.findings.found) == {"bag"}
    assert "START-HERE.txt is damaged" in report.findings.kept[0].message


def test_a_member_with_more_bytes_than_it_declares_is_a_finding(tmp_path: Path) -> None:
    """It is never unpacked beyond what it declares."""
    content = bytearray(zip_of(("data/zz", b"x" * 1000)))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    content[place + 16 : place + 20] = struct.pack("<I", zlib.crc32(b"x" * 10))
    path = tmp_path / "b.zip"
    path.write_bytes(bytes(content))
    bundle = open_bundle(path)
    assert bundle.sizes["data/zz"] == 10
    assert sum(len(piece) for piece in bundle.chunks("data/zz")) <= 10
    bundle.close()
    assert "data/zz is damaged (its bytes are not those that were packed)" in {
        one.message for one in verify(path).findings.kept
    }


def test_a_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    """A link could lead anywhere."""
    folder = bundles.write_folder(tmp_path / "b", bundles.bagged(bundles.sound()))
    (folder / "data" / "link").symlink_to("/etc/passwd")
    with pytest.raises(CannotRead):
        open_bundle(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """Reading it would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CannotRead):
        open_bundle(tmp_path / "pipe")
    folder = bundles.write_folder(tmp_path / "b", bundles.bagged(bundles.sound()))
    os.mkfifo(folder / "data" / "pipe")
    with pytest.raises(CannotRead):
        open_bundle(folder)


def test_a_file_that_is_missing_or_too_long_is_unreadable(tmp_path: Path) -> None:
    """Both are told by name."""
    bundle = open_bundle(bundles.write_zip(tmp_path / "b.zip", bundles.sound()))
    with pytest.raises(Unreadable, match="data/nothing is missing"):
        bundle.read("data/nothing", 10)
    with pytest.raises(Unreadable, match="longer than"):
        bundle.read("data/START-HERE.txt", 3)
    assert bundle.read("data/START-HERE.txt", 12) == b"Start here.\n"
    bundle.close()


@pytest.mark.parametrize("path", ["", "nothing/here", "a\0b"])
def test_a_path_that_leads_nowhere_cannot_be_read(path: str) -> None:
    """In one sentence."""
    with pytest.raises(CannotRead):
        open_bundle(Path(path) / "x" if not path else Path(path))
