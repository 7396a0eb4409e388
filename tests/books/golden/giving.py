"""What the worked year tells of awards and their payments, through the bank and through an intermediary."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.actions.moving import charge_fee
from ledger.advances.actions.propose import AdvanceTerms, propose_advance
from ledger.advances.models import Advance, IntermediaryKind
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.payee import sign_again
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind, Instalment, Recognition
from ledger.awards.rules.repaying import repayments
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.disbursements.actions.cancel import cancel_rest, reduce_instalment
from ledger.disbursements.actions.evidence import record_evidence
from ledger.disbursements.actions.handing import confirm_handed
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage
from ledger.disbursements.queries import payment_code
from ledger.money import Money
from ledger.vault.rules.details import PaymentDetails
from tests.books.golden.file import Said
from tests.books.golden.year import CASH, Year
from tests.builders import bring_back, filed, heard, inside, register, sign
from tests.treasury.house import open_proposal, rated

HANDED = PaymentDetails(method="cash", holder="Somebody", statement_payer="A", statement_reference="B").to_bytes()
KINDS = {"5100": AwardKind.EMERGENCY_GRANT, "5200": AwardKind.STIPEND, "5300": AwardKind.FAMILY_SUPPORT}
IN_CASH = "G4"
"""The award that an intermediary pays."""
PAYS = {"P1": "G1", "P2": "G1", "P3": "G2", "P4": "G2", "PS2": "S1", "PS3": "S1", "P5": "G3", "P6": "G4", "L1": "L1"}
"""Which award a payment of the file pays."""
KEPT = 6_000
"""What the partner may keep."""
STIPEND_MONTHS, STIPEND_FIRST, LOAN_MONTHS = 6, 28, 10
SHILLING = "0.0072463768"
"""In euro, 1/138, in April."""


class Giving(Year):
    """Awards and payments. Each method plays the entry of its name."""

    def award_unconditional(self, said: Said) -> None:
        """Promise a gift that is owed from its approval on."""
        if said.currency != "EUR":
            rated(self.world, (said.currency, SHILLING))
        kind = KINDS[said.lines[0][1]]
        purpose = "EDU" if kind is AwardKind.FAMILY_SUPPORT else "REL"
        plan = schedule(said.minor, said.day, 1, Rhythm.ONCE)
        payment = HANDED if said.ref == IN_CASH else None
        who = register(self.world, payment)
        self._promise(said.ref, lambda work: AwardTerms(
            kind, who, self.fund(work, said.fund), purpose, "risk_and_need", plan,
            kept_in=said.currency, owed=Recognition.NOTIFICATION,
        ))  # fmt: skip

    def award_conditional(self, said: Said) -> None:
        """Promise a stipend of six months, or a loan."""
        who = register(self.world)
        if said.ref.startswith("L"):
            plan = schedule(said.minor, said.day, 1, Rhythm.ONCE)
            back = repayments(said.minor, said.day, 0, LOAN_MONTHS, Rhythm.MONTHLY)
            self._promise(said.ref, lambda work: AwardTerms(
                AwardKind.MICRO_LOAN, who, self.fund(work, said.fund), "LIV", "resumption", plan, repayments=back
            ))  # fmt: skip
            return
        plan = schedule(said.minor, said.day.replace(day=STIPEND_FIRST), STIPEND_MONTHS, Rhythm.MONTHLY)
        self._promise(said.ref, lambda work: AwardTerms(
            AwardKind.STIPEND, who, self.fund(work, said.fund), "LIV", "risk_and_need", plan
        ))  # fmt: skip

    def _promise(self, ref: str, terms) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - a function of the work
        with self.world.store.work(self.world.actors["amina"]) as work:
            award = propose_award(work, terms(work))
            self.refs[ref], proposal = award.id, award.proposal_id
        assert proposal is not None
        sign(self.world, "carla", proposal)
        sign(self.world, "deniz", proposal)

    def instalment_due(self, said: Said) -> None:
        """Pass the review of what falls due; the next entry is of the same act."""
        with self.world.store.work(self.world.actors["amina"]) as work:
            award = work.session.get_one(Award, self.refs[said.ref])
            due = select(Instalment).where(Instalment.award_id == award.id, Instalment.due == said.day)
            pass_review(work, award, work.session.scalars(due).one())

    def instalment_recognised(self, _said: Said) -> None:
        """Nothing more: it is owed by the review."""

    def payment_sent(self, said: Said) -> None:
        """Release a run with the payment, made again where it came to nothing before, and send it."""
        last = self._newest(said.ref)
        if last.stage in {DisbursementStage.FAILED, DisbursementStage.RETURNED}:
            with self.world.store.work(self.world.actors["farah"]) as work:
                make_again(work, work.session.get_one(Disbursement, last.id))
            self._payee_signed_again(PAYS[said.ref])
        run = self._released(Channel.BANK, said)
        filed(self.world, run)
        with self.world.store.work(self.world.actors["farah"]) as work:
            mark_sent(work, inside(work.session, run))

    def commitment_used(self, said: Said) -> None:
        """Send a loan; the next entry is of the same act."""
        self.payment_sent(said)

    def loan_disbursed(self, _said: Said) -> None:
        """Nothing more: it was lent when it was sent."""

    def payment_debited(self, said: Said) -> None:
        """Take in the statement that shows it by its code."""
        with self.world.store.work(self.world.actors["farah"]) as work:
            paid = work.session.get_one(Disbursement, self._newest(said.ref).id)
            heard(work, [(-paid.minor, payment_code(work.session, paid) or "")], CASH[said.currency])

    def payment_returned(self, said: Said) -> None:
        """Let it come back, less a fee."""
        fee = next(minor for _fund, account, _currency, minor, _base in said.lines if account == "5800")
        with self.world.store.work(self.world.actors["farah"]) as work:
            bring_back(work, work.session.get_one(Disbursement, self._newest(said.ref).id), fee)

    def payment_failed(self, said: Said) -> None:
        """Let it fail."""
        with self.world.store.work(self.world.actors["farah"]) as work:
            mark_failed(work, work.session.get_one(Disbursement, self._newest(said.ref).id))

    def award_reduced(self, said: Said) -> None:
        """Promise less."""
        with self.world.store.work(self.world.actors["amina"]) as work:
            award = work.session.get_one(Award, self.refs[said.ref])
            reduce_instalment(work, award, 1, said.minor, "no_longer_needed")

    def award_cancelled(self, said: Said) -> None:
        """Give up what is left."""
        with self.world.store.work(self.world.actors["amina"]) as work:
            cancel_rest(work, work.session.get_one(Award, self.refs[said.ref]), "no_longer_needed")

    def advance(self, said: Said) -> None:
        """Advance something to a partner, who may keep what the file says they keep."""
        money = Money(said.minor, said.currency)
        with self.world.store.work(self.world.actors["farah"]) as work:
            partner = register_intermediary(work, said.ref, IntermediaryKind.PARTNER, "The partner")
            advance = propose_advance(work, AdvanceTerms(partner, self.fund(work, said.fund), money, KEPT))
            self.refs[said.ref], proposal = advance.id, advance.proposal_id
        assert proposal is not None
        sign(self.world, "carla", proposal)
        self.shown(-said.minor, "advance", self._advance().reference)

    def paid_by_intermediary(self, said: Said) -> None:
        """Let the partner pay, and two people say that it arrived."""
        run = self._released(Channel.CASH, said, "I1")
        filed(self.world, run)
        with self.world.store.work(self.world.actors["farah"]) as work:
            mark_sent(work, inside(work.session, run))
        for way, who in (("intermediary_list", "farah"), ("intermediary_list", "amina"), ("sample", "amina")):
            with self.world.store.work(self.world.actors[who]) as work:
                record_evidence(work, inside(work.session, run), way, said.day)
        with self.world.store.work(self.world.actors["farah"]) as work:
            confirm_handed(work, inside(work.session, run), said.day)

    def intermediary_fee(self, said: Said) -> None:
        """Let the partner keep what was signed."""
        with self.world.store.work(self.world.actors["farah"]) as work:
            charge_fee(work, work.session.get_one(Advance, self.refs[said.ref]), said.minor, said.day)

    def advance_returned(self, said: Said) -> None:
        """Take the rest back."""
        self.shown(said.minor, "advance_returned", self._advance().reference)

    def _advance(self) -> Advance:
        with self.world.store.reading() as session:
            return session.get_one(Advance, self.refs["I1"])

    def _payee_signed_again(self, ref: str) -> None:
        """Have the payment details signed again, which were let go of when the award was paid in full."""
        with self.world.store.work(self.world.actors["amina"]) as work:
            award = work.session.get_one(Award, self.refs[ref])
            if not award.payee_void:
                return
            sign_again(work, award)
        proposal = open_proposal(self.world, "payee")
        sign(self.world, "carla", proposal)
        sign(self.world, "deniz", proposal)

    def _released(self, channel: Channel, said: Said, source: str | None = None) -> UUID:
        with self.world.store.work(self.world.actors["farah"]) as work:
            currency = "EUR" if said.event == "commitment_used" else said.currency
            run = gather_run(work, currency, channel, said.day, source)
            found, proposal = run.id, run.proposal_id
        assert proposal is not None
        sign(self.world, "goran", proposal)
        return found

    def _newest(self, ref: str) -> Disbursement:
        """The payment of an award that nothing has replaced."""
        query = select(Disbursement).where(Disbursement.award_id == self.refs[PAYS[ref]])
        replaced = select(Disbursement.replaces).where(Disbursement.replaces.is_not(None))
        open_now = query.where(Disbursement.id.not_in(replaced)).order_by(Disbursement.number.desc())
        with self.world.store.reading() as session:
            return session.scalars(open_now.limit(1)).one()
