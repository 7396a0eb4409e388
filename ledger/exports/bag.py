"""A BagIt bag in a reproducible zip: sorted names, fixed dates, the same content gives the same bytes (RFC 8493)."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Bag:
    """A bag that grows in a private folder, file by file, and is zipped at the end. It holds no personal data."""

    def __init__(self, folder: Path) -> None:
        """Begin in an empty folder."""
        self.folder = folder
        self.sums: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a whole payload file, its name below `data/`."""
        self.stream(name, [content])

    def stream(self, name: str, parts: Iterable[bytes]) -> None:
        """Add a payload file part by part."""
        path = self.folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        running = hashlib.sha256()
        with path.open("xb") as file:
            for part in parts:
                running.update(part)
                file.write(part)
        self.sums[f"data/{name}"] = running.hexdigest()

    def close(self, info: dict[str, str]) -> None:
        """Write the tag files; nothing is added afterwards."""
        total = sum((self.folder / name).stat().st_size for name in self.sums)
        lines = {**info, "Payload-Oxum": f"{total}.{len(self.sums)}"}
        tags = {
            "bagit.txt": BAGIT,
            "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in sorted(lines.items())),
            "manifest-sha256.txt": "".join(f"{self.sums[name]}  {name}\n" for name in sorted(self.sums)),
        }
        sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
        tags["tagmanifest-sha256.txt"] = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
        for name, text in tags.items():
            (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def zip_to(self, out: Path) -> str:
        """Write the zip to a new file for its owner only, and return its SHA-256 in hex."""
        names = sorted(p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file())
        out.touch(mode=0o600, exist_ok=False)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
            for name in names:
                member = zipfile.ZipInfo(name, _DATE)
                member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                path = self.folder / name
                member.file_size = path.stat().st_size
                with path.open("rb") as source, target.open(member, "w") as sink:
                    shutil.copyfileobj(source, sink, _CHUNK)
        return file_sha256(out)


def file_sha256(path: Path) -> str:
    """Return a file's SHA-256 in hex without holding it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
