"""`checkpoint`: sign the head of the log and print it, to be kept where nobody here can change it."""

from __future__ import annotations

import argparse
from typing import Any

from ledger.checkpoints import sign_checkpoint
from ledger.commands.opening import open_log_key, open_store
from ledger.commands.outcome import DONE
from ledger.settings import settings_from


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("checkpoint", help="sign and print the head of the log", description=__doc__)
    command.set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Sign and print."""
    settings = settings_from()
    print(sign_checkpoint(open_store(settings), open_log_key(settings)).note, end="")
    return DONE
