"""Sub-ledgers: what makes up the balance of an account, one item a row, and the tie of their sum to the ledger.

As of today the items of payables, payments in transit and commitments are read from the stages of instalments and
payments: what people see and the books must agree. On an earlier day, and for the other accounts, they are what the
postings until that day leave open about each thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage
from ledger.books.at_date import standing_at
from ledger.books.models import Posting, SubAccount
from ledger.books.rules.chart import (
    ADVANCES,
    COMMITTED,
    DUE_TO_DONORS,
    EXPENSE,
    IN_ADVANCE,
    IN_TRANSIT,
    LOANS,
    PAYABLE,
)
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run
from ledger.disbursements.queries import LIVE
from ledger.errors import N_

NOTHING = cast(null(), String)

Items = Select[*tuple[Any, ...]]
"""Columns `fund_id`, `currency`, `kind`, `ref`, `label` (a reference or a holder, or null), `minor`, `base`."""


@dataclass(frozen=True, slots=True)
class SubLedger:
    """An account and its items. `sign` makes what is owed a positive figure; `now` reads the stages of today."""

    code: str
    title: str
    account: str
    sign: int
    what: str
    on: Callable[[str, date], Items]
    now: Callable[[], Items] | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """The sum of the items beside the ledger's balance, for a fund and currency; the differences must be nil."""

    fund_id: UUID
    currency: str
    listed: int
    listed_base: int
    ledger: int
    ledger_base: int

    @property
    def difference(self) -> int:
        """Items less ledger, in the currency."""
        return self.listed - self.ledger

    @property
    def base_difference(self) -> int:
        """Items less ledger, in base."""
        return self.listed_base - self.ledger_base


def items_of(ledger: SubLedger, day: date | None) -> Subquery:
    """Return the items of a sub-ledger at the end of a day, or as of now."""
    if day is None and ledger.now is not None:
        return ledger.now().subquery()
    return ledger.on(ledger.account, day or date.max).subquery()


def ties_of(session: Session, ledger: SubLedger, day: date | None) -> list[Tie]:
    """Return the ties of a sub-ledger, for each fund and currency that has items or a balance."""
    items = items_of(ledger, day)
    sums = select(items.c.fund_id, items.c.currency, func.sum(items.c.minor), func.sum(items.c.base))
    listed = {
        (fund, currency): (int(minor), int(base))
        for fund, currency, minor, base in session.execute(sums.group_by(items.c.fund_id, items.c.currency))
    }
    booked: dict[tuple[UUID, str], tuple[int, int]] = {}
    for one in standing_at(session, day or date.max, accounts=(ledger.account,)):
        minor, base = booked.get((one.fund_id, one.currency), (0, 0))
        booked[one.fund_id, one.currency] = (minor + one.minor * ledger.sign, base + one.base * ledger.sign)
    ties = [
        Tie(fund, currency, *listed.get((fund, currency), (0, 0)), *booked.get((fund, currency), (0, 0)))
        for fund, currency in sorted(listed.keys() | booked.keys(), key=str)
    ]
    return [tie for tie in ties if any((tie.listed, tie.listed_base, tie.ledger, tie.ledger_base))]


def _payable_now() -> Items:
    """What was recognised and is neither sent nor paid: payments that wait, and what none pays since it came back.

    What an intermediary was asked to pay is owed until they have.
    """
    waiting = or_(
        Disbursement.stage.in_((DisbursementStage.PLANNED, DisbursementStage.IN_RUN)),
        and_(Disbursement.stage == DisbursementStage.SENT, _in_hands()),
    )
    waits = _payments(Disbursement.minor, Disbursement.base_minor).where(waiting, Award.kind.in_(EXPENSE))
    both = union_all(waits, _came_back()).subquery()
    return select(both.c.fund_id, both.c.currency, both.c.kind, both.c.ref, both.c.label, both.c.minor, both.c.base)


def _came_back() -> Items:
    """What failed or came back and is not being paid again, of an instalment as it was reduced or given up since."""
    of_it = and_(Disbursement.award_id == Instalment.award_id, Disbursement.number == Instalment.number)
    # By what failed first: of all that was ever recognised it is little.
    nowhere = (DisbursementStage.FAILED, DisbursementStage.RETURNED)
    failed = select(Disbursement.award_id, Disbursement.number).where(Disbursement.stage.in_(nowhere))
    part = failed.distinct().subquery()
    not_recognised = [stage for stage in InstalmentStage if stage is not InstalmentStage.RECOGNISED]

    def rest(whole: Any, given_up: Any, paid: Any) -> Any:
        living = select(func.coalesce(func.sum(paid), 0)).where(of_it, Disbursement.stage.in_(LIVE))
        return whole - given_up - living.correlate(Instalment).scalar_subquery()

    minor = rest(Instalment.minor, Instalment.given_up, Disbursement.minor)
    base = rest(Instalment.base_minor, Instalment.given_up_base, Disbursement.base_minor)
    return (
        _awards(minor, base)
        .join(part, part.c.award_id == Award.id)
        .join(Instalment, and_(Instalment.award_id == part.c.award_id, Instalment.number == part.c.number))
        .where(Instalment.stage.not_in(not_recognised), minor > 0, Award.kind.in_(EXPENSE))
    )


def _in_transit_now() -> Items:
    """What was sent and no statement has shown yet."""
    sent = _payments(Disbursement.minor, Disbursement.base_minor)
    return sent.where(Disbursement.stage == DisbursementStage.SENT, ~_in_hands())


def _in_hands() -> ColumnElement[bool]:
    """Whether an intermediary pays it: no bank carries it, it is not in transit."""
    run = select(Run.id).where(Run.id == Disbursement.run_id, Run.channel == Channel.CASH)
    return run.correlate(Disbursement).exists()


def _payments(minor: Any, base: Any) -> Items:
    return select(
        Award.fund_id,
        Disbursement.currency,
        literal("disbursement").label("kind"),
        Disbursement.id.label("ref"),
        Disbursement.reference.label("label"),
        minor.label("minor"),
        base.label("base"),
    ).join(Award, Award.id == Disbursement.award_id)


def _awards(minor: Any, base: Any) -> Items:
    return select(
        Award.fund_id,
        Award.currency,
        literal("award").label("kind"),
        Award.id.label("ref"),
        Award.reference.label("label"),
        minor.label("minor"),
        base.label("base"),
    )


def _committed_now() -> Items:
    """What approved awards promise and no review has recognised yet."""
    return (
        _awards(func.sum(Instalment.minor), func.sum(Instalment.base_minor))
        .join(Instalment, Instalment.award_id == Award.id)
        .where(Award.stage.in_((AwardStage.APPROVED, AwardStage.ACTIVE)), Instalment.stage == InstalmentStage.PLANNED)
        .group_by(Award.fund_id, Award.currency, Award.id, Award.reference)
    )


def _by_reference(account: str, day: date) -> Items:
    """What the postings until a day leave open about each thing."""
    return _open(account, day, [Posting.kind.label("kind"), Posting.ref.label("ref")], [NOTHING.label("label")])


def _owed_by_reference(account: str, day: date) -> Items:
    """The same where credits make the balance."""
    items = _by_reference(account, day).subquery()
    return select(
        items.c.fund_id, items.c.currency, items.c.kind, items.c.ref, items.c.label, (-items.c.minor).label("minor"),
        (-items.c.base).label("base"),
    )  # fmt: skip


def _owed_by_award(account: str, day: date) -> Items:
    """What the postings until a day leave owed of each award, those about its payments among them."""
    return _by_award(account, day, -1)


def _lent_by_award(account: str, day: date) -> Items:
    """What the postings until a day leave outstanding of each loan: sent as a payment, paid back as an award."""
    return _by_award(account, day, 1)


def _by_award(account: str, day: date, sign: int) -> Items:
    award = func.coalesce(Disbursement.award_id, Posting.ref)
    items = (
        _open(account, day, [award.label("ref")], [literal("award").label("kind")])
        .outerjoin(Disbursement, Disbursement.id == Posting.ref)
        .subquery()
    )
    return select(
        items.c.fund_id, items.c.currency, items.c.kind, items.c.ref, Award.reference.label("label"),
        (items.c.minor * sign).label("minor"), (items.c.base * sign).label("base"),
    ).outerjoin(Award, Award.id == items.c.ref)  # fmt: skip


def _by_holder(account: str, day: date) -> Items:
    """What the postings until a day leave with each holder."""
    told = [SubAccount.id.label("ref"), SubAccount.holder.label("label")]
    return _open(account, day, told, [literal("account").label("kind")])


def _open(account: str, day: date, told: list[Any], constant: list[Any]) -> Items:
    """Sum the postings to an account until a day by what they tell; what sums to nil is settled."""
    minor, base = func.sum(Posting.minor), func.sum(Posting.base_minor)
    query = (
        select(
            Posting.fund_id, Posting.currency, *told, *constant, minor.label("minor"), base.label("base"),
        )
        .join(SubAccount, SubAccount.id == Posting.sub_account_id)
        .where(SubAccount.account == account, Posting.date <= day)
        .having(or_(minor != 0, base != 0))
    )  # fmt: skip
    return query.group_by(Posting.fund_id, Posting.currency, *(column.element for column in told))


SUBLEDGERS = (
    SubLedger(
        "payables", N_("Grants payable"), PAYABLE, -1, N_("Recognised and not sent"), _owed_by_award, _payable_now
    ),
    SubLedger(
        "in-transit", N_("Payments in transit"), IN_TRANSIT, -1, N_("Sent and not on a statement yet"),
        _owed_by_reference, _in_transit_now,
    ),
    SubLedger("advances", N_("Advances to intermediaries"), ADVANCES, 1, N_("With each holder"), _by_holder),
    SubLedger("loans", N_("Loans to beneficiaries"), LOANS, 1, N_("Outstanding of each loan"), _lent_by_award),
    SubLedger(
        "commitments", N_("Award commitments"), COMMITTED, 1, N_("Promised and not recognised"), _by_reference,
        _committed_now,
    ),
    SubLedger("due-to-donors", N_("Due to donors"), DUE_TO_DONORS, -1, N_("Decided and not paid"), _owed_by_reference),
    SubLedger(
        "in-advance", N_("Contributions received in advance"), IN_ADVANCE, -1, N_("Received and not earned"),
        _owed_by_reference,
    ),
)  # fmt: skip
