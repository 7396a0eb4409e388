"""One household is not promised the same twice, unless everybody who approves signs why."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from ledger.approvals.actions import decide
from ledger.approvals.models import Decision, Proposal, Verdict
from ledger.approvals.overlaps import Accepted
from ledger.approvals.queries import content_of
from ledger.awards.actions.propose import propose_award, revise_award, withdraw_award
from ledger.awards.models import Award, AwardKind, AwardStage
from ledger.awards.rules.schedule import Planned
from ledger.beneficiaries.actions.details import record_details
from ledger.beneficiaries.actions.register import register_beneficiary
from ledger.beneficiaries.queries import beneficiary_by_pseudonym, household_reference
from ledger.beneficiaries.rules import NOTHING_STATED
from ledger.errors import Refusal
from ledger.funds.models import Fund
from ledger.loans.actions.change import propose_grant, propose_schedule
from ledger.loans.models import Loan
from ledger.vault.rules.compartments import Compartment
from tests.agreement.replaying import replayed
from tests.builders import DETAILS, World, award_of, paid, register, sign, sign_in_spite, terms

UNSEEN, NO_REASON, UNCOVERED = "is not what you saw", "Choose why it is right", "does not cover it"


def promise(
    world: World, who: str, kind: AwardKind = AwardKind.EMERGENCY_GRANT, on: date | None = None, purpose: str = ""
) -> tuple[UUID, UUID]:
    """Propose an award to somebody known, its payment due today or on a day, and return the ids of both."""
    with world.store.work(world.actors["amina"]) as work:
        asked = terms(world, work.session.get_one(Fund, world.fund), who, 1000, 1, kind)
        plan = (Planned(1, on, 1000),) if on else asked.plan
        award = propose_award(work, replace(asked, plan=plan, purpose=purpose or asked.purpose))
        assert award.proposal_id is not None
        return award.id, award.proposal_id


def relative_of(world: World, who: str) -> str:
    """Register somebody else in the same household."""
    with world.store.work(world.actors["amina"]) as work:
        home = household_reference(work.session, beneficiary_by_pseudonym(work.session, who))
        other = register_beneficiary(work, NOTHING_STATED, home).pseudonym
        record_details(work, world.signers["amina"], other, Compartment.PAYMENT, DETAILS[Compartment.PAYMENT])
        return other


def sign_saying(world: World, who: str, proposal: UUID, reason: str, *awards: UUID) -> None:
    """Approve a proposal, naming these awards for this reason."""
    with world.store.work(world.actors[who]) as work:
        found = work.session.get_one(Proposal, proposal)
        seen = content_of(work.session, found).sha256
        decide(work, found, Verdict.APPROVE, world.signers[who], seen, Accepted(frozenset(awards), reason))


def test_an_overlap_blocks_until_everybody_signs_why(world: World) -> None:
    """What overlaps, and the reason, are in the bytes that each of them signs; the replay of the log agrees."""
    who = register(world)
    first, proposal = promise(world, who)
    for name in ("carla", "deniz"):
        sign(world, name, proposal)
    other, asked = promise(world, relative_of(world, who))
    for refused, reason, named in (
        (UNSEEN, "", ()),
        (UNSEEN, "not_enough", (other,)),
        (NO_REASON, "because", (first,)),
    ):
        with pytest.raises(Refusal, match=refused):
            sign_saying(world, "carla", asked, reason, *named)
    sign_saying(world, "carla", asked, "other_person", first)
    with pytest.raises(Refusal, match=UNSEEN):
        sign(world, "deniz", asked)
    assert award_of(world, other).stage is AwardStage.PROPOSED
    sign_saying(world, "deniz", asked, "not_enough", first)
    assert award_of(world, other).stage is AwardStage.APPROVED
    with world.store.reading() as session:
        signed = session.scalars(select(Decision.bytes).where(Decision.proposal_id == asked))
        overlaps = [json.loads(one)["overlap"] for one in signed]
    assert {one["reason"] for one in overlaps} == {"other_person", "not_enough"}
    assert all(one["awards"] == [str(first)] for one in overlaps)
    assert replayed(world).findings == []


def test_a_signature_does_not_cover_what_was_proposed_after_it(little: World) -> None:
    """Until the other is settled, or this is proposed anew; refusing is possible all the same."""
    who = register(little)
    award, asked = promise(little, who)
    sign(little, "carla", asked)
    other, _ = promise(little, who)
    for sign_it in (sign, sign_in_spite):
        with pytest.raises(Refusal, match=UNSEEN if sign_it is sign else UNCOVERED):
            sign_it(little, "deniz", asked)
    with little.store.work(little.actors["amina"]) as work:
        withdraw_award(work, work.session.get_one(Award, other))
    sign(little, "deniz", asked)
    assert award_of(little, award).stage is AwardStage.APPROVED
    second, again = promise(little, who)
    sign_in_spite(little, "carla", again)
    promise(little, who)
    with pytest.raises(Refusal, match=UNCOVERED):
        sign_in_spite(little, "deniz", again)
    with little.store.work(little.actors["amina"]) as work:
        found = work.session.get_one(Award, second)
        revise_award(work, found, terms(little, found.fund, who, 900, 1, AwardKind.EMERGENCY_GRANT))
    for name in ("carla", "deniz"):
        sign_in_spite(little, name, again)
    assert award_of(little, second).stage is AwardStage.APPROVED
    assert replayed(little).findings == []


def test_another_need_another_time_and_another_household_do_not_overlap(little: World) -> None:
    """Nor does what was refused; what is completed does as long as it helps."""
    who, stranger = register(little), register(little)
    _, refused = promise(little, who)
    sign(little, "carla", refused, Verdict.REFUSE)
    march = date(2026, 3, 1)
    for other, on, purpose in (
        (who, None, "LEG"),
        (who, march, "REL"),
        (who, None, "REL"),
        (stranger, None, "REL"),
    ):
        _, asked = promise(little, other, on=on, purpose=purpose)
        for name in ("carla", "deniz"):
            sign(little, name, asked)
    paid(little)
    _, late = promise(little, who, on=date(2026, 2, 4), purpose="LEG")
    with pytest.raises(Refusal, match=UNSEEN):
        sign(little, "carla", late)
    assert replayed(little).findings == []


def test_two_at_once_never_slip_through_together(world: World) -> None:
    """Each is proposed and signed by two who were shown nothing: one of them at most is approved."""
    who = register(world)

    def hurry(_number: int) -> str:
        try:
            _, asked = promise(world, who)
            for name in ("carla", "deniz"):
                sign(world, name, asked)
        except Refusal as refusal:
            return refusal.sentence
        return "approved"

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(hurry, range(8)))
    with world.store.reading() as session:
        running = session.scalar(select(func.count()).where(Award.stage == AwardStage.APPROVED))
    assert running == ends.count("approved") <= 1
    assert all(UNSEEN in end for end in ends if end != "approved")
    assert replayed(world).findings == []


def test_a_loan_that_goes_on_for_longer_or_is_given_overlaps_by_the_same_rule(little: World) -> None:
    """What it did not overlap with while it was to be paid back in time."""
    who = register(little)
    lent, asked = promise(little, who, AwardKind.MICRO_LOAN)
    for name in ("carla", "deniz"):
        sign(little, name, asked)
    paid(little)
    promise(little, who, on=date(2026, 4, 1), purpose="LIV")
    with little.store.work(little.actors["amina"]) as work:
        loan = work.session.get_one(Loan, lent)
        longer = propose_schedule(work, loan, (Planned(1, date(2026, 5, 1), 1000),)).id
    with pytest.raises(Refusal, match=UNSEEN):
        sign(little, "carla", longer)
    sign_in_spite(little, "carla", longer)
    assert award_of(little, lent).supports_until == date(2026, 5, 1)
    with little.store.work(little.actors["amina"]) as work:
        given = propose_grant(work, work.session.get_one(Loan, lent), 1000, AwardKind.STIPEND).id
    with pytest.raises(Refusal, match=UNSEEN):
        sign(little, "carla", given)
    for name in ("carla", "deniz"):
        sign_in_spite(little, name, given)
    assert replayed(little).findings == []
