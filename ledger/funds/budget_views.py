"""The page on which the budget of a fund is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.errors import N_, Refusal
from ledger.funds.budgeting import propose_budget
from ledger.funds.forms import BudgetForm
from ledger.funds.models import Budget, Fund, RateMethod
from ledger.funds.queries import budget_of, fund_by_code
from ledger.funds.rules.budget import BESIDE, ITEMS, METHODS, Budgeted
from ledger.money import minor_units
from ledger.vocabulary import PURPOSES
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of, plain_from
from ledger.web.formats import amount

FREE_LINES = 4
"""Empty lines to add to a budget that is changed."""


def add_budget_pages(bp: Blueprint) -> None:
    """Hang in the page."""
    bp.add_url_rule("/budgets/new/<path:code>", "new_budget", new_budget, methods=["GET", "POST"])


@guarded(Role.OFFICER)
def new_budget(code: str) -> str | Answer:
    """Propose a budget, or a change of it, as it was agreed with the donor."""
    form = BudgetForm()
    form.method.choices = choices_of(METHODS)
    with store().reading() as session:
        fund = fund_by_code(session, code)
        if request.method == "GET":
            _fill(form, fund, budget_of(session, fund.id))
    for part in form.items:
        part.form.line.label.text = _(ITEMS.get(part.form.item.data or "", ""))
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                method, lines = RateMethod(form.method.data), _typed(form, fund.currency)
                proposal = propose_budget(work, work.session.get_one(Fund, fund.id), method, lines)
                work.location = f"/proposals/{proposal.reference}"
            flash(_("The budget waits for a signature."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("funds/budget.html", form=form, fund=fund)


def _fill(form: BudgetForm, fund: Fund, known: Budget | None) -> None:
    """Begin with the budget in force, and with everything that the fund may be spent on."""
    inside: dict[str, str] = {}
    if known is not None:
        form.method.data = known.method.value
        while len(form.lines) < len(known.lines) + FREE_LINES and len(form.lines) < (form.lines.max_entries or 0):
            form.lines.append_entry()
        for part, line in zip(form.lines, known.lines, strict=False):
            part.form.code.data, part.form.amount.data = line.code, amount(line.minor, fund.currency)
            inside |= dict.fromkeys(line.item_codes, line.code)
    for item in [*(fund.purpose_codes or PURPOSES), *BESIDE]:
        form.items.append_entry({"item": item, "line": inside.get(item, "")})


def _typed(form: BudgetForm, currency: str) -> Sequence[Budgeted]:
    """Return the lines as they were typed; what stands in a line that is not there is refused."""
    items: dict[str, list[str]] = {}
    for one in form.items:
        line = (one.form.line.data or "").strip()
        if line:
            items.setdefault(line, []).append(one.form.item.data or "")
    found = []
    for number, part in enumerate(form.lines, start=1):
        code, minor = ((typed.data or "").strip() for typed in (part.form.code, part.form.amount))
        if code or minor:
            found.append(Budgeted(code, tuple(items.pop(code, ())), _minor(minor, currency, number)))
    if items:
        raise Refusal(N_("There is no line %(code)s above. Write its amount, or choose another line."), code=min(items))
    return found


def _minor(typed: str, currency: str, number: int) -> int:
    try:
        return minor_units(plain_from(typed, get_locale()), currency)
    except Refusal as refusal:
        why = _(refusal.sentence, **refusal.values) if refusal.values else _(refusal.sentence)
        raise Refusal(N_("Line %(line)s: %(fault)s"), line=number, fault=why) from None
