"""Building `audit.pyz`: this package as one file that any Python from 3.11 on runs.

The same source gives the same bytes: members are sorted, dated 1980 and stored as they are.
"""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files
from importlib.resources.abc import Traversable

DATE = (1980, 1, 1, 0, 0, 0)
SHEBANG = b"#!/usr/bin/env python3\n"
START = "from audit.__main__ import main\n\nraise SystemExit(main())\n"


def zipapp_bytes() -> bytes:
    """Return the zipapp of this package's own source, wherever it runs from."""
    sources = dict(_sources(files("audit"), "audit"))
    sources["__main__.py"] = START.encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(sources):
            member = zipfile.ZipInfo(name, DATE)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            member.create_system = 3
            archive.writestr(member, sources[name])
    return SHEBANG + written.getvalue()


def _sources(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for one in folder.iterdir():
        if one.is_dir() and one.name.isidentifier() and not one.name.startswith("_"):
            found += _sources(one, f"{name}/{one.name}")
        elif one.name.endswith(".py"):
            found.append((f"{name}/{one.name}", one.read_bytes().replace(b"\r\n", b"\n")))
    return found
