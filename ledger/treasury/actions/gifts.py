"""Gifts that come another way: on a condition, through a card processor, in digital currency.

Announced by one, received by another, as every gift is; what arrives is what a statement line shows.
"""

from __future__ import annotations

import hashlib
import secrets
from uuid import uuid4

from sqlalchemy import select

from ledger.actor import Role
from ledger.books.actions import About, Happening, Journal, journal
from ledger.books.rules.chart import CHARGES, CONTRIBUTIONS, IN_ADVANCE
from ledger.books.rules.lines import Line, Shown, pair
from ledger.books.rules.rates import rate_from
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.funds.actions import announce_contribution
from ledger.funds.models import Contribution, ContributionStage, Donor, Fund
from ledger.money import Money, plain_amount
from ledger.treasury.actions.proposing import refuse_nothing
from ledger.treasury.models import ConditionMet, DigitalGift, GiftCondition
from ledger.treasury.queries import said_met
from ledger.treasury.rules.codes import CONDITIONS, EVIDENCE, one_of
from ledger.treasury.rules.digital import Digital, money_of
from ledger.work import Work


def announce_conditional(work: Work, fund: Fund, donor: Donor, money: Money, condition: str) -> Contribution:
    """Write down a gift that is earned only when a condition is met."""
    one_of(condition, CONDITIONS, "condition")
    gift = announce_contribution(work, fund, donor, money)
    gift.stage = ContributionStage.CONDITIONAL
    work.session.add(GiftCondition(contribution_id=gift.id, code=condition, left_minor=0))
    work.session.flush()
    work.record("contribution.conditioned", [gift.id, fund.id], contribution=str(gift.id), condition=condition)
    return gift


def hold_in_advance(work: Work, gift: Contribution, shown: Shown) -> Contribution:
    """Say that the money of a gift on a condition is there: it is owed to its donor until the condition is met."""
    _refuse_receiver(work, gift, ContributionStage.CONDITIONAL)
    if (shown.currency, shown.minor) != (gift.currency, gift.minor):
        raise Refusal(
            N_("This gift is of %(amount)s %(code)s; the line shows another amount."),
            amount=plain_amount(gift.minor, gift.currency),
            code=gift.currency,
        )
    gift.stage = ContributionStage.IN_ADVANCE
    work.session.get_one(GiftCondition, gift.id).left_minor = gift.minor
    work.session.flush()
    work.record("contribution.held", [gift.id, gift.fund_id], contribution=str(gift.id), **_where(shown))
    with journal(work) as books:
        worth = books.worth(gift.fund_id, gift.currency, gift.minor, shown.on)
        lines = [shown.of_cash(gift.fund_id, gift.minor, worth), Line(IN_ADVANCE, -gift.minor, -worth)]
        books.post(_happening(gift, "contribution_in_advance", shown), lines)
    return gift


def say_met(work: Work, gift: Contribution, minor: int, evidence: str) -> ConditionMet:
    """Say that the condition is met for so much of a gift, and by what one knows it. Another person earns it."""
    work.actor.require(Role.OFFICER)
    one_of(evidence, EVIDENCE, "evidence")
    refuse_nothing(minor)
    condition = work.session.get(GiftCondition, gift.id)
    if condition is None or gift.stage is not ContributionStage.IN_ADVANCE:
        raise Refusal(N_("This gift is not held in advance."))
    left = condition.left_minor - said_met(work.session, gift.id)
    if minor > left:
        raise Refusal(
            N_("%(left)s %(code)s of this gift are not earned yet, less than that."),
            field="amount",
            left=plain_amount(left, gift.currency),
            code=gift.currency,
        )
    met = ConditionMet(
        id=uuid4(),
        contribution_id=gift.id,
        minor=minor,
        evidence=evidence,
        said_by=work.actor.id,
        said_at=work.at,
    )
    work.session.add(met)
    work.session.flush()
    work.record(
        "condition.met",
        [gift.id, gift.fund_id],
        met=str(met.id),
        contribution=str(gift.id),
        minor=minor,
        evidence=evidence,
    )
    return met


def earn(work: Work, met: ConditionMet) -> ConditionMet:
    """Move what was received in advance to income. Never by the person who said that the condition is met."""
    work.actor.require(Role.FINANCE)
    if met.earned_on is not None:
        raise Refusal(N_("This is earned already."))
    _refuse_taken_back(met)
    if met.said_by == work.actor.id:
        raise Refusal(N_("You said that the condition is met; another person has to book it."))
    gift, condition = met.gift, work.session.get_one(GiftCondition, met.contribution_id)
    today = work.at.date()
    met.earned_by, met.earned_on = work.actor.id, today
    condition.left_minor -= met.minor
    if not condition.left_minor:
        gift.stage, gift.received_by, gift.received_on = ContributionStage.RECEIVED, work.actor.id, today
    work.session.flush()
    work.record("income.earned", [gift.id, gift.fund_id], met=str(met.id), date=day_text(today))
    with journal(work) as books:
        base = books.carried(gift.fund_id, gift.currency, IN_ADVANCE, met.minor)
        what = Happening("income_earned", today, gift.fund_id, gift.currency, About("contribution", gift.id))
        books.post(what, pair(IN_ADVANCE, CONTRIBUTIONS, met.minor, base))
    return met


def take_back_met(work: Work, met: ConditionMet) -> None:
    """Say that a condition is not met after all, before it is earned: nothing is income on one person's mistake."""
    work.actor.require(Role.OFFICER, Role.FINANCE)
    if met.earned_on is not None:
        raise Refusal(N_("This is earned already."))
    _refuse_taken_back(met)
    met.taken_back = True
    work.session.flush()
    work.record("condition.taken_back", [met.contribution_id, met.gift.fund_id], met=str(met.id))


def _refuse_taken_back(met: ConditionMet) -> None:
    if met.taken_back:
        raise Refusal(N_("That this condition is met was taken back."))


def convert_digital(work: Work, gift: Contribution, digital: Digital) -> DigitalGift:
    """Write down how a gift came in digital currency and for how much money it was sold; the gift is that money."""
    _refuse_receiver(work, gift, ContributionStage.ANNOUNCED)
    rate_from(digital.rate, digital.source, work.at.date())
    if work.session.get(DigitalGift, gift.id) is not None:
        raise Refusal(N_("How this gift came is written down already."))
    if work.session.scalar(select(DigitalGift.asset).where(DigitalGift.transaction_id == digital.transaction_id)):
        raise Refusal(N_("This transaction belongs to another gift already."), field="transaction")
    minor, announced = money_of(digital, gift.currency), gift.minor
    salt = secrets.token_bytes(16)
    row = DigitalGift(
        contribution_id=gift.id,
        asset=digital.asset,
        network=digital.network,
        amount=digital.amount,
        transaction_id=digital.transaction_id,
        salt=salt,
        rate=digital.rate,
        source=digital.source,
    )
    gift.minor = minor
    work.session.add(row)
    work.session.flush()
    work.record(
        "contribution.converted",
        [gift.id, gift.fund_id],
        contribution=str(gift.id),
        asset=digital.asset,
        network=digital.network,
        amount=digital.amount,
        transaction_sha256=hashlib.sha256(salt + digital.transaction_id.encode()).hexdigest(),
        rate=digital.rate,
        source=digital.source,
        announced_minor=announced,
        minor=minor,
    )
    return row


def collect_gift(work: Work, gift: Contribution, shown: Shown) -> Contribution:
    """Receive a gift of which a card processor or an exchange kept a fee: gross income, and the fee as a charge."""
    _refuse_receiver(work, gift, ContributionStage.ANNOUNCED)
    fee = gift.minor - shown.minor
    if shown.currency != gift.currency or not 0 <= fee < gift.minor:
        raise Refusal(
            N_("This gift is of %(amount)s %(code)s; less than that arrives, by the fee, or exactly that."),
            amount=plain_amount(gift.minor, gift.currency),
            code=gift.currency,
        )
    gift.stage, gift.received_by, gift.received_on = ContributionStage.RECEIVED, work.actor.id, shown.on
    work.session.flush()
    work.record(
        "contribution.collected",
        [gift.id, gift.fund_id],
        contribution=str(gift.id),
        fee_minor=fee,
        **_where(shown),
    )
    with journal(work) as books:
        worth = books.worth(gift.fund_id, gift.currency, gift.minor, shown.on)
        lines = [shown.of_cash(gift.fund_id, gift.minor, worth), Line(CONTRIBUTIONS, -gift.minor, -worth)]
        books.post(_happening(gift, "contribution", shown), lines)
        if fee:
            _charge(books, gift, shown, fee)
    return gift


def _charge(books: Journal, gift: Contribution, shown: Shown, fee: int) -> None:
    cost = books.cash_cost(gift.fund_id, gift.currency, shown.cash, fee)
    lines = [Line(CHARGES, fee, cost), shown.of_cash(gift.fund_id, -fee, -cost)]
    books.post(_happening(gift, "bank_charge", shown), lines)


def _refuse_receiver(work: Work, gift: Contribution, stage: ContributionStage) -> None:
    work.actor.require(Role.FINANCE)
    if gift.stage is not stage:
        raise Refusal(N_("This contribution was received already, or comes another way."))
    if gift.announced_by == work.actor.id:
        raise Refusal(N_("You announced this contribution; another person has to confirm that the money arrived."))


def _happening(gift: Contribution, event: str, shown: Shown) -> Happening:
    return Happening(event, shown.on, gift.fund_id, gift.currency, About("contribution", gift.id))


def _where(shown: Shown) -> dict[str, str]:
    return {"cash": shown.cash, "date": day_text(shown.on), "statement": str(shown.line)}
