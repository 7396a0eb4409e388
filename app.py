"""The composition root: puts the slices together into one application. Nothing imports it but the command `serve`."""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

import ledger.tables  # noqa: F401 - every table must be known before the triggers are compared
from ledger.advances.views import bp as advances
from ledger.approvals.views import bp as approvals
from ledger.awards.views import bp as awards
from ledger.beneficiaries.views import bp as beneficiaries
from ledger.books.views import bp as books
from ledger.channels.views import bp as channels
from ledger.clock import Clock, SystemClock
from ledger.database import migrate, open_engine
from ledger.desk.views import bp as desk
from ledger.disbursements.views import bp as disbursements
from ledger.exports.views import bp as exports
from ledger.funds.views import bp as funds
from ledger.intake.views import bp as intake
from ledger.keys.session import BootSecret
from ledger.loans.views import bp as loans
from ledger.organisation import Organisation, the_organisation
from ledger.protect.install import differences
from ledger.reports.views import bp as reports
from ledger.settings import Settings
from ledger.signin.actions.sessions import Door
from ledger.signin.gate import install_gate
from ledger.signin.views import bp as signin
from ledger.staff.views import bp as staff
from ledger.statements.views import bp as statements
from ledger.treasury.views import bp as treasury
from ledger.vault.actions.traces import clear_traces
from ledger.vault.views import bp as vault
from ledger.web.application import frame_for, open_pages
from ledger.web.frame import bp as frame
from ledger.work import Store, watch

BLUEPRINTS = (
    frame, signin, desk, approvals, staff, vault, books, funds, channels, advances, beneficiaries, awards,
    disbursements, loans, statements, treasury, reports, exports, intake,
)  # fmt: skip
HERE = Path(__file__).resolve().parent


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """Build the application over an installation that `init` or `demo` has made.

    Raises RuntimeError when the database's triggers are not those that the product installed, no organisation is
    founded, or a restore into this home did not finish: it does not serve what it cannot vouch for.
    """
    if settings.restore_mark.exists():
        message = f"a restore into {settings.home} did not finish. Run restore again."
        raise RuntimeError(message)
    migrate(settings.database_url)
    engine = open_engine(settings.database_url)
    watch(engine)
    try:
        organisation = _vouched_for(engine)
    except RuntimeError:
        engine.dispose()
        raise
    store = Store(engine, clock or SystemClock(), organisation.origin)
    # What a kill right after an erasure may have left in the files.
    clear_traces(store)
    return _put_together(settings, store, organisation)


def _vouched_for(engine: Engine) -> Organisation:
    with engine.connect() as connection:
        wrong = differences(connection)
    if wrong:
        message = f"the database does not refuse what it must: {'; '.join(wrong[:5])}. Run doctor."
        raise RuntimeError(message)
    with Store(engine, SystemClock()).reading() as session:
        organisation = the_organisation(session)
    if organisation is None:
        message = "there is no organisation here yet. Run init first."
        raise RuntimeError(message)
    return organisation


def _put_together(settings: Settings, store: Store, organisation: Organisation) -> Flask:
    app = Flask("almoner", template_folder=str(HERE / "templates"), static_folder=str(HERE / "ledger/web/static"))
    boot = BootSecret()
    frame_for(app, settings, store, organisation, boot.derive("form tokens"))
    install_gate(app, settings, Door(store, boot))
    open_pages(app, BLUEPRINTS)
    return app


if __name__ == "__main__":
    from ledger.commands import main

    sys.exit(main())
