"""`import-awards`: look at a file of past awards, or propose it in an officer's name; two approvers sign then."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from pathlib import Path
from typing import Any

from ledger.actor import Role
from ledger.books.rules.rates import rates_from
from ledger.clock import SystemClock
from ledger.commands.opening import open_store
from ledger.commands.outcome import CANNOT, DONE, FINDINGS, Failure
from ledger.intake.actions.propose import Joined, propose_import
from ledger.intake.rules.reading import CannotRead, Reading, read_awards
from ledger.money import plain_amount
from ledger.settings import settings_from
from ledger.signin.queries import actor_for, person_named


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser(
        "import-awards", help="look at, or propose, a file of past awards", description=__doc__
    )
    command.add_argument("file", type=Path, metavar="FILE", help="360Giving JSON, XLSX or CSV")
    command.add_argument("--dry-run", action="store_true", help="look only: nothing is opened, nothing is stored")
    command.add_argument("--json", action="store_true", help="print what was found as JSON")
    command.add_argument("--officer", metavar="NAME", help="sign-in name of the officer who proposes")
    command.add_argument("--without-refused", action="store_true", help="take the other rows without the refused ones")
    command.add_argument("--rates", default="", metavar="RATES", help="like 'GBP 1.1625 ECB 2026-11-23; USD …'")
    command.add_argument(
        "--list", type=Path, metavar="FILE", help="new file for the list that joins recipients to pseudonyms"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Look, and propose where not told to look only. 0 all rows can be taken, 1 some cannot, 2 cannot be read."""
    try:
        reading = read_awards(chosen.file.read_bytes(), SystemClock().now().date())
    except CannotRead as trouble:
        print(f"import-awards: {chosen.file.name}: {trouble}", file=sys.stderr)
        return CANNOT
    _tell(reading, as_json=chosen.json)
    if not chosen.dry_run:
        _propose(chosen, reading)
    return FINDINGS if reading.refused else DONE


def _tell(reading: Reading, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(reading.as_json(), ensure_ascii=False))
        return
    lines = [f"rows {reading.rows}, can be taken {len(reading.taken)}, refused {len(reading.refused_rows())}"]
    lines += [f"  row {one.row}, {one.field}: {one.reason}" for one in reading.refused]
    lines += [
        f"  {funder}: {count} awards, {plain_amount(minor, currency)} {currency}"
        for (funder, currency), (count, minor) in reading.by_funder().items()
    ]
    lines += [f"total {plain_amount(minor, code)} {code}" for code, minor in reading.totals().items()]
    lines.append(f"recipients {reading.recipients()}, SHA-256 {reading.sha256}")
    print("\n".join(lines))


def _propose(chosen: argparse.Namespace, reading: Reading) -> None:
    if not chosen.officer or not chosen.list:
        raise Failure("To propose, say who proposes by --officer NAME and where the list goes by --list FILE.")
    if chosen.list.exists():
        raise Failure(f"{chosen.list} exists already. Choose another name for the list.")
    store = open_store(settings_from())
    with store.reading() as session:
        actor = actor_for(session, person_named(session, chosen.officer).id, store.clock.now().date())
    if not actor.has(Role.OFFICER):
        raise Failure(f"{chosen.officer} is no officer today.")
    without = len(reading.refused_rows()) if chosen.without_refused else 0
    try:
        with store.work(actor) as work:
            proposal, joined = propose_import(work, reading, rates_from(chosen.rates), without=without)
            reference = proposal.reference
            # Written before the commit: a list that cannot be written must not leave pseudonyms nobody can join.
            _write_list(chosen.list, joined)
    except BaseException:
        chosen.list.unlink(missing_ok=True)
        raise
    print(f"proposed as {reference}; two approvers have to sign. The list is in {chosen.list}.", file=sys.stderr)


def _write_list(path: Path, joined: Joined) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["Recipient", "Pseudonym"])
        writer.writerows((key.partition(":")[2], pseudonym) for key, pseudonym in joined.rows)
