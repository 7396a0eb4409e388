"""`bundle`: write the file that an auditor takes away."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ledger.actor import SYSTEM
from ledger.commands.opening import open_log_key, open_store
from ledger.commands.outcome import DONE, Failure
from ledger.exports.bundle import write_bundle
from ledger.settings import settings_from


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("bundle", help="write an auditor's bundle", description=__doc__)
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write; it must not exist")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the bundle beside its name first, so that half a bundle never stands under it."""
    if chosen.out.exists():
        raise Failure(f"{chosen.out} exists already. Choose another name.")
    settings = settings_from()
    store, key = open_store(settings), open_log_key(settings)
    part = chosen.out.with_name(chosen.out.name + ".part")
    try:
        receipt = write_bundle(store, key, SYSTEM, part)
        part.rename(chosen.out)
    finally:
        part.unlink(missing_ok=True)
    print(f"{chosen.out}: {receipt.size} log entries, root {receipt.root.hex()}, SHA-256 {receipt.sha256}")
    return DONE
