"""Two other people sign exactly this (H3, H4), by the rules of the product and by the database's own."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from ledger.actor import SYSTEM, Role
from ledger.approvals.actions import decide, set_policy
from ledger.approvals.models import Decision, Proposal, ProposalContent, ProposalStage, Verdict
from ledger.approvals.queries import content_of, waiting_for
from ledger.approvals.rules import Requirement
from ledger.awards.actions.propose import revise_award, withdraw_award
from ledger.awards.models import Award, AwardKind, AwardStage
from ledger.errors import NotFound, Refusal
from ledger.funds.models import Fund
from ledger.keys import sshsig
from ledger.keys.personal import PersonalKeys, Unlocked
from ledger.web.refusals import refusal_of
from tests.builders import World, award_of, propose, sign, terms


def revised(world: World, award_id: UUID, minor: int) -> None:
    """Revise an award to another amount."""
    with world.store.work(world.actors["amina"]) as work:
        award = work.session.get_one(Award, award_id)
        fund = work.session.get_one(Fund, world.fund)
        revise_award(work, award, terms(world, fund, award.beneficiary, minor, 1, AwardKind.EMERGENCY_GRANT))


def by_force(world: World, proposal: UUID, who: str, revision: int = 1) -> None:
    """Insert a decision round the product's rules."""
    with world.store.work(SYSTEM) as work:
        row = {
            "proposal_id": proposal,
            "revision": revision,
            "person_id": world.actors[who].id,
            "verdict": Verdict.APPROVE,
            "at": work.at,
            "fingerprint": "x",
            "bytes": b"x",
            "signature": "x",
        }
        work.session.execute(insert(Decision), [row])
        work.record("export.made", [], what="x", rows=0)


def test_two_others_sign_and_the_award_is_approved(world: World) -> None:
    """One signature is not enough."""
    award, proposal = propose(world, 50_000)
    sign(world, "carla", proposal)
    assert award_of(world, award).stage is AwardStage.PROPOSED
    sign(world, "deniz", proposal)
    assert award_of(world, award).stage is AwardStage.APPROVED


def test_a_proposer_cannot_approve(world: World) -> None:
    """Not even one who is an approver as well; and the database refuses it too."""
    _, proposal = propose(world, 50_000, by="bao")
    with pytest.raises(Refusal, match="You proposed this"):
        sign(world, "bao", proposal)
    with pytest.raises(IntegrityError, match="decision_by_proposer") as refused:
        by_force(world, proposal, "bao")
    assert "two other people" in refusal_of(refused.value).sentence


def test_nobody_signs_twice(world: World) -> None:
    """The same person counts once, by rule and by key."""
    _, proposal = propose(world, 50_000)
    sign(world, "carla", proposal)
    with pytest.raises(Refusal, match="signed this already"):
        sign(world, "carla", proposal)
    with pytest.raises(IntegrityError) as refused:
        by_force(world, proposal, "carla")
    assert "signed this already" in refusal_of(refused.value).sentence


def test_a_change_voids_what_was_signed(world: World) -> None:
    """After a revision both must sign again (H4)."""
    award, proposal = propose(world, 50_000)
    sign(world, "carla", proposal)
    revised(world, award, 60_000)
    sign(world, "deniz", proposal)
    assert award_of(world, award).stage is AwardStage.PROPOSED
    sign(world, "carla", proposal)
    assert award_of(world, award).stage is AwardStage.APPROVED
    assert award_of(world, award).minor == 60_000


def test_what_was_read_is_what_is_signed(world: World) -> None:
    """A revision between reading and signing: nothing is signed."""
    award, proposal = propose(world, 50_000)
    with world.store.reading() as session:
        seen = content_of(session, session.get_one(Proposal, proposal)).sha256
    revised(world, award, 90_000)
    with pytest.raises(Refusal, match="revised while you read"), world.store.work(world.actors["carla"]) as work:
        decide(work, work.session.get_one(Proposal, proposal), Verdict.APPROVE, world.signers["carla"], seen)


def test_a_decision_on_an_old_revision_is_refused_by_the_database(world: World) -> None:
    """Only the revision that stands can be decided on."""
    award, proposal = propose(world, 50_000)
    revised(world, award, 60_000)
    with pytest.raises(IntegrityError, match="decision_not_current"):
        by_force(world, proposal, "carla", revision=1)


def test_one_refusal_settles(world: World) -> None:
    """Nobody can sign afterwards."""
    award, proposal = propose(world, 50_000)
    sign(world, "carla", proposal, Verdict.REFUSE)
    assert award_of(world, award).stage is AwardStage.REFUSED
    with pytest.raises(Refusal, match="settled already"):
        sign(world, "deniz", proposal)


def test_only_approvers_decide_on_awards(world: World) -> None:
    """To anybody else the proposal is not there."""
    _, proposal = propose(world, 50_000)
    for name in ("amina", "farah", "hana", "ilse", "jonas"):
        with pytest.raises((NotFound, Refusal)):
            sign(world, name, proposal)


def test_a_stage_set_by_hand_is_refused(world: World) -> None:
    """Without signatures neither proposal nor award becomes approved."""
    _, proposal = propose(world, 50_000)
    for statement, guard in (
        ("UPDATE proposal SET stage = 'approved'", "proposal_lacks_signatures"),
        ("UPDATE award SET stage = 'approved'", "award_not_approved"),
    ):
        with pytest.raises(IntegrityError, match=guard), world.store.work(SYSTEM) as work:
            work.session.execute(text(statement))
    assert proposal


def test_no_policy_lowers_what_must_hold(world: World) -> None:
    """Neither by the product nor by the database."""
    too_few = Requirement("award", 0, 1, Role.APPROVER)
    with pytest.raises(Refusal, match="at least 2"), world.store.work(SYSTEM) as work:
        set_policy(work, 2, (too_few,))
    with pytest.raises(IntegrityError), world.store.work(SYSTEM) as work:
        work.session.execute(text("INSERT INTO policy VALUES (2, '2026-01-05T09:00:00Z')"))
        work.session.execute(text("INSERT INTO policy_rule VALUES (2, 'award', 0, 1, 'approver')"))


def test_a_decision_is_an_openssh_signature_over_the_content(world: World) -> None:
    """It names the proposal's hash, the money, the person, and holds under that person's key."""
    _, proposal = propose(world, 50_000)
    sign(world, "carla", proposal)
    with world.store.reading() as session:
        decision = session.scalars(select(Decision)).one()
        content = session.get_one(ProposalContent, (proposal, 1))
    said = json.loads(decision.bytes)
    assert said["proposal_sha256"] == content.sha256
    assert said["money"] == {"currency": "EUR", "minor": 50_000}
    assert said["person"] == str(world.actors["carla"].id)
    public = world.signers["carla"].keys.signing_public
    sshsig.verify(public, decision.bytes, decision.signature)
    with pytest.raises(sshsig.BadSignature):
        sshsig.verify(public, decision.bytes.replace(b"50000", b"50001"), decision.signature)


def test_a_swapped_key_signs_nothing(world: World) -> None:
    """Whoever writes other keys into the database still cannot sign as somebody: the log knows the key."""
    award, proposal = propose(world, 50_000)
    world.signers["carla"] = Unlocked(world.actors["carla"].id, PersonalKeys.fresh())
    with pytest.raises(Refusal, match="not the one that the log has registered"):
        sign(world, "carla", proposal)
    world.signers["carla"] = world.signers["deniz"]
    with pytest.raises(Refusal, match="not the one that the log has registered"):
        sign(world, "carla", proposal)
    assert award_of(world, award).stage is AwardStage.PROPOSED


def test_a_proposer_can_withdraw_and_nobody_else(world: World) -> None:
    """The award goes with it."""
    award, proposal = propose(world, 50_000)
    with pytest.raises((Refusal, NotFound)), world.store.work(world.actors["bao"]) as work:
        withdraw_award(work, work.session.get_one(Award, award))
    with world.store.work(world.actors["amina"]) as work:
        withdraw_award(work, work.session.get_one(Award, award))
    with world.store.reading() as session:
        assert session.get_one(Proposal, proposal).stage is ProposalStage.WITHDRAWN
    assert award_of(world, award).stage is AwardStage.WITHDRAWN


def test_the_desk_shows_what_waits_for_me_and_nothing_else(world: World) -> None:
    """Not what I proposed, not what I signed, not what is not for my role."""
    _, proposal = propose(world, 50_000, by="bao")
    sign(world, "carla", proposal)
    with world.store.reading() as session:
        waiting = {name: len(waiting_for(session, world.actors[name])) for name in ("bao", "carla", "deniz", "farah")}
    assert waiting == {"bao": 0, "carla": 0, "deniz": 1, "farah": 0}
