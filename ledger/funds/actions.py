"""Recording who gives, the pot, and the gift: announced by one person, received by another's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from ledger.actor import Role
from ledger.books.accounts import cash_account_for
from ledger.books.actions import About, Happening, journal
from ledger.books.models import CashAccount
from ledger.books.rules.chart import CONTRIBUTIONS
from ledger.books.rules.lines import Line, Shown
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.funds.models import Contribution, ContributionStage, Donor, DonorReader, Fund
from ledger.money import Money, digits_of
from ledger.vocabulary import PURPOSES
from ledger.work import Work


def record_donor(work: Work, code: str, name: str) -> Donor:
    """Write down who gives. The log knows the code only."""
    work.actor.require(Role.OFFICER)
    if work.session.scalar(select(Donor.id).where(Donor.code == code)):
        raise Refusal(N_("There is a donor with this code already. Choose another code."), field="code")
    return write_donor(work, code, name)


def write_donor(work: Work, code: str, name: str) -> Donor:
    """Insert and log a donor, for whoever checked that it may stand."""
    donor = Donor(id=uuid4(), code=code, name=name)
    work.session.add(donor)
    work.session.flush()
    work.record("donor.recorded", [donor.id], donor=str(donor.id), code=code)
    return donor


def name_donor_reader(work: Work, donor: Donor, person: UUID) -> None:
    """Let a person with the donor role see the figures of this donor's funds."""
    work.session.add(DonorReader(id=uuid4(), donor_id=donor.id, person_id=person))
    work.record("donor.reader_named", [donor.id, person], donor=str(donor.id), person=str(person))


@dataclass(frozen=True, slots=True)
class FundTerms:
    """What a fund is: its restriction, currency and dates. No purposes means any purpose."""

    code: str
    name: str
    currency: str
    opens: date
    closes: date
    purposes: tuple[str, ...] = ()
    donor: Donor | None = None


def open_fund(work: Work, terms: FundTerms) -> Fund:
    """Open a pot."""
    work.actor.require(Role.OFFICER)
    if terms.opens > terms.closes:
        raise Refusal(N_("The fund closes before it opens. Correct one of the days."), field="closes")
    if not set(terms.purposes) <= set(PURPOSES):
        raise Refusal(N_("Choose the purposes from the list."), field="purposes")
    if work.session.scalar(select(Fund.id).where(Fund.code == terms.code)):
        raise Refusal(N_("There is a fund with this code already. Choose another code."), field="code")
    return write_fund(work, terms)


def write_fund(work: Work, terms: FundTerms, fund_id: UUID | None = None) -> Fund:
    """Insert and log a fund, for whoever checked that it may stand."""
    fund = Fund(
        id=fund_id or uuid4(),
        code=terms.code,
        name=terms.name,
        donor_id=terms.donor.id if terms.donor else None,
        currency=terms.currency,
        cash_account=cash_account_for(work, terms.currency),
        opens=terms.opens,
        closes=terms.closes,
        purposes=" ".join(sorted(terms.purposes)),
    )
    work.session.add(fund)
    work.session.flush()
    work.record(
        "fund.opened",
        [s for s in (fund.id, fund.donor_id) if s],
        fund=str(fund.id),
        code=fund.code,
        donor=str(fund.donor_id) if fund.donor_id else None,
        currency=fund.currency,
        digits=digits_of(fund.currency),
        opens=day_text(fund.opens),
        closes=day_text(fund.closes),
        purposes=fund.purpose_codes,
    )
    return fund


def announce_contribution(work: Work, fund: Fund, donor: Donor, money: Money) -> Contribution:
    """Write down a gift that is on its way. It counts for nothing until it is received."""
    work.actor.require(Role.OFFICER)
    if money.minor <= 0:
        raise Refusal(N_("Write an amount above nothing."), field="amount")
    if money.currency != fund.currency and not _has_account(work, money.currency):
        raise Refusal(
            N_(
                "There is no account in %(code)s. Finance opens one first, or the bank changes the money as it arrives."
            ),
            field="currency",
            code=money.currency,
        )
    if fund.donor_id not in {None, donor.id}:
        raise Refusal(N_("This fund belongs to another donor. Choose that donor, or another fund."), field="donor")
    return write_contribution(work, fund, donor, money)


def _has_account(work: Work, currency: str) -> bool:
    return work.session.scalar(select(CashAccount.code).where(CashAccount.currency == currency).limit(1)) is not None


def write_contribution(work: Work, fund: Fund, donor: Donor, money: Money) -> Contribution:
    """Insert and log an announced gift, for whoever checked that it may stand."""
    gift = Contribution(
        id=uuid4(),
        fund_id=fund.id,
        donor_id=donor.id,
        minor=money.minor,
        currency=money.currency,
        stage=ContributionStage.ANNOUNCED,
        announced_by=work.actor.id,
        announced_at=work.at,
    )
    work.session.add(gift)
    work.session.flush()
    work.record(
        "contribution.announced",
        [gift.id, fund.id, donor.id],
        contribution=str(gift.id),
        fund=str(fund.id),
        donor=str(donor.id),
        minor=money.minor,
        currency=money.currency,
    )
    return gift


def receive_contribution(work: Work, gift: Contribution, shown: Shown) -> Contribution:
    """Post a gift that a statement line shows whole. Never by the person who announced it."""
    work.actor.require(Role.FINANCE)
    if gift.stage is not ContributionStage.ANNOUNCED:
        raise Refusal(N_("This contribution was received already, or was given up."))
    if gift.announced_by == work.actor.id:
        raise Refusal(N_("You announced this contribution; another person has to confirm that the money arrived."))
    here = shown.cash == gift.fund.cash_account or gift.currency != gift.fund.currency
    if not here or (shown.currency, shown.minor) != (gift.currency, gift.minor):
        raise Refusal(N_("The line shows another amount than was announced, or another account than the fund's."))
    gift.stage, gift.received_by, gift.received_on = ContributionStage.RECEIVED, work.actor.id, shown.on
    work.record("contribution.received", [gift.id, gift.fund_id], contribution=str(gift.id), date=day_text(shown.on))
    with journal(work) as books:
        what = Happening("contribution", shown.on, gift.fund_id, gift.currency, About("contribution", gift.id))
        worth = books.worth(gift.fund_id, gift.currency, gift.minor, shown.on)
        cash = shown.of_cash(gift.fund_id, gift.minor, worth)
        books.post(what, [cash, Line(CONTRIBUTIONS, -gift.minor, -worth)])
    return gift


def withdraw_contribution(work: Work, gift: Contribution) -> None:
    """Say that an announced gift does not come, or was announced wrongly: nobody waits for it any more."""
    work.actor.require(Role.OFFICER)
    if gift.stage not in {ContributionStage.ANNOUNCED, ContributionStage.CONDITIONAL}:
        raise Refusal(N_("This contribution was received already, or was given up."))
    gift.stage = ContributionStage.WITHDRAWN
    work.session.flush()
    work.record("contribution.withdrawn", [gift.id, gift.fund_id], contribution=str(gift.id))
