"""`backup`: write the ledger and the sealed records as two files that either outsider can open."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ledger.backups.making import Made, make_backup
from ledger.commands.opening import open_log_key, open_store
from ledger.commands.outcome import DONE
from ledger.errors import N_
from ledger.settings import settings_from

HOLDS = N_("""\
%(ledger)s
  The ledger: books, log, decisions, staff, and keys as they lie sealed. Keep it as long as books have to be kept.
%(sealed)s
  The sealed records about beneficiaries. Keep it for weeks, not for years: whoever is erased here is in it until it is
  gone. Keep it apart from the other file.
Log of %(size)s entries, root %(root)s.
Either outsider's identity opens both; the log key is in neither. Restore them elsewhere once, to see that it works.
""")

REMOVED = N_("Removed %(count)s older files with sealed records.")
OLDER = N_(
    "%(count)s older files with sealed records stand in this folder. --keep N keeps so many and removes the rest."
)


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("backup", help="write the ledger into two encrypted files", description=__doc__)
    command.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="the folder to write into")
    command.add_argument(
        "--keep",
        type=int,
        metavar="N",
        help="keep the newest N files with sealed records in the folder and remove older ones (never other files)",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write both files and say what each holds."""
    settings = settings_from()
    store, key = open_store(settings), open_log_key(settings)
    made = make_backup(store, key, chosen.to, chosen.keep)
    print(HOLDS % {"ledger": made.ledger, "sealed": made.sealed, "size": made.size, "root": made.root}, end="")
    for line in _about_older(made, asked=chosen.keep is not None):
        print(line)
    return DONE


def _about_older(made: Made, *, asked: bool) -> list[str]:
    if asked:
        return [REMOVED % {"count": made.removed}]
    return [OLDER % {"count": made.older}] if made.older else []
