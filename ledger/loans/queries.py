"""Reading loans: one with its schedule and entries, and lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from ledger.awards.models import Award
from ledger.beneficiaries.queries import members_of
from ledger.books.models import CashAccount, Entry, Posting, SubAccount
from ledger.books.queries import JournalLine, lines_about
from ledger.books.rules.chart import ADVANCES
from ledger.disbursements.models import Disbursement
from ledger.errors import NotFound
from ledger.loans.models import Loan, LoanDue, LoanStage

_WITH_AWARD = joinedload(Loan.award).joinedload(Award.fund)


def loan_by_reference(session: Session, reference: str) -> Loan:
    """Return the loan of the award with this reference, with award and fund. Raises NotFound."""
    query = select(Loan).join(Award, Award.id == Loan.award_id).where(Award.reference == reference)
    found = session.scalar(query.options(_WITH_AWARD))
    if found is None:
        raise NotFound
    return found


def schedule_of(session: Session, loan: Loan) -> list[LoanDue]:
    """Return all parts of all plans of a loan, the plan in force last."""
    query = select(LoanDue).where(LoanDue.award_id == loan.award_id)
    return list(session.scalars(query.order_by(LoanDue.plan, LoanDue.number)))


def entries_of(session: Session, loan: Loan) -> list[JournalLine]:
    """Return the journal lines about a loan and the payments by which it was lent, oldest first."""
    payments = session.scalars(select(Disbursement.id).where(Disbursement.award_id == loan.award_id)).all()
    lines = [line for ref in (loan.award_id, *payments) for line in lines_about(session, ref)]
    return sorted(lines, key=lambda line: (line.number, line.line))


def intermediaries(session: Session, loan: Loan) -> list[str]:
    """Return who holds or held advances in the loan's currency."""
    query = select(SubAccount.holder).where(SubAccount.account == ADVANCES, SubAccount.currency == loan.currency)
    return sorted(set(session.scalars(query.where(SubAccount.holder.not_in(select(CashAccount.code))))))


@dataclass(frozen=True, slots=True)
class LoanFilter:
    """What a list of loans shows: all fields optional."""

    text: str = ""
    stage: LoanStage | None = None
    late_on: date | None = None
    suspended: bool = False
    fund: UUID | None = None
    household: str = ""


def loans_where(wanted: LoanFilter) -> Select[Loan]:
    """Select loans with award and fund: the late ones by how late they are, all others newest first."""
    query = select(Loan).join(Award, Award.id == Loan.award_id).options(_WITH_AWARD)
    if wanted.text:
        query = query.where(Award.reference.startswith(wanted.text.upper(), autoescape=True))
    if wanted.stage:
        query = query.where(Loan.stage == wanted.stage)
    if wanted.suspended:
        query = query.where(Loan.stage == LoanStage.RUNNING, Loan.suspended.is_(True))
    if wanted.fund:
        query = query.where(Award.fund_id == wanted.fund)
    if wanted.household:
        query = query.where(Award.beneficiary.in_(members_of(wanted.household)))
    if wanted.late_on:
        return query.where(Loan.oldest_due < wanted.late_on).order_by(Loan.oldest_due, Loan.award_id)
    return query.order_by(Loan.opened_at.desc(), Loan.award_id.desc())


def late_loans(session: Session, today: date, limit: int) -> list[Loan]:
    """Return the loans that are late, those that are suspended left out; the latest first."""
    query = loans_where(LoanFilter(late_on=today)).where(Loan.suspended.is_(False))
    return list(session.scalars(query.limit(limit)))


def payable_back(currency: str, minor: int) -> Select[Loan]:
    """Select the loans that so much could pay back, those that are latest first."""
    query = select(Loan).options(_WITH_AWARD).order_by(Loan.oldest_due, Loan.award_id)
    return query.where(Loan.stage == LoanStage.RUNNING, Loan.currency == currency, Loan.outstanding_minor >= minor)


def paid_in_full_by(currency: str, minor: int) -> Select[Loan]:
    """Select the loans that so much would more than pay back, those of which most is outstanding first."""
    query = select(Loan).options(_WITH_AWARD).order_by(Loan.outstanding_minor.desc(), Loan.award_id)
    return query.where(Loan.stage == LoanStage.RUNNING, Loan.currency == currency, Loan.outstanding_minor < minor)


def recoverable(currency: str, minor: int) -> Select[Loan]:
    """Select the loans of whose losses so much could be a part, newest first."""
    query = select(Loan).options(_WITH_AWARD).order_by(Loan.opened_at.desc(), Loan.award_id)
    return query.where(Loan.currency == currency, Loan.written_off_minor - Loan.recovered_minor >= minor)


def of_reference(query: Select[Loan], reference: str) -> Select[Loan]:
    """Keep of some loans that of the award with this reference."""
    return query.join(Award, Award.id == Loan.award_id).where(Award.reference == reference)


def repayments_of(session: Session, loan: Loan) -> list[tuple[date, str, int]]:
    """Return day, event and minor units of what came back of a loan, oldest first."""
    query = (
        select(Entry.date, Entry.event, Posting.minor)
        .join(Posting, Posting.entry_id == Entry.id)
        .where(Posting.ref == loan.award_id, Entry.event.in_(["loan_repaid", "loan_recovered"]), Posting.minor > 0)
        .where(Posting.currency == loan.currency, Posting.account.in_(["1000", "1300"]))
        .order_by(Entry.number)
    )
    return [(row.date, row.event, row.minor) for row in session.execute(query)]
