"""The bag: every file listed once, none else, each with its SHA-256."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.verify import verify
from tests.audit import bundles

START = "data/START-HERE.txt"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"


def first_line(files: bundles.Files) -> bytes:
    """Return the first line of the manifest."""
    return files[MANIFEST].splitlines(keepends=True)[0]


def swap(files: bundles.Files, name: str, old: bytes, new: bytes) -> None:
    """Change one place in a file."""
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)


DAMAGES: dict[str, tuple[Callable[[bundles.Files], object], str]] = {
    "changed": (lambda files: swap(files, START, b"S", b"s"), "another SHA-256"),
    "added": (lambda files: files.update({"data/more.txt": b""}), "is not listed"),
    "removed": (lambda files: files.pop(START), "is not there"),
    "not listed": (lambda files: swap(files, MANIFEST, first_line(files), b""), "is not listed"),
    "listed twice": (lambda files: swap(files, MANIFEST, first_line(files), first_line(files) * 2), "listed twice"),
    "malformed": (lambda files: swap(files, MANIFEST, b"  data", b" data"), "line 1 is malformed"),
    "no manifest": (lambda files: files.pop(MANIFEST), "manifest-sha256.txt is missing"),
    "no tag manifest": (lambda files: files.pop(TAGS), "tagmanifest-sha256.txt is missing"),
    "a tag file more": (lambda files: files.update({"fetch.txt": b""}), "fetch.txt is not listed"),
    "no text": (lambda files: swap(files, MANIFEST, b"  data", b"  \xff"), "damaged"),
    "another version": (lambda files: swap(files, "bagit.txt", b"1.0", b"0.9"), "does not declare"),
    "counts": (lambda files: swap(files, "bag-info.txt", b".", b"0."), "bag-info.txt counts"),
    "no info": (lambda files: files.pop("bag-info.txt"), "bag-info.txt is missing"),
}


@pytest.mark.parametrize("name", sorted(DAMAGES))
@pytest.mark.parametrize("form", ["zip", "folder"])
def test_a_bag_that_does_not_fit_is_found(tmp_path: Path, name: str, form: str) -> None:
    """Zipped and unpacked, under the rule of the bag alone."""
    damage, words = DAMAGES[name]
    files = bundles.bagged(bundles.sound())
    damage(files)
    if form == "zip":
        path = tmp_path / "b.zip"
        path.write_bytes(bundles.zipped(files))
    else:
        path = bundles.write_folder(tmp_path / "b", files)
    report = verify(path)
    assert set(report.findings.found) == {"bag"}
    assert words in "\n".join(one.message for one in report.findings.kept)


def test_a_bag_in_one_folder_of_the_zip_is_read(tmp_path: Path) -> None:
    """RFC 8493 lets a serialized bag lie in a folder of its own."""
    files = {f"bundle/{name}": content for name, content in bundles.bagged(bundles.sound()).items()}
    path = tmp_path / "b.zip"
    path.write_bytes(bundles.zipped(files))
    assert verify(path).holds
