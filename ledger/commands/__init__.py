"""The command line: one module a command. Every command says in one sentence what went wrong, never a traceback."""

from __future__ import annotations

import argparse
import os
import resource
import sys
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from ledger.commands import (
    backup,
    bundle,
    checkpoint,
    demo,
    doctor,
    drill,
    import_awards,
    init,
    lockdown,
    recover,
    restore,
    serve,
    verify,
)
from ledger.commands.outcome import CANNOT, Failure
from ledger.errors import Refusal

COMMANDS = (
    init, serve, demo, import_awards, bundle, verify, checkpoint, backup, restore, drill, recover, lockdown, doctor,
)  # fmt: skip

EPILOG = """\
exit codes: 0 done, everything holds; 1 done, with findings or refused rows; 2 not done.
environment: ALMONER_HOME is where data lives (default: var), ALMONER_DATABASE_URL another database,
ALMONER_PLAIN_HTTP=1 serves a demo without TLS on this machine, ALMONER_QUICK_EXIT is where the quick exit leads.
"""


def parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    root = argparse.ArgumentParser(
        prog="app.py",
        description="Almoner: a disbursement ledger that an independent auditor can check from one file.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add_to(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # What a command writes is for its owner only.
    os.umask(0o077)
    # A crash leaves no picture of the memory, which holds opened keys and records.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    chosen = parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except (Failure, Refusal) as failure:
        print(f"{chosen.command}: {failure}", file=sys.stderr)
        return CANNOT
    except SQLAlchemyError as error:
        reason = type(getattr(error, "orig", None) or error).__name__
        print(f"{chosen.command}: the database did not answer ({reason}); run doctor.", file=sys.stderr)
        return CANNOT
    except OSError as error:
        print(f"{chosen.command}: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        return CANNOT
    return code
