"""What the machine does with households that are helped already: it helps them again, and has to say why."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, Verdict
from ledger.approvals.overlaps import Accepted
from ledger.approvals.queries import content_of
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind
from ledger.awards.rules.repaying import repayments
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.vocabulary import OVERLAPS
from ledger.work import Work
from tests.awards.test_overlapping import relative_of
from tests.machine.beside import beside
from tests.machine.giving import Giving
from tests.machine.house import FUNDS, N

PURPOSES = st.sampled_from(
    [
        (AwardKind.EMERGENCY_GRANT, "LIV"),
        (AwardKind.EMERGENCY_GRANT, "OTH"),
        (AwardKind.STIPEND, "LIV"),
        (AwardKind.FAMILY_SUPPORT, "EDU"),
        (AwardKind.FAMILY_SUPPORT, "EMP"),
        (AwardKind.MICRO_LOAN, "LIV"),
    ]
)
THEN = st.sampled_from(["signed", "signed", "half", "refused", "open"])


class Doubling(Giving):
    """A second award for a household, overlapping or not."""

    @rule(n=N, what=PURPOSES, later=st.integers(0, 70), minor=st.integers(3, 3_000), fund=FUNDS,
          reason=st.sampled_from(sorted(OVERLAPS)), then=THEN, relative=st.booleans())  # fmt: skip
    def help_again(self, n: int, what: tuple[AwardKind, str], later: int, minor: int, fund: str, reason: str,
                   then: str, *, relative: bool) -> None:  # fmt: skip
        """Propose another award for a household; what overlaps is blocked until it is signed for a reason."""
        before = self.pick(select(Award), n)
        who = relative_of(self.world, before.beneficiary) if relative else before.beneficiary
        asked = self._ask(who, what, (later, minor), fund)
        if asked is None:
            return
        award, proposal = asked
        with self.world.store.reading() as session:
            found = beside(session, award)
        if found:
            few = found - {min(found)}
            for wrong in (None, Accepted(few, reason), Accepted(found, ""), Accepted(found | {award}, reason)):
                self.forbidden("carla", lambda work, wrong=wrong: self._approve(work, proposal, wrong))
        if then == "refused":
            self.sign(proposal, Verdict.REFUSE)
        elif then != "open":
            accepted = Accepted(found, reason) if found else None
            assert self.attempt("carla", lambda work: self._approve(work, proposal, accepted)), "one signature, and why"
            if then == "signed":
                self.sign(proposal)

    @rule(n=N, minor=st.integers(3, 3_000), reason=st.sampled_from(sorted(OVERLAPS)), gives_way=st.booleans())
    def overtake(self, n: int, minor: int, reason: str, *, gives_way: bool) -> None:
        """Propose a second award after somebody signed the first: that signature does not cover it until it is gone."""
        who = self.pick(select(Award), n).beneficiary
        asked = self._ask(who, (AwardKind.EMERGENCY_GRANT, "OTH"), (0, minor), "FUND")
        if asked is None:
            return
        award, proposal = asked
        with self.world.store.reading() as session:
            found = beside(session, award)
        assert self.attempt("carla", lambda work: self._approve(work, proposal, Accepted(found, reason)))
        later = self._ask(who, (AwardKind.EMERGENCY_GRANT, "OTH"), (0, minor), "FUND")
        assert later is not None
        seen = Accepted(found | {later[0]}, reason)
        self.forbidden("deniz", lambda work: self._approve(work, proposal, seen, "deniz"))
        if gives_way:
            self.sign(later[1], Verdict.REFUSE)
        self.sign(proposal)

    def _ask(self, who: str, what: tuple[AwardKind, str], when: tuple[int, int], fund: str) -> tuple[UUID, UUID] | None:
        (kind, purpose), (later, minor) = what, when
        lends, count = kind is AwardKind.MICRO_LOAN, 1 + minor % 3
        begins = self.day(-later)
        plan = schedule(minor, begins, 1 if lends else count, Rhythm.ONCE if lends or count == 1 else Rhythm.MONTHLY)
        back = repayments(minor, begins, 0, count, Rhythm.MONTHLY) if lends else ()
        made: list[tuple[UUID, UUID]] = []

        def act(work: Work) -> None:
            ground = "resumption" if lends else "risk_and_need"
            terms = AwardTerms(kind, who, self.fund(work, fund), purpose, ground, plan, repayments=back)
            award = propose_award(work, terms)
            assert award.proposal_id is not None
            made.append((award.id, award.proposal_id))

        return made[0] if self.attempt("amina", act) else None

    def _approve(self, work: Work, proposal: UUID, accepted: Accepted | None, who: str = "carla") -> None:
        found = work.session.get_one(Proposal, proposal)
        seen = content_of(work.session, found).sha256
        decide(work, found, Verdict.APPROVE, self.world.signers[who], seen, accepted)
