"""Making files that are not what they should be, sealed as well as any: the two recipients are public."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage

from ledger.backups.head import BackupHead
from ledger.backups.sums import Sums
from ledger.keys.age import Identity
from ledger.keys.logkey import LogKey
from tests.backups.kept import House

Member = tuple[str, bytes]
Row = dict[str, Any]


def members_of(path: Path, identity: Identity) -> list[Member]:
    """The members of a file, by other programs than the product's own."""
    plain = gzip.decompress(pyrage.decrypt(path.read_bytes(), [identity.private]))
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        return [(one.name, tar.extractfile(one).read()) for one in tar.getmembers()]  # type: ignore[union-attr]


def remade(path: Path, house: House, change: Callable[[list[Member]], list[Member]]) -> Path:
    """A file with other members, sealed just as well: the two recipients are public."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in change(members_of(path, house.world.outsiders[0])):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    other = path.with_name(f"other-{path.name}")
    recipients = [one.private.to_public() for one in house.world.outsiders]
    other.write_bytes(pyrage.encrypt(gzip.compress(packed.getvalue()), recipients))
    return other


def resigned(members: list[Member], key: LogKey) -> list[Member]:
    """Members with the sums that they have now, signed: what somebody with the log's key could make."""
    head = members[0][1]
    sums = Sums(head, BackupHead.read(head).shapes)
    for name, content in members[1:-1]:
        sums.add(name.partition("/")[0], content)
    return [*members[:-1], ("sums.note", sums.signed(key))]


def with_rows(members: list[Member], table: str, change: Callable[[list[Row]], list[Row]]) -> list[Member]:
    """Members in which the rows of one table are others; all of them in one part."""
    columns = [name for name, _holding in dict(json.loads(members[0][1])["tables"])[table]]
    here = [place for place, (name, _content) in enumerate(members) if name.startswith(f"{table}/")]
    lines = [line for place in here for line in members[place][1].splitlines()]
    rows = change([dict(zip(columns, json.loads(line), strict=True)) for line in lines])
    content = b"".join(json.dumps([row[name] for name in columns]).encode() + b"\n" for row in rows)
    assert here, f"{table} has no row that could be changed"
    kept = [one for place, one in enumerate(members) if place not in here]
    return [*kept[: here[0]], (f"{table}/000001.jsonl", content), *kept[here[0] :]]


def with_head(members: list[Member], **words: Any) -> list[Member]:
    """Members under a head that says something else."""
    return [("head.json", json.dumps({**json.loads(members[0][1]), **words}).encode()), *members[1:]]
