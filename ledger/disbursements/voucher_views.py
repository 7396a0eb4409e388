"""The page of vouchers that are out: to be held to an issuer's invoice before it is paid."""

from __future__ import annotations

from flask import Blueprint, render_template

from ledger.disbursements.vouchers import outstanding
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store


def add_voucher_pages(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/vouchers", "vouchers", vouchers)


@guarded(*CASEWORK)
def vouchers() -> str:
    """Show what each issuer of vouchers may still invoice."""
    with store().reading() as session:
        return render_template("disbursements/vouchers.html", out=outstanding(session))
