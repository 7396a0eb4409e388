"""A sheet for a legal demand: what is held, what cannot be opened, who decides. It names nobody."""

from __future__ import annotations

from flask import Blueprint, render_template

from ledger.vault.queries.holding import holding
from ledger.vault.rules.compartments import ROLES
from ledger.vault.words import COMPARTMENTS, LOCK_WORDS
from ledger.web.access import STAFF, guarded
from ledger.web.context import store


def add_demand_pages(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/legal-demand", "demand", demand)


@guarded(*STAFF)
def demand() -> str:
    """Draw the sheet from what is held at this moment."""
    now = store().clock.now()
    with store().reading() as session:
        held = holding(session, now.date())
    return render_template(
        "vault/demand.html", held=held, now=now, compartments=COMPARTMENTS, lock_words=LOCK_WORDS, roles=ROLES
    )
