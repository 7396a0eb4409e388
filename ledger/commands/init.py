"""`init`: start a real, empty installation: organisation, log key, first people."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ledger.actor import SYSTEM, Role
from ledger.clock import SystemClock
from ledger.commands.outcome import DONE, Failure
from ledger.commands.outsiders import named_outsiders, outsiders_options, sheets
from ledger.database import migrate, open_engine
from ledger.keys.logkey import create_log_key
from ledger.keys.passphrase import calibrate
from ledger.settings import Settings, settings_from
from ledger.signin.actions.register import NewAccount, Newcomer
from ledger.staff.actions.found import Foundation, check_foundation, check_people, far, found
from ledger.vault.actions.lay_out import lay_out_vault
from ledger.vault.rules.compartments import check_holders
from ledger.vault.rules.recovery import check_outsiders
from ledger.work import Store, watch

PEOPLE_HELP = (
    'JSON list of the first people: [{"name": …, "sign_in_name": …, "roles": ["officer", …], '
    '"until": "2027-12-31"}, …]; asked for one by one where it is not given. '
    f"Roles: {', '.join(role.value for role in Role)}. Roles end at `until` (default: two years from today)."
)


def add_to(commands: Any) -> None:
    """Describe the command."""
    command = commands.add_parser("init", help="start a real, empty installation", description=__doc__)
    command.add_argument("--name", help="the organisation's name, for its own pages only")
    command.add_argument("--origin", help="the log's name in what is signed, like almoner.example/books")
    command.add_argument("--currency", help="the base currency of the books, an ISO 4217 code")
    command.add_argument("--people", type=Path, metavar="FILE", help=PEOPLE_HELP)
    outsiders_options(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Ask for what is missing, make the installation, print each person's first secrets once."""
    settings = settings_from()
    if settings.log_key.exists() or settings.demo_people.exists() or settings.restore_mark.exists():
        raise Failure(f"There is an installation in {settings.home} already. Choose another ALMONER_HOME.")
    name = chosen.name or _ask("Name of the organisation")
    origin = chosen.origin or _ask("Origin of the log (like almoner.example/books)")
    currency = (chosen.currency or _ask("Base currency (like EUR)")).upper()
    people = _read_people(chosen.people) if chosen.people else _ask_people()
    recipients, made = named_outsiders(chosen)
    check_outsiders(recipients)
    check_foundation(Foundation(name, origin, currency, ""))
    check_people(people)
    check_holders([who.roles for who in people])
    accounts = establish(settings, Foundation(name, origin, currency, ""), people, recipients)
    _print_secrets(settings, accounts)
    if made:
        print(sheets(made))
    return DONE


def establish(
    settings: Settings, what: Foundation, people: Sequence[Newcomer], outsiders: Sequence[str]
) -> list[NewAccount]:
    """Make home, database and log key, and found the organisation."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate(settings.database_url)
    key = create_log_key(settings.log_key, what.origin)
    engine = open_engine(settings.database_url)
    watch(engine)
    profile = calibrate()
    try:
        with Store(engine, SystemClock(), what.origin).work(SYSTEM) as work:
            accounts = found(work, replace(what, log_key=key.verifier_key), people, profile)
            roles = {account.person_id: who.roles for account, who in zip(accounts, people, strict=True)}
            lay_out_vault(work, roles, outsiders)
            return accounts
    except BaseException:
        settings.log_key.unlink()
        raise
    finally:
        engine.dispose()


def _ask(question: str) -> str:
    try:
        answer = input(f"{question}: ").strip()
    except EOFError as error:
        raise Failure(f"{question} is missing; give it as an option (see init --help).") from error
    return answer or _ask(question)


def _ask_people() -> list[Newcomer]:
    people: list[Newcomer] = []
    print("The first people, at least three. Leave the name empty when all are written.")
    while True:
        try:
            name = input("Name: ").strip()
        except EOFError as error:
            raise Failure("The first people are missing; give them as --people FILE (see init --help).") from error
        if not name:
            return people
        sign_in_name = _ask("Sign-in name")
        roles = _ask(f"Roles, separated by commas ({', '.join(role.value for role in Role)})").split(",")
        people.append(_newcomer({"name": name, "sign_in_name": sign_in_name, "roles": [r.strip() for r in roles]}))


def _read_people(path: Path) -> list[Newcomer]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Failure(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(rows, list):
        raise Failure(f"{path} is not a JSON list of people (see init --help).")
    return [_newcomer(row) for row in rows]


def _newcomer(row: Any) -> Newcomer:
    today = datetime.now(UTC).date()
    try:
        roles = tuple(Role(name) for name in row["roles"])
        until = date.fromisoformat(row["until"]) if row.get("until") else far(today, 2)
        return Newcomer(str(row["name"]), str(row["sign_in_name"]), roles, today, until)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Failure(f"A person is not written as it should be ({error}); see init --help.") from error


def _print_secrets(settings: Settings, accounts: Sequence[NewAccount]) -> None:
    lines = ["", "Hand each person theirs, on paper; it is shown only now and stored nowhere.", ""]
    for account in accounts:
        lines += [
            f"{account.name}  ({account.code})",
            f"  sign-in name     {account.sign_in_name}",
            f"  passphrase       {account.passphrase}   (to be changed at the first sign-in)",
            f"  one-time codes   {account.otpauth_uri}",
            f"  recovery codes   {' '.join(account.recovery_codes)}",
            f"  fingerprint      {account.fingerprint}",
            "",
        ]
    lines += [
        f"Data lives in {settings.home}. Keep a copy of {settings.log_key} apart from it.",
        "Next: serve.",
    ]
    print("\n".join(lines))
