"""The payees of a released run, as a list for whoever sends the money: opened, streamed, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response as Answer

from ledger.actor import Actor, Role
from ledger.disbursements import queries
from ledger.disbursements.actions.payees import PayeeLine, open_payees
from ledger.errors import Alarming, Refusal
from ledger.money import plain_amount
from ledger.signin.stepup import demo_hint, step_up
from ledger.vault.queries.locks import HeldLock
from ledger.vault.queries.payees import payees
from ledger.vault.rules.details import PaymentDetails
from ledger.web.access import guarded
from ledger.web.context import store, unit, viewer
from ledger.web.download import streamed_csv
from ledger.web.fields import StepUpForm
from ledger.work import Store

MEMBERS = (
    "method",
    "holder",
    "account",
    "bank_code",
    "bank_name",
    "country",
    "mobile_provider",
    "mobile_number",
    "statement_payer",
    "statement_reference",
    "note",
)
"""Members of payment details that stand in the list, in this order, behind code, amount and currency."""


def add_payee_pages(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/runs/<reference>/payees", "payees", run_payees, methods=["GET", "POST"])


@guarded(Role.FINANCE)
def run_payees(reference: str) -> str | Answer:
    """Open the payees of a run: logged first, then handed over as a list."""
    form = StepUpForm()
    with store().reading() as session:
        run = queries.run_by_reference(session, reference)
    if form.validate_on_submit():
        try:
            proved = step_up(form)
            with unit(form) as work:
                held, lines = open_payees(
                    work, proved.unlocked, queries.run_by_reference(work.session, reference), "csv"
                )
                work.location = url_for("disbursements.run", reference=reference)
            head = ["code", "amount", "currency", *MEMBERS]
            return streamed_csv("list", head, rows_of(store(), viewer().actor, held, lines))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("disbursements/payees.html", form=form, run=run, demo_hint=demo_hint())


def rows_of(opened: Store, actor: Actor, held: HeldLock, lines: Sequence[PayeeLine]) -> Iterator[list[str]]:
    """Return one row a payment. Raises Alarming at the first whose details are not those signed for; it is reported."""
    try:
        with opened.reading() as session:
            found = payees(session, opened.organisation, held, [(line.award, line.approved) for line in lines])
            for line, payee in zip(lines, found, strict=True):
                details = PaymentDetails.from_bytes(payee.content)
                amount = plain_amount(line.minor, line.currency)
                yield [line.code, amount, line.currency, *(str(getattr(details, name)) for name in MEMBERS)]
    except Alarming as alarm:
        opened.raise_alarm(actor, alarm)
        raise
