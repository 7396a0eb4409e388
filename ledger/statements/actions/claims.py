"""What a bank debited twice or wrongly: claimed from it, until a line shows that it came back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.awards.models import Award
from ledger.books.actions import About, Happening, journal
from ledger.books.queries import cash_in
from ledger.books.rules.chart import ADVANCES, LOSSES
from ledger.books.rules.lines import Line, Shown
from ledger.books.uses import Target, Use, register_use
from ledger.disbursements.models import Disbursement
from ledger.errors import N_
from ledger.funds.models import Fund
from ledger.statements.models import BankClaim, BankLine
from ledger.work import Work


def _bearers(session: Session, shown: Shown) -> list[Target]:
    """The fund of the payment that was debited again; of another debit, any fund that has as much in the account."""
    query = (
        select(Fund.id, Fund.code)
        .join(Award, Award.fund_id == Fund.id)
        .join(Disbursement, Disbursement.award_id == Award.id)
        .join(BankLine, BankLine.disbursement_id == Disbursement.id)
        .where(BankLine.id == shown.line)
    )
    found = session.execute(query).all()
    if not found:
        able = [fund for fund, held in cash_in(session, shown.cash).items() if held.minor >= -shown.minor]
        found = session.execute(select(Fund.id, Fund.code).where(Fund.id.in_(able)).order_by(Fund.code)).all()
    return [Target(str(fund), code) for fund, code in found]


def _claim(work: Work, shown: Shown, value: str) -> None:
    fund, minor = work.session.get_one(Fund, UUID(value)), -shown.minor
    work.session.add(BankClaim(line_id=shown.line, fund_id=fund.id, minor=minor))
    work.session.flush()
    work.record("claim.made", [shown.line, fund.id], claim=str(shown.line), fund=str(fund.id), minor=minor)
    with journal(work) as books:
        cost = books.cash_cost(fund.id, shown.currency, shown.cash, minor)
        what = Happening("wrong_debit", shown.on, fund.id, shown.currency, About("bank_claim", shown.line))
        books.post(what, [Line(ADVANCES, minor, cost, shown.cash), shown.of_cash(fund.id, -minor, -cost)])


def _claims(session: Session, shown: Shown) -> list[Target]:
    query = (
        select(BankClaim.line_id, BankLine.day, Fund.code)
        .join(BankLine, BankLine.id == BankClaim.line_id)
        .join(Fund, Fund.id == BankClaim.fund_id)
        .where(
            BankClaim.settled_by.is_(None),
            BankClaim.minor == shown.minor,
            BankLine.cash_account == shown.cash,
            BankLine.currency == shown.currency,
        )
        .order_by(BankLine.day, BankLine.id)
    )
    return [Target(str(claim), f"{day.isoformat()} · {fund}") for claim, day, fund in session.execute(query)]


def _settle(work: Work, shown: Shown, value: str) -> None:
    claim = work.session.get_one(BankClaim, UUID(value))
    claim.settled_by = shown.line
    work.session.flush()
    work.record("claim.settled", [claim.line_id, claim.fund_id], claim=str(claim.line_id))
    event = "wrong_debit_returned" if claim.lost_on is None else "wrong_debit_recovered"
    what = Happening(event, shown.on, claim.fund_id, shown.currency, About("bank_claim", claim.line_id))
    with journal(work) as books:
        if claim.lost_on is None:
            base = books.cash_cost(claim.fund_id, shown.currency, shown.cash, shown.minor, ADVANCES)
            off = Line(ADVANCES, -shown.minor, -base, shown.cash)
        else:
            base = books.worth(claim.fund_id, shown.currency, shown.minor, shown.on)
            off = Line(LOSSES, -shown.minor, -base)
        books.post(what, [shown.of_cash(claim.fund_id, shown.minor, base), off])


WRONG = register_use(Use("wrong_debit", N_("Debited twice or wrongly: claim it from the bank"), -1, _bearers, _claim))
RETURNED = register_use(
    Use("wrong_debit_returned", N_("The bank gave back what it debited wrongly"), 1, _claims, _settle)
)
