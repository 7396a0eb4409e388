"""`verify`: check a bundle with the auditor's own verifier."""

from __future__ import annotations

import argparse
from typing import Any

from audit.__main__ import main as audit_main


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("verify", help="check a bundle", description=__doc__)
    command.add_argument("bundle", metavar="FILE", help="the bundle, zipped or unpacked")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.add_argument("--since", metavar="FILE", help="an earlier checkpoint that this log must continue")
    command.add_argument("--log-key", metavar="KEY", help="the log's verifier key, or a file with it")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Hand over to the verifier, whose exit codes are the same: 0 holds, 1 findings, 2 cannot read."""
    words = ["verify", chosen.bundle]
    words += ["--json"] if chosen.json else []
    for option, value in (("--since", chosen.since), ("--log-key", chosen.log_key)):
        words += [option, value] if value else []
    return audit_main(words)
