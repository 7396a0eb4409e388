"""The bundle: one file with which a stranger can check the whole ledger (docs/log-format.md, section 7)."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.build import zipapp_bytes
from audit.proofs import ConsistencyRequest
from audit.tiles import entries_path, hash_tiles_of, tile_path
from ledger.actor import Actor, Role
from ledger.clock import moment_text
from ledger.exports import signed_files
from ledger.exports.bag import Bag
from ledger.exports.datapackage import datapackage
from ledger.exports.hledger import hledger_parts
from ledger.exports.snapshot import signed_moment
from ledger.exports.start_here import start_here
from ledger.exports.tables import TABLES, csv_parts
from ledger.exports.workbook import workbook
from ledger.keys.logkey import LogKey
from ledger.log.entries import head_of
from ledger.log.models import Checkpoint, LogEntry
from ledger.log.queries import entries_between, proof_of_consistency
from ledger.log.tiles import WIDTH, tile_hashes
from ledger.work import Store

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BundleReceipt:
    """What was written: entries in the log, root, and the file's own SHA-256 in hex."""

    size: int
    root: bytes
    sha256: str


def write_bundle(
    store: Store, key: LogKey, actor: Actor, out: Path, progress: Progress = lambda _step: None
) -> BundleReceipt:
    """Write a bundle to a new file, as an auditor or the installation itself. Making it is on the log, and in it.

    Raises FileExistsError where the file stands already, NotFound for anybody else, and Refusal when the log cannot be
    vouched for.
    """
    if actor.person is not None:
        actor.require(Role.AUDITOR)
    if out.exists():
        raise FileExistsError(out)
    with store.reading() as session:
        former = _head_of_last_bundle(session)
    with store.work(actor) as work:
        work.record("bundle.made", [], size=head_of(work.session).size)
    with signed_moment(store, key) as (session, head):
        return pack(session, key, head, former, out, progress)


def pack(
    session: Session, key: LogKey, head: Checkpoint, former: int, out: Path, progress: Progress = lambda _step: None
) -> BundleReceipt:
    """Pack what a session sees into a new file: the same ledger under the same head gives the same bytes.

    `former` is the size of the log that the last bundle before held, 0 where there was none.
    """
    with tempfile.TemporaryDirectory(prefix="bundle-") as folder:
        bag = Bag(Path(folder))
        _fill(bag, session, head, former, key, progress)
        bag.close(
            {
                "Bagging-Date": moment_text(head.at)[:10],
                "External-Identifier": f"{key.origin} {head.size}",
                "Source-Organization": key.origin,
            }
        )
        progress("zip")
        return BundleReceipt(head.size, head.root, bag.zip_to(out))


def _fill(bag: Bag, session: Session, head: Checkpoint, former: int, key: LogKey, progress: Progress) -> None:
    progress("log")
    bag.add("log/checkpoint", head.note.encode())
    _add_log(bag, session, head.size)
    progress("keys")
    bag.add("keys/log.vkey", f"{key.verifier_key}\n".encode())
    bag.add("keys/witnesses.vkey", b"")
    bag.add("keys/allowed_signers", signed_files.allowed_signers(session))
    progress("decisions")
    for name, content in chain(signed_files.decisions(session), signed_files.consents(session)):
        bag.add(name, content)
    for table in TABLES:
        progress(table.name)
        bag.stream(f"tables/{table.name}.csv", csv_parts(table, session, head.size))
    bag.add("datapackage.json", rfc8785.dumps(datapackage()) + b"\n")
    progress("journal")
    bag.stream("journal.hledger", hledger_parts(session))
    progress("workbook")
    bag.stream("workbook.xlsx", workbook(session, head.size))
    if former:
        bag.add(f"proofs/consistency-from-{former}", _consistency(session, former, head))
    bag.add("audit.pyz", zipapp_bytes())
    root = base64.b64encode(head.root).decode()
    at = moment_text(head.at)
    bag.add(
        "START-HERE.txt",
        start_here(origin=key.origin, at=at, size=head.size, root=root, hexroot=head.root.hex()),
    )


def _head_of_last_bundle(session: Session) -> int:
    last = session.scalar(
        select(LogEntry.seq).where(LogEntry.verb == "bundle.made").order_by(LogEntry.seq.desc()).limit(1)
    )
    if last is None:
        return 0
    return session.scalar(select(Checkpoint.size).where(Checkpoint.size > last).order_by(Checkpoint.size).limit(1)) or 0


def _add_log(bag: Bag, session: Session, size: int) -> None:
    for level, number, width in hash_tiles_of(size):
        name = tile_path(level, number, width)
        bag.add(f"log/{name}", b"".join(tile_hashes(session, level, number, width)))
    for number in range(-(-size // WIDTH)):
        end = min((number + 1) * WIDTH, size)
        width = end - number * WIDTH
        name = entries_path(number, width)
        bag.stream(f"log/{name}", _with_lengths(session, number * WIDTH, end))


def _with_lengths(session: Session, start: int, end: int) -> Iterator[bytes]:
    for _seq, content in entries_between(session, start, end):
        yield len(content).to_bytes(2, "big") + content


def _consistency(session: Session, old: int, head: Checkpoint) -> bytes:
    hashes = tuple(proof_of_consistency(session, old, head.size))
    return ConsistencyRequest(old, hashes, head.note.encode()).format()
