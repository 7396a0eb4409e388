"""`recover`: when those who hold a lock are gone, both outsiders together give somebody with its role a copy."""

from __future__ import annotations

import argparse
from typing import Any

from ledger.actor import SYSTEM
from ledger.commands.opening import open_store
from ledger.commands.outcome import DONE, Failure
from ledger.commands.outsiders import BOTH, identities_option, read_identities
from ledger.errors import N_
from ledger.settings import settings_from
from ledger.signin.queries import account_named
from ledger.vault.actions.recover import recover_lock, refuse_while_held
from ledger.vault.rules.compartments import ROLES


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("recover", help="give somebody a lock that nobody holds", description=__doc__)
    identities_option(command)
    command.add_argument("--lock", required=True, choices=tuple(ROLES), help="the lock that nobody holds any more")
    command.add_argument("--person", required=True, metavar="NAME", help="sign-in name of who is to hold it")
    command.add_argument(
        "--holders-gone", action="store_true", help="those who hold it are gone for good, whatever the ledger knows"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Give the copy; it is on the log."""
    store = open_store(settings_from())
    with store.reading() as session:
        account = account_named(session, chosen.person)
    if account is None:
        raise Failure(N_("Nobody has the sign-in name %(name)s.") % {"name": chosen.person})
    identities = read_identities(chosen.identity, BOTH)
    with store.work(SYSTEM) as work:
        if not chosen.holders_gone:
            refuse_while_held(work, chosen.lock)
        recover_lock(work, identities, chosen.lock, account.person_id)
    said = N_(
        "%(person)s holds %(lock)s now, and it is on the log. "
        "Let them renew the lock, so that older copies of its key open nothing new."
    )
    print(said % {"person": chosen.person, "lock": chosen.lock})
    return DONE
