"""`drill`: prove that the two outsiders together could still open every lock. Nothing secret is shown or written."""

from __future__ import annotations

import argparse
from typing import Any

from ledger.commands.opening import open_store
from ledger.commands.outcome import DONE, FINDINGS
from ledger.commands.outsiders import BOTH, identities_option, read_identities
from ledger.settings import settings_from
from ledger.vault.queries.drill import drill


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("drill", help="prove that the two outsiders can still open all", description=__doc__)
    identities_option(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print one line a lock. 0 every lock opens, 1 some lock does not, 2 it could not be tried."""
    store = open_store(settings_from())
    identities = read_identities(chosen.identity, BOTH)
    with store.reading() as session:
        tried = drill(session, store.organisation, identities)
    for one in tried:
        print(f"{one.lock:<19} {'holds' if one.holds else 'DOES NOT HOLD'}: {one.sentence}")
    return DONE if all(one.holds for one in tried) else FINDINGS
