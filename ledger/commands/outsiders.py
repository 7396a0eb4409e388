"""The two outsiders on the command line: who they are at the beginning, and their identities when they are needed."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ledger.commands.outcome import Failure
from ledger.errors import N_
from ledger.keys.age import SECRET_MARK, Identity, check_recipient

BOTH = 2
_LONGEST = 64 * 1024

EXPOSED = N_(
    "An identity was written on the command line, where others on this machine can read it and the shell keeps it. "
    "Treat it as exposed. Give a file by --identity FILE, or leave it out and type it when asked."
)

SHEETS = N_("""\
Two outsiders can open everything together, and nothing sealed alone. Copy each identity onto paper, twice, and give
the two to two people who do not work here and do not share a safe. They are shown only now and stored nowhere.
""")


def identities_option(command: Any) -> None:
    """Let a command take identities: from files, or asked for, never from the command line itself."""
    command.add_argument(
        "--identity",
        action="append",
        default=[],
        metavar="FILE",
        help="file with an outsider's age identity; asked for where it is not given",
    )


def read_identities(files: Sequence[str], wanted: int) -> list[Identity]:
    """Read so many identities, from these files first and then as they are typed, which is not shown."""
    for name in files:
        if name.strip().upper().startswith(SECRET_MARK):
            raise Failure(EXPOSED)
    found = [Identity.read(_written(Path(name))) for name in files]
    while len(found) < wanted:
        found.append(Identity.read(_typed(len(found) + 1)))
    return found


def outsiders_options(command: Any) -> None:
    """Let `init` take the recipients of the two outsiders, or make them."""
    command.add_argument(
        "--recovery",
        action="append",
        default=[],
        metavar="RECIPIENT",
        help="age recipient (age1…) of an outsider who keeps half of every lock's key; given twice",
    )
    command.add_argument(
        "--make-recovery",
        action="store_true",
        help="make the two identities here and print each once, for paper, instead of taking recipients",
    )


def named_outsiders(chosen: argparse.Namespace) -> tuple[list[str], list[Identity]]:
    """Return two recipients, and the identities behind them where they were made here."""
    if chosen.make_recovery:
        if chosen.recovery:
            raise Failure(N_("Give either --recovery twice or --make-recovery."))
        made = [Identity.fresh() for _ in range(BOTH)]
        return [identity.recipient for identity in made], made
    recipients = [check_recipient(text) for text in chosen.recovery]
    while len(recipients) < BOTH:
        recipients.append(check_recipient(_asked(len(recipients) + 1)))
    return recipients, []


def sheets(made: Sequence[Identity]) -> str:
    """Write the identities that were made as what goes onto two papers."""
    lines = [SHEETS]
    for number, identity in enumerate(made, start=1):
        lines += [f"outsider {number}", f"  identity    {identity.secret}", f"  recipient   {identity.recipient}", ""]
    return "\n".join(lines)


def _written(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LONGEST).decode("ascii", "replace")


def _typed(number: int) -> str:
    question = N_("Identity of outsider %(number)s (it is not shown): ") % {"number": number}
    line = getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline()
    if not line.strip():
        raise Failure(N_("An identity is missing. Give it by --identity FILE, or type it when asked."))
    return line


def _asked(number: int) -> str:
    question = N_("Recipient of outsider %(number)s (age1…)") % {"number": number}
    try:
        answer = input(f"{question}: ").strip()
    except EOFError as error:
        sentence = N_("The outsiders are missing; give --recovery twice, or --make-recovery (see init --help).")
        raise Failure(sentence) from error
    return answer or _asked(number)
