"""The command line of the verifier: `python3 audit.pyz verify BUNDLE`.

Exit codes: 0 all checks hold, 1 something was found, 2 the input cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from audit import proving, report
from audit.note import BadNote, VerifierKey
from audit.trouble import CannotRead
from audit.verify import verify

HOLDS, FOUND, UNREADABLE = 0, 1, 2
MOST = 1 << 17


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is told in one sentence."""
    chosen = parser().parse_args(words)
    try:
        return int(chosen.run(chosen))
    except CannotRead as problem:
        tell(f"Cannot read: {problem}.")
    except KeyboardInterrupt:
        tell("Stopped before the end: nothing is said about the rest.")
    except BrokenPipeError:
        sys.stdout = None
    except Exception as problem:  # noqa: BLE001 - a hostile file must never end in a traceback
        tell(f"Cannot read: {type(problem).__name__} {problem}.")
    return UNREADABLE


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(prog="audit", description="Verify what an Almoner ledger gave out.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    bundle = commands.add_parser(
        "verify",
        help="verify a bundle",
        description="Re-perform every control on every entry of a bundle.",
        epilog="Exit codes: 0 all checks hold, 1 something was found, 2 it cannot be read.",
    )
    bundle.add_argument("bundle", metavar="BUNDLE", help="the bundle, zipped or unpacked")
    bundle.add_argument("--json", action="store_true", help="print the report as JSON")
    bundle.add_argument("--since", metavar="FILE", help="an earlier checkpoint of this log")
    bundle.add_argument("--log-key", metavar="KEY", help="the log's verifier key, or its file")
    bundle.set_defaults(run=run_verify)
    proof = commands.add_parser(
        "proof",
        help="verify the proof of one entry",
        description="Verify that an entry stands in a log, from a .tlog-proof file alone.",
        epilog="Exit codes: 0 it holds, 1 it does not, 2 it cannot be read.",
    )
    proof.add_argument("proof", metavar="PROOF", help="the .tlog-proof file")
    proof.add_argument("entry", metavar="ENTRY", help="the file with the exact bytes of the entry")
    proof.add_argument("--log-key", metavar="KEY", required=True, help="the log's verifier key")
    proof.set_defaults(run=run_proof)
    return top


def run_verify(chosen: argparse.Namespace) -> int:
    """Verify a bundle and print the report."""
    key = read_key(chosen.log_key) if chosen.log_key else None
    since = read_file(chosen.since) if chosen.since else None
    found = verify(Path(chosen.bundle), key, since)
    sys.stdout.write((report.as_json(found) if chosen.json else report.as_text(found)) + "\n")
    return HOLDS if found.holds else FOUND


def run_proof(chosen: argparse.Namespace) -> int:
    """Verify the proof of one entry and print what it proves."""
    key = read_key(chosen.log_key)
    fault, told = proving.judge(read_file(chosen.proof), read_file(chosen.entry), key)
    sys.stdout.write(report.plain(fault or told) + "\n")
    return FOUND if fault else HOLDS


def read_key(words: str) -> VerifierKey:
    """Read a verifier key that is given itself or as a file. Raises CannotRead."""
    try:
        if "+" in words and not Path(words).exists():
            return VerifierKey.parse(words)
        return VerifierKey.parse(read_file(words).decode("utf-8"))
    except (BadNote, UnicodeDecodeError) as problem:
        raise CannotRead(f"the log's key cannot be read ({problem})") from problem


def read_file(name: str) -> bytes:
    """Read a small file. Raises CannotRead."""
    try:
        with Path(name).open("rb") as opened:
            return opened.read(MOST)
    except OSError as problem:
        raise CannotRead(f"{name} cannot be opened ({problem.strerror})") from problem


def tell(sentence: str) -> None:
    """Print a sentence that ends the command."""
    sys.stderr.write(report.plain(sentence) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
