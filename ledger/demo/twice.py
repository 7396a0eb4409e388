"""The demo's overlaps: a household that is promised something twice, once with a signed reason, once still waiting."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from ledger.actor import Role
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import AwardKind
from ledger.awards.overlapping import Support, overlapping
from ledger.awards.rules.schedule import Planned, Rhythm, schedule
from ledger.beneficiaries.models import Household
from ledger.beneficiaries.queries import beneficiary_by_pseudonym
from ledger.demo.registering import register_somebody
from ledger.demo.stage import Stage
from ledger.funds.models import Fund

PROMISED = 300
"""The day of the year on which the household is promised a stipend, and food for somebody else in it."""
STIPEND, FOOD, UPKEEP = 240_000, 30_000, 90_000
AFTER = timedelta(days=4)


def promise_twice(stage: Stage, fund: UUID) -> str:
    """Help two people of one household for the same need, both with two signatures; return the second of them."""
    officer = stage.one(Role.OFFICER)
    with stage.act(officer) as work:
        who = register_somebody(stage, work, officer)
    monthly = schedule(STIPEND, stage.today + AFTER, 4, Rhythm.MONTHLY)
    _sign(stage, _propose(stage, fund, who, AwardKind.STIPEND, "STI", monthly))
    with stage.act(officer) as work:
        home = work.session.get_one(Household, beneficiary_by_pseudonym(work.session, who).household_id)
        other = register_somebody(stage, work, officer, home.reference)
    once = schedule(FOOD, stage.today + AFTER, 1, Rhythm.ONCE)
    _sign(stage, _propose(stage, fund, other, AwardKind.EMERGENCY_GRANT, "HUM", once), "other_person")
    return other


def leave_an_overlap(stage: Stage, fund: UUID, who: str) -> None:
    """Propose upkeep for a family that a stipend keeps already: whoever approves it has to say why."""
    monthly = schedule(UPKEEP, stage.today + AFTER, 3, Rhythm.MONTHLY)
    _propose(stage, fund, who, AwardKind.FAMILY_SUPPORT, "FAM", monthly)


def is_twice(stage: Stage, terms: AwardTerms) -> bool:
    """Whether the household is promised the same already: elsewhere in the year everybody is helped once."""
    with stage.store.reading() as session:
        household = beneficiary_by_pseudonym(session, terms.beneficiary).household_id
        return bool(overlapping(session, Support(household, terms.purpose, terms.span)))


def _propose(
    stage: Stage, fund: UUID, who: str, kind: AwardKind, purpose: str, plan: tuple[Planned, ...]
) -> UUID | None:
    with stage.act(stage.one(Role.OFFICER)) as work:
        source = work.session.get_one(Fund, fund)
        terms = AwardTerms(kind, who, source, purpose, "family_in_need", plan)
        return propose_award(work, terms).proposal_id


def _sign(stage: Stage, proposal: UUID | None, in_spite: str = "") -> None:
    for approver in stage.holding(Role.APPROVER)[:2]:
        stage.sign(approver, proposal, in_spite=in_spite)
