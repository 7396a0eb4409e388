"""Pages of gifts that come another way: on a condition, or in digital currency."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.errors import NotFound
from ledger.funds.actions import withdraw_contribution
from ledger.funds.models import Contribution, ContributionStage
from ledger.funds.queries import donor_by_code, fund_by_code
from ledger.money import Money
from ledger.signin.forms import ConfirmForm
from ledger.treasury import queries
from ledger.treasury.actions.gifts import announce_conditional, convert_digital, earn, say_met, take_back_met
from ledger.treasury.actions.refunds import propose_refund_of_gift
from ledger.treasury.filling import donor_choices, fund_choices, page_of, sent
from ledger.treasury.forms import ConditionalForm, DigitalForm, GiftRefundForm, MetForm
from ledger.treasury.models import ConditionMet
from ledger.treasury.rules.codes import CONDITIONS, EVIDENCE, REFUND_REASONS
from ledger.treasury.rules.digital import digital_from
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of
from ledger.work import Work


def add_gift_pages(bp: Blueprint) -> None:
    """Hang the pages of gifts into the slice's blueprint."""
    bp.add_url_rule("/gifts", "gifts", gifts)
    bp.add_url_rule("/gifts/new", "new_conditional", new_conditional, methods=["GET", "POST"])
    bp.add_url_rule("/gifts/<uuid:gift>/met", "met", met, methods=["GET", "POST"])
    bp.add_url_rule("/gifts/<uuid:gift>/refund", "refund_gift", refund_gift, methods=["GET", "POST"])
    bp.add_url_rule("/gifts/<uuid:gift>/digital", "digital", digital, methods=["GET", "POST"])
    bp.add_url_rule("/gifts/<uuid:gift>/withdraw", "withdraw_gift", withdraw_gift, methods=["POST"])
    bp.add_url_rule("/gifts/earn/<uuid:said>", "earn", earn_part, methods=["POST"])
    bp.add_url_rule("/gifts/not-met/<uuid:said>", "not_met", not_met, methods=["POST"])


@guarded(*CASEWORK)
def gifts() -> str:
    """Show the gifts on a condition, what is said to be met, and the announced gifts that may come in another way."""
    with store().reading() as session:
        return render_template(
            "treasury/gifts.html",
            conditions=queries.conditions(session),
            met=queries.met_not_earned(session),
            announced=queries.gifts_at(session, ContributionStage.ANNOUNCED),
            words=CONDITIONS,
            evidence=EVIDENCE,
            button=ConfirmForm(),
        )


def _gift(session: Session, ident: UUID) -> Contribution:
    found = session.get(Contribution, ident)
    if found is None:
        raise NotFound
    return found


@guarded(Role.OFFICER)
def new_conditional() -> str | Answer:
    """Announce a gift on a condition."""
    form = ConditionalForm()
    with store().reading() as session:
        form.fund.choices, form.donor.choices = fund_choices(session), donor_choices(session)
    form.condition.choices = choices_of(CONDITIONS)

    def act(work: Work) -> str:
        fund, donor = fund_by_code(work.session, form.fund.data), donor_by_code(work.session, form.donor.data)
        money = Money(form.amount.minor_in(fund.currency), fund.currency)
        announce_conditional(work, fund, donor, money, form.condition.data)
        return url_for("treasury.gifts")

    note = _("Until the condition is met the money is owed to the donor, and cannot be promised to anybody.")
    return sent(form, act, _("The contribution is announced.")) or render_template(
        "treasury/form.html", form=form, heading=_("Contribution on a condition"), note=note, submit=_("Announce")
    )


@guarded(Role.OFFICER)
def met(gift: UUID) -> str | Answer:
    """Say that the condition is met for a part of a gift."""
    form = MetForm()
    form.evidence.choices = choices_of(EVIDENCE)
    with store().reading() as session:
        currency = _gift(session, gift).currency
    form.amount.description = currency

    def act(work: Work) -> str:
        say_met(work, _gift(work.session, gift), form.amount.minor_in(currency), form.evidence.data)
        return url_for("treasury.gifts")

    return sent(form, act, _("It is written down. Finance books it.")) or render_template(
        "treasury/form.html", form=form, heading=_("Condition met"), submit=_("Say so")
    )


@guarded(Role.OFFICER)
def withdraw_gift(gift: UUID) -> Answer:
    """Say that an announced gift does not come."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with unit(form) as work:
            withdraw_contribution(work, _gift(work.session, gift))
            work.location = url_for("treasury.gifts")
        flash(_("Nobody waits for this contribution any more."), "done")
    return redirect(url_for("treasury.gifts"), 303)


@guarded(Role.FINANCE)
def earn_part(said: UUID) -> Answer:
    """Earn what another says is met."""
    return _on_met(said, earn, _("It is income now."))


@guarded(Role.OFFICER, Role.FINANCE)
def not_met(said: UUID) -> Answer:
    """Take back that a condition is met."""
    return _on_met(said, take_back_met, _("It is taken back: the condition is not met."))


def _on_met(said: UUID, act: Callable[[Work, ConditionMet], object], done: str) -> Answer:
    form = ConfirmForm()
    if form.validate_on_submit():
        with unit(form) as work:
            found = work.session.get(ConditionMet, said)
            if found is None:
                raise NotFound
            act(work, found)
            work.location = url_for("treasury.gifts")
        flash(done, "done")
    return redirect(url_for("treasury.gifts"), 303)


@guarded(Role.OFFICER)
def refund_gift(gift: UUID) -> str | Answer:
    """Propose to give back what is held of a gift in advance."""
    form = GiftRefundForm()
    form.reason.choices = choices_of(REFUND_REASONS)
    with store().reading() as session:
        currency = _gift(session, gift).currency
    form.amount.description = currency

    def act(work: Work) -> str:
        money = Money(form.amount.minor_in(currency), currency)
        return page_of(propose_refund_of_gift(work, _gift(work.session, gift), money, form.reason.data))

    return sent(form, act, _("The refund waits for a signature.")) or render_template(
        "treasury/form.html", form=form, heading=_("Give back a gift"), submit=_("Propose")
    )


@guarded(Role.FINANCE)
def digital(gift: UUID) -> str | Answer:
    """Write down how a gift came in digital currency."""
    form = DigitalForm()
    with store().reading() as session:
        form.rate.description = _(
            "What one unit of the asset was sold for, in %(code)s.", code=_gift(session, gift).currency
        )

    def act(work: Work) -> str:
        typed = (form.asset, form.network, form.amount, form.transaction, form.rate, form.source)
        read = digital_from(*((one.data or "").strip() for one in typed))
        convert_digital(work, _gift(work.session, gift), read)
        return url_for("treasury.gifts")

    note = _(
        "The gift becomes what it was sold for. Book the statement line that shows it as a contribution less a fee."
    )
    return sent(form, act, _("It is written down.")) or render_template(
        "treasury/form.html", form=form, heading=_("Gift in digital currency"), note=note, submit=_("Write down")
    )
