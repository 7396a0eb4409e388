"""Pages of the organisation's own side of each channel."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.banking.mobile_csv import Holds
from ledger.banking.pain001.order import VERSIONS
from ledger.books.models import CashAccount
from ledger.channels import describing, queries, words
from ledger.channels.actions.payers import Payer, set_payer
from ledger.channels.actions.profiles import set_profile
from ledger.channels.actions.rules import propose_rules
from ledger.channels.forms import PayerForm, ProfileForm, RulesForm
from ledger.channels.models import MobileProfile
from ledger.channels.rules.profiles import DELIMITERS, FIRST, lines_of, profile_from, profile_in
from ledger.channels.rules.table import lines_of as rules_written
from ledger.channels.rules.table import table_in
from ledger.channels.used import standings
from ledger.channels.words import CHARGES, SERVICES
from ledger.errors import N_, NotFound, Refusal
from ledger.organisation import base_currency
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("channels", __name__)

add_place(Place(Section.MONEY, 60, N_("Channels"), "channels.index", frozenset({Role.FINANCE})))


@bp.get("/channels")
@guarded(Role.FINANCE)
def index() -> str:
    """Show who pays from which account, and the tables that operators take."""
    with store().reading() as session:
        return render_template(
            "channels/index.html",
            accounts=queries.cash_accounts(session),
            payers=queries.payers(session),
            profiles=queries.profiles(session),
        )


@bp.route("/channels/payers/<cash>", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def payer(cash: str) -> str | Answer:
    """Say who pays from an account."""
    with store().reading() as session:
        account, found = session.get(CashAccount, cash), queries.payer_of(session, cash)
    if account is None:
        raise NotFound
    form = PayerForm(obj=found)
    form.service.choices, form.charges.choices = choices_of(SERVICES), choices_of(CHARGES)
    form.version.choices = [(version, version) for version in VERSIONS]
    if request.method == "GET" and found is None:
        form.service.data, form.charges.data = ("SEPA", "SLEV") if account.currency == "EUR" else ("NURG", "SHAR")
    if form.validate_on_submit():
        try:
            return _set_payer(form, cash)
        except Refusal as refusal:
            form.refuse(refusal)
    heading = _("Who pays from %(code)s", code=cash)
    return render_template("funds/form.html", form=form, heading=heading, submit=_("Keep"))


def _set_payer(form: PayerForm, cash: str) -> Answer:
    with unit(form) as work:
        name, number, bank, country = (
            str(form[field].data or "").strip() for field in ("name", "number", "bank", "country")
        )
        who = Payer(name, number, bank, country.upper(), form.service.data, form.charges.data, form.version.data)
        set_payer(work, cash, who)
        work.location = url_for("channels.index")
    flash(_("It is kept."), "done")
    return redirect(work.location, 303)


@bp.route("/channels/profiles/new", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def new_profile() -> str | Answer:
    """Write down the table of another operator."""
    return _profile(ProfileForm(columns=FIRST, header=True))


@bp.route("/channels/profiles/<code>", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def profile(code: str) -> str | Answer:
    """Change the table of an operator."""
    with store().reading() as session:
        found = session.get(MobileProfile, code)
    if found is None:
        raise NotFound
    kept = profile_from(found.content)
    delimiter = "tab" if kept.delimiter == "\t" else kept.delimiter
    return _profile(ProfileForm(code=code, columns=lines_of(kept), delimiter=delimiter, header=kept.header))


def _profile(form: ProfileForm) -> str | Answer:
    form.delimiter.choices = choices_of(DELIMITERS)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                typed = profile_in(form.columns.data or "", form.delimiter.data, header=bool(form.header.data))
                set_profile(work, (form.code.data or "").strip(), typed)
                work.location = url_for("channels.index")
            flash(_("It is kept."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("channels/profile.html", form=form, holds=[one.value for one in Holds])


@bp.route("/channels/rules", methods=["GET", "POST"])
@guarded(Role.FINANCE, Role.APPROVER, Role.AUDITOR)
def rules() -> str | Answer:
    """Show what channels let through and how sure an arrival has to be; finance proposes it otherwise."""
    with store().reading() as session:
        (version, table), base = queries.rules_in_force(session), base_currency(session)
        today = store().clock.now().date()
        standing = [one for limit in table.limits for one in standings(session, limit, today)]
    form = RulesForm(rules=rules_written(table, base))
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                propose_rules(work, table_in(form.rules.data or "", base))
                work.location = url_for("channels.rules")
            flash(_("The rules are proposed. Another person has to sign them."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    shown = {"form": form, "version": version, "table": table, "base": base, "standing": standing, "today": today}
    told = {"channels": words.CHANNELS, "kinds": words.KINDS, "bounds": words.BOUNDS}
    return render_template("channels/rules.html", **shown, **told)


__all__ = ["bp", "describing"]
