"""`lockdown`: lock everything down from the command line, when no page can be reached or nobody is signed in."""

from __future__ import annotations

import argparse
from typing import Any

from ledger.actor import SYSTEM
from ledger.clock import moment_text
from ledger.commands.opening import open_store
from ledger.commands.outcome import DONE
from ledger.log.standing import lockdown_in_force
from ledger.settings import settings_from
from ledger.signin.actions.lockdown import raise_lockdown

HOW_TO_LIFT = "To lift it, two people (approvers, custodians or stewards) sign at the address /reopen of the ledger."


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("lockdown", help="lock everything down until two people lift it", description=__doc__)
    command.set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Lock down, or say since when it is, and how to lift it."""
    store = open_store(settings_from())
    with store.reading() as session:
        lasting = lockdown_in_force(session)
    if lasting is None:
        with store.work(SYSTEM) as work:
            raise_lockdown(work)
        print("The ledger is locked down: all sessions have ended, nobody can sign in, and nothing can be changed.")
        print("A server that is running notices at its next request. A false alarm is held against nobody.")
    else:
        print(f"The ledger has been locked down since {moment_text(lasting.at)}; nothing was changed.")
    print(HOW_TO_LIFT)
    store.engine.dispose()
    return DONE
