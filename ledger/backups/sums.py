"""What makes a file one whole of one ledger: the sums of its tables, signed with the log's key.

Sealing proves nothing about who sealed: the two recipients are public, and anybody could make a file for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from audit.note import BadNote, Note, VerifierKey
from audit.signatures import Checker
from ledger.backups.shapes import Shape
from ledger.backups.trouble import Unusable
from ledger.errors import N_
from ledger.keys.logkey import LogKey

_TITLE = "almoner backup v1"
"""The first line of what is signed: no name of a log has a space, so it is never taken for a checkpoint."""


@dataclass(slots=True)
class _Sum:
    rows: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


class Sums:
    """Rows and bytes of each table, counted as they pass."""

    def __init__(self, head: bytes, shapes: Iterable[Shape]) -> None:
        """Begin with the bytes of a head and no rows of its tables."""
        self._head = hashlib.sha256(head).hexdigest()
        self._tables = {shape.name: _Sum() for shape in shapes}

    def add(self, table: str, lines: bytes) -> None:
        """Count the lines of a table that come next."""
        passed = self._tables[table]
        passed.digest.update(lines)
        passed.rows += lines.count(b"\n")

    def signed(self, key: LogKey) -> bytes:
        """Return the sums as a signed note."""
        return key.sign_note(self._text()).encode()

    def check(self, note: bytes, key: str) -> None:
        """Raise Unusable unless a note has exactly these sums, signed with a log's key (a verifier key)."""
        try:
            known, said = VerifierKey.parse(key), Note.parse(note)
        except BadNote as error:
            raise Unusable(N_("This file is not signed as a backup of a ledger is.")) from error
        if said.text != self._text():
            raise Unusable(N_("The tables in this file are not those that its sums name."))
        lines = [line for line in said.signatures if line.is_by(known)]
        with Checker() as checker:
            holds = [checker.ed25519(known.public, said.text.encode(), line.signature) for line in lines]
        if not holds or not all(holds):
            raise Unusable(N_("This file is not signed with the key of its log: somebody else made it."))

    def _text(self) -> str:
        tables = [f"{name} {passed.rows} {passed.digest.hexdigest()}" for name, passed in self._tables.items()]
        return "\n".join([_TITLE, f"head {self._head}", *tables]) + "\n"
