"""How many must sign is held in the database itself, whoever writes to it: no kind is lowered, none is signed as another."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from ledger.actor import SYSTEM, Role
from ledger.approvals.models import Policy, PolicyRule, Proposal, ProposalContent, ProposalStage
from ledger.approvals.rules import LEAST
from ledger.awards.models import Award, AwardStage
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Run, RunStage
from ledger.funds.budgeting import propose_budget
from ledger.funds.models import RateMethod
from ledger.funds.rules.budget import Budgeted
from ledger.work import Work
from tests.builders import World, approved, propose, sign
from tests.treasury.house import fund_of


def begun(work: Work, world: World, kind: str, written: str, needed: int) -> None:
    """Write a proposal straight into the tables, and its content as if it were of a kind that needs so many."""
    ident = uuid4()
    work.session.execute(
        insert(Proposal).values(
            id=ident, reference=f"P-{kind}", kind=kind, subject=uuid4(), stage=ProposalStage.OPEN, revision=1,
            opened_at=work.at,
        )
    )  # fmt: skip
    work.session.execute(
        insert(ProposalContent).values(
            proposal_id=ident, revision=1, kind=written, proposer_id=world.actors["amina"].id, at=work.at, bytes=b"{}",
            sha256="0" * 64, policy_version=1, needed=needed, role=Role.APPROVER,
        )
    )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_no_kind_of_promise_takes_one_signature(little: World, kind: str) -> None:
    """Neither by a policy that is written into the table, nor by the figure beside what is to be signed."""
    with pytest.raises(IntegrityError, match="policy_rule_enough_approvals"), little.store.work(SYSTEM) as work:
        work.session.execute(insert(Policy).values(version=2, at=work.at))
        work.session.execute(
            insert(PolicyRule).values(version=2, kind=kind, from_minor=0, needed=1, role=Role.APPROVER)
        )
    with pytest.raises(IntegrityError, match="proposal_content_enough_approvals"), little.store.work(SYSTEM) as work:
        begun(work, little, kind, kind, 1)


def test_what_is_signed_is_of_the_kind_that_was_proposed(world: World) -> None:
    """Else a promise could take the one signature that a budget needs."""
    with pytest.raises(IntegrityError, match="content_of_another_kind"), world.store.work(SYSTEM) as work:
        begun(work, world, "award", "budget", 1)


def signed_budget(world: World) -> UUID:
    """A proposal that one person has approved, as it needs no more."""
    with world.store.work(world.actors["amina"]) as work:
        lines = [Budgeted("A1", ("REL",), 1_000)]
        proposal = propose_budget(work, fund_of(work, world), RateMethod.AVERAGE, lines).id
    sign(world, "carla", proposal)
    return proposal


def test_an_award_is_not_approved_by_what_was_signed_about_something_else(world: World) -> None:
    """By another kind of proposal, or by that of another award."""
    other = approved(world, 1_000)
    award, _proposal = propose(world, 2_000)
    with world.store.reading() as session:
        another = session.get_one(Award, other).proposal_id
    for proposal in (signed_budget(world), another):
        with pytest.raises(IntegrityError, match="award_not_approved"), world.store.work(SYSTEM) as work:
            work.session.execute(
                update(Award).where(Award.id == award).values(proposal_id=proposal, stage=AwardStage.APPROVED)
            )


def test_a_run_is_not_released_by_what_was_signed_about_something_else(world: World) -> None:
    """A budget's one signature sends no money."""
    approved(world, 1_000)
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.BANK, work.at.date()).id
    proposal = signed_budget(world)
    changed = {"proposal_id": proposal, "stage": RunStage.RELEASED, "released_by": world.actors["goran"].id}
    with pytest.raises(IntegrityError, match="run_not_released"), world.store.work(SYSTEM) as work:
        work.session.execute(update(Run).where(Run.id == run).values(**changed))
