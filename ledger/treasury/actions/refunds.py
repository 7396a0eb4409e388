"""Money back to a donor: proposed, owed from its approval on, paid when a statement shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.approvals.queries import content_of, said
from ledger.books.actions import About, Happening, journal
from ledger.books.queries import available
from ledger.books.rules.chart import DUE_TO_DONORS, IN_ADVANCE, REFUNDS
from ledger.books.rules.lines import Line, Shown, pair, with_difference
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.funds.models import Contribution, ContributionStage, Donor, Fund
from ledger.money import Money, plain_amount
from ledger.reference import new_reference
from ledger.staff.actions.carrying import nobody_more
from ledger.treasury.actions.proposing import nothing_to_undo, worth_of
from ledger.treasury.models import GiftCondition, Refund, RefundStage
from ledger.treasury.queries import any_earned, said_met
from ledger.treasury.rules.codes import REFUND_REASONS, one_of
from ledger.work import Work


def propose_refund(work: Work, fund: Fund, donor: Donor, money: Money, reason: str) -> Proposal:
    """Ask another to sign that so much of what a fund received and has not promised goes back to its donor."""
    work.actor.require(Role.OFFICER)
    if fund.donor_id not in {None, donor.id}:
        raise Refusal(N_("This fund belongs to another donor. Choose that donor, or another fund."), field="donor")
    left = available(work.session, fund.id, money.currency)
    if money.minor > left:
        raise Refusal(
            N_("This fund has %(left)s %(code)s that are not promised, less than that."),
            field="amount",
            left=plain_amount(left, money.currency),
            code=money.currency,
        )
    return _propose(work, fund, donor, money, reason, None)


def propose_refund_of_gift(work: Work, gift: Contribution, money: Money, reason: str) -> Proposal:
    """Ask another to sign that so much of a gift received in advance, whose condition will not be met, goes back."""
    work.actor.require(Role.OFFICER)
    _refuse_earned(work, gift, money.minor)
    return _propose(work, gift.fund, gift.donor, money, reason, gift)


def _propose(work: Work, fund: Fund, donor: Donor, money: Money, reason: str, gift: Contribution | None) -> Proposal:
    one_of(reason, REFUND_REASONS, "reason")
    refund = uuid4()
    content = {
        "refund": str(refund),
        "donor": str(donor.id),
        "contribution": str(gift.id) if gift else None,
    }
    matter = Matter("refund", refund, content, money, worth_of(work, fund, money), fund.id, reason=reason)
    return approvals.propose(work, matter)


def _refuse_earned(work: Work, gift: Contribution, minor: int) -> GiftCondition:
    condition = work.session.get(GiftCondition, gift.id)
    if condition is None or gift.stage is not ContributionStage.IN_ADVANCE:
        raise Refusal(N_("This gift is not held in advance. Propose a refund of its fund instead."))
    left = condition.left_minor - said_met(work.session, gift.id)
    if minor > left:
        raise Refusal(
            N_("%(left)s %(code)s of this gift are not earned yet, less than that."),
            field="amount",
            left=plain_amount(left, gift.currency),
            code=gift.currency,
        )
    return condition


def _carry_out(work: Work, proposal: Proposal, signed: dict[str, Any], _signer: Signer) -> None:
    content, money = signed["content"], Money(signed["money"]["minor"], signed["money"]["currency"])
    fund, today, out_of = UUID(signed["fund"]), work.at.date(), REFUNDS
    if content["contribution"] is not None:
        out_of = IN_ADVANCE
        gift = work.session.get_one(Contribution, UUID(content["contribution"]))
        condition = _refuse_earned(work, gift, money.minor)
        condition.left_minor -= money.minor
        if not condition.left_minor:
            earned = any_earned(work.session, gift.id)
            gift.stage = ContributionStage.RECEIVED if earned else ContributionStage.REFUNDED
            gift.received_on = today if earned else None
    with journal(work) as books:
        base = (
            books.worth(fund, money.currency, money.minor, today)
            if out_of == REFUNDS
            else books.carried(fund, money.currency, IN_ADVANCE, money.minor)
        )
        refund = Refund(
            id=proposal.subject,
            reference=new_reference("E"),
            fund_id=fund,
            donor_id=UUID(content["donor"]),
            currency=money.currency,
            minor=money.minor,
            base_minor=base,
            stage=RefundStage.DUE,
            proposal_id=proposal.id,
        )
        work.session.add(refund)
        work.session.flush()
        work.record("refund.decided", [refund.id, fund], refund=str(refund.id), proposal=str(proposal.id))
        what = Happening("refund_due", today, fund, money.currency, About("refund", refund.id))
        books.post(what, pair(out_of, DUE_TO_DONORS, money.minor, base))


def pay_refund(work: Work, refund: Refund, shown: Shown) -> Refund:
    """Say that a statement shows the money of a refund leaving."""
    work.actor.require(Role.FINANCE)
    _refuse_settled(refund)
    if (shown.currency, -shown.minor) != (refund.currency, refund.minor):
        raise Refusal(
            N_("This refund is of %(amount)s %(code)s; the line shows another amount."),
            amount=plain_amount(refund.minor, refund.currency),
            code=refund.currency,
        )
    refund.stage, refund.paid_on = RefundStage.PAID, shown.on
    work.record(
        "refund.paid",
        [refund.id, refund.fund_id],
        refund=str(refund.id),
        cash=shown.cash,
        date=day_text(shown.on),
        statement=str(shown.line),
    )
    with journal(work) as books:
        cost = books.cash_cost(refund.fund_id, refund.currency, shown.cash, refund.minor)
        lines = [
            Line(DUE_TO_DONORS, refund.minor, refund.base_minor),
            shown.of_cash(refund.fund_id, shown.minor, -cost),
        ]
        what = Happening("refund_paid", shown.on, refund.fund_id, refund.currency, About("refund", refund.id))
        books.post(what, with_difference(lines, refund.currency, books.base))
    return refund


def cancel_refund(work: Work, refund: Refund) -> None:
    """Say that a donor leaves the money after all: it stands again where it was taken from. Stopping needs one."""
    work.actor.require(Role.OFFICER, Role.FINANCE)
    _refuse_settled(refund)
    signed = said(content_of(work.session, work.session.get_one(Proposal, refund.proposal_id)))["content"]
    into = REFUNDS
    if signed["contribution"] is not None:
        into = IN_ADVANCE
        gift = work.session.get_one(Contribution, UUID(signed["contribution"]))
        work.session.get_one(GiftCondition, gift.id).left_minor += refund.minor
        gift.stage, gift.received_by, gift.received_on = ContributionStage.IN_ADVANCE, None, None
    refund.stage = RefundStage.CANCELLED
    work.session.flush()
    work.record("refund.cancelled", [refund.id, refund.fund_id], refund=str(refund.id))
    with journal(work) as books:
        about = About("refund", refund.id)
        what = Happening("refund_cancelled", work.at.date(), refund.fund_id, refund.currency, about)
        books.post(what, pair(DUE_TO_DONORS, into, refund.minor, refund.base_minor))


def _refuse_settled(refund: Refund) -> None:
    if refund.stage is not RefundStage.DUE:
        raise Refusal(N_("This refund is paid already, or was given up."))


register(Kind("refund", frozenset({Role.OFFICER}), _carry_out, nothing_to_undo, nobody_more))
