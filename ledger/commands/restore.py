"""`restore`: bring a backup into an empty home and database, all of it or nothing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import ledger.tables  # noqa: F401 - every table must be known before triggers are installed
from audit.checkpoint import SignedCheckpoint
from audit.note import LONGEST_NOTE, BadNote
from ledger.backups.filling import Files, Filled
from ledger.backups.restoring import restore
from ledger.clock import SystemClock
from ledger.commands.outcome import DONE, FINDINGS, Failure
from ledger.commands.outsiders import identities_option, read_identities
from ledger.errors import N_
from ledger.settings import Settings, settings_from

RESTORED = N_("Restored: log of %(size)s entries, root %(root)s, as it was at %(at)s.")
CONTINUES = N_("It continues the checkpoint that was signed at %(size)s entries, and the file is signed with its key.")
NOT_KNOWN = N_("""\
NOT KNOWN: whether this is the newest ledger. No checkpoint was given: an older state, with decisions and erasures
missing, would look just like this. Compare size and root above with any signed head that somebody outside has kept,
before anybody works with it.""")
NOT_EVEN = N_(
    "NOT KNOWN EITHER: whether it is yours. Anybody can make such a file, and no log key was given to compare."
)

FINISHED = N_("An earlier restore had stored everything and was not finished. It is finished now; nothing was loaded.")

WITHOUT_RECORDS = N_("WITHOUT the sealed records: no file was given, and what is said of %(missing)s of them is lost.")
RECORDS = N_("Sealed records: %(whole)s are whole.")
MISSING = N_("  %(count)s are on the log and not in this file: it is older than they are.")
OUTDATED = N_("  %(count)s of their keys and hints are of before a lock was renewed, and open nothing any more.")
ERASED = N_("  %(count)s beneficiaries were in this file and are erased: nothing of them was written.")
EXCHANGED = N_("  %(count)s ARE NOT WHAT THE LOG SAYS and will not open. Find out who could write to the old database.")

KEY_PLACED = N_("The log key is in its place.")
KEY_MISSING = N_("The log key is missing: put its copy to %(path)s (chmod 600), or nothing can be signed.")
NEXT = N_(
    "Next: serve; everybody signs in anew. Make a bundle, verify it with the checkpoint (--since), make a backup."
)


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("restore", help="bring a backup into an empty home", description=__doc__)
    # `from` is a word of the language.
    command.add_argument("--from", dest="ledger", type=Path, required=True, metavar="FILE", help="the ledger's file")
    command.add_argument("--envelopes", type=Path, metavar="FILE", help="the file of sealed records; may be left out")
    identities_option(command)
    heads = command.add_mutually_exclusive_group(required=True)
    heads.add_argument("--checkpoint", type=Path, metavar="FILE", help="signed head that the log must continue")
    heads.add_argument("--no-checkpoint", action="store_true", help="there is none: say so, and know what that means")
    command.add_argument("--log-key", type=Path, metavar="FILE", help="copy of the log key, to be put into the home")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Restore and say what came back. 0 done, 1 done and some records are not what the log says, 2 not done."""
    settings = settings_from()
    checkpoint = _read_checkpoint(chosen.checkpoint) if chosen.checkpoint else None
    identity = read_identities(chosen.identity[:1], 1)[0]
    files = Files(chosen.ledger, chosen.envelopes, identity, checkpoint)
    filled = restore(settings, files, chosen.log_key, SystemClock())
    if filled is None:
        print(FINISHED)
        return DONE
    print("\n".join([*_about(files, filled, with_key=chosen.log_key is not None), *_afterwards(settings)]))
    return FINDINGS if filled.records.exchanged else DONE


def _read_checkpoint(path: Path) -> SignedCheckpoint:
    with path.open("rb") as file:
        content = file.read(LONGEST_NOTE + 1)
    try:
        return SignedCheckpoint.parse(content)
    except BadNote as error:
        raise Failure(N_("%(path)s is not a checkpoint: %(trouble)s.") % {"path": path, "trouble": error}) from error


def _about(files: Files, filled: Filled, *, with_key: bool) -> list[str]:
    head, records = filled.head, filled.records
    lines = [RESTORED % {"size": head.size, "root": head.root, "at": head.at}]
    if files.checkpoint:
        lines.append(CONTINUES % {"size": files.checkpoint.head.size})
    else:
        lines += [NOT_KNOWN] if with_key else [NOT_KNOWN, NOT_EVEN]
    if files.sealed is None:
        return [*lines, WITHOUT_RECORDS % {"missing": records.missing}]
    counts = (
        (MISSING, records.missing),
        (OUTDATED, records.outdated),
        (ERASED, filled.again),
        (EXCHANGED, records.exchanged),
    )
    lines.append(RECORDS % {"whole": records.whole})
    return lines + [sentence % {"count": count} for sentence, count in counts if count]


def _afterwards(settings: Settings) -> list[str]:
    key = settings.log_key
    return [KEY_PLACED if key.exists() else KEY_MISSING % {"path": key}, NEXT]
