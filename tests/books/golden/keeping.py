"""What the worked year tells of the organisation's own money, and of a loan once it is lent."""

from __future__ import annotations

from uuid import UUID

from ledger.awards.models import Award
from ledger.books.models import CashAccount
from ledger.funds.actions import announce_contribution
from ledger.loans.actions import uses as of_loans
from ledger.loans.actions.losses import propose_allowance, propose_write_off
from ledger.loans.models import Loan
from ledger.money import Money
from ledger.treasury import uses as of_the_treasury
from ledger.treasury.actions.exchanges import Side, announce_exchange
from ledger.treasury.actions.refunds import propose_refund
from ledger.treasury.actions.revaluing import propose_revaluation
from ledger.treasury.actions.transfers import Consent, Move, propose_transfer
from tests.books.golden.file import Said
from tests.books.golden.giving import Giving
from tests.books.golden.year import CASH
from tests.treasury.house import rated

assert of_loans
assert of_the_treasury
SHILLING = "0.0070422535"
"""In euro, 1/142, at the end of the year."""


class Keeping(Giving):
    """The whole year. Each method plays the entry of its name."""

    def play(self, said: Said) -> None:
        """Let an entry of the file happen, on its day."""
        self.begin(said.day)
        getattr(self, said.event)(said)

    def contribution(self, said: Said) -> None:
        """A gift is announced, and comes in."""
        with self.world.store.work(self.world.actors["amina"]) as work:
            fund = self.fund(work, said.fund)
            assert fund.donor is not None
            gift = announce_contribution(work, fund, fund.donor, Money(said.minor, said.currency)).id
        self.shown(said.minor, "contribution", str(gift))

    def exchange(self, said: Said) -> None:
        """Currency is bought or sold, and both accounts show it."""
        cash = sorted((line for line in said.lines if line[1].startswith("1000")), key=lambda line: line[3])
        sold, bought = (Side(CASH[line[2]], abs(line[3])) for line in cash)
        with self.world.store.work(self.world.actors["farah"]) as work:
            found = announce_exchange(work, self.fund(work, said.fund), sold, bought, said.day).id
        for use, side, (_fund, _account, currency, minor, _base) in zip(
            ("exchange_sold", "exchange_bought"), (sold, bought), cash, strict=True
        ):
            assert side.minor == abs(minor)
            self.shown(minor, use, str(found), currency)

    def bank_charge(self, said: Said) -> None:
        """The bank takes something."""
        self.shown(-said.minor, "bank_charge", str(self.funds[said.fund]))

    def interest(self, said: Said) -> None:
        """The bank adds something."""
        self.shown(said.minor, "interest", str(self.funds[said.fund]))

    def fund_transfer(self, said: Said) -> None:
        """Money of the second fund goes to the first, with its donor's consent."""
        with self.world.store.reading() as session:
            account = session.get_one(CashAccount, CASH["EUR"])

        def act(work):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - a proposal
            giving, taking = self.fund(work, "F2"), self.fund(work, "F1")
            assert giving.donor is not None
            move, consent = Move(giving, taking, account, said.minor), Consent(giving.donor, "mail-17", said.day)
            return propose_transfer(work, move, [consent], "donor_asked")

        self.signed("amina", act)

    def refund_due(self, said: Said) -> None:
        """What is not spent goes back."""

        def act(work):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - a proposal
            fund = self.fund(work, said.fund)
            assert fund.donor is not None
            return propose_refund(work, fund, fund.donor, Money(said.minor, said.currency), "unspent")

        self.refs[said.ref] = self.signed("amina", act)

    def refund_paid(self, said: Said) -> None:
        """And is paid."""
        self.shown(-said.minor, "refund", str(self.refs[said.ref]))

    def revaluation(self, said: Said) -> None:
        """The shillings are valued at the closing rate."""
        rated(self.world, ("KES", SHILLING))
        self.signed("farah", lambda work: propose_revaluation(work, said.day))

    def loan_repaid(self, said: Said) -> None:
        """A part of the loan comes back."""
        self.shown(said.minor, "loan_repayment", self._reference(said.ref))

    def loan_allowance(self, said: Said) -> None:
        """Something is set aside for it."""
        loan = self.refs[said.ref]
        self.signed("farah", lambda work: propose_allowance(work, work.session.get_one(Loan, loan), said.minor))

    def loan_written_off(self, said: Said) -> None:
        """What is left of it is given up."""
        loan = self.refs[said.ref]
        lost = -next(minor for _fund, account, _currency, minor, _base in said.lines if account == "1400")
        self.signed("farah", lambda work: propose_write_off(work, work.session.get_one(Loan, loan), lost))

    def loan_recovered(self, said: Said) -> None:
        """And a part of that comes after all."""
        self.shown(said.minor, "loan_recovery", self._reference(said.ref))

    def _reference(self, ref: str) -> str:
        ident: UUID = self.refs[ref]
        with self.world.store.reading() as session:
            return session.get_one(Award, ident).reference
