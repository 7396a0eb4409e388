"""What whoever writes to the database adds round the product is not believed: neither proposals, nor signatures, nor rules."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from ledger.actor import SYSTEM, Role
from ledger.approvals.models import (
    Decision,
    Policy,
    PolicyRule,
    Proposal,
    ProposalContent,
    ProposalStage,
    Verdict,
)
from ledger.approvals.queries import policy_in_force
from ledger.approvals.rules import FIRST_POLICY, canonical, digest
from ledger.approvals.trust import Exchanged
from ledger.errors import NotFound, Refusal
from ledger.keys.personal import PersonalKeys, Unlocked
from ledger.web.refusals import refusal_of
from tests.approvals.test_signing import by_force
from tests.builders import LAST, World, award_of, sign
from tests.builders import propose as proposed_award
from tests.log.told import data_of
from tests.staff.enrolling import proposed_roles, roles_until
from tests.vault.sealed import meddle


def forged_decision(world: World, proposal: UUID, who: str, signer: Unlocked) -> None:
    """Write a signed approval into the database, in the name of somebody who never saw the proposal."""
    with world.store.reading() as session:
        content = session.get_one(ProposalContent, (proposal, 1))
    person = world.actors[who].id
    said = {
        "proposal": str(proposal), "revision": 1, "proposal_sha256": content.sha256, "decision": "approve",
        "person": str(person),
    }  # fmt: skip
    row = {
        "proposal_id": proposal, "revision": 1, "person_id": person, "verdict": Verdict.APPROVE, "at": content.at,
        "fingerprint": signer.fingerprint, "bytes": canonical(said), "signature": signer.sign(canonical(said)),
    }  # fmt: skip
    meddle(world, lambda connection: connection.execute(insert(Decision), [row]))


def exchanged_bytes(world: World, proposal: UUID) -> None:
    """Put a second revision into the database that nobody proposed, and let it stand."""
    with world.store.reading() as session:
        row = dict(
            session.execute(
                select(ProposalContent.__table__).where(ProposalContent.proposal_id == proposal)
            ).mappings().one()
        )  # fmt: skip
    said = json.loads(row["bytes"])
    said["revision"], said["money"] = 2, {"minor": 900_000, "currency": "EUR"}
    row.update(revision=2, bytes=canonical(said), sha256=digest(canonical(said)))
    meddle(world, lambda connection: connection.execute(insert(ProposalContent), [row]))
    meddle(world, lambda connection: connection.exec_driver_sql("UPDATE proposal SET revision = 2"))


def test_a_signature_that_was_put_into_the_database_does_not_count(world: World) -> None:
    """Even one by the right key: without its entry in the log the second person's signature carries nothing out."""
    award, proposal = proposed_award(world, 50_000)
    forged_decision(world, proposal, "carla", world.signers["carla"])
    with pytest.raises(Exchanged):
        sign(world, "deniz", proposal)
    assert award_of(world, award).stage.value == "proposed"
    assert [said["what"] for said in data_of(world.store, "alarm.raised")] == ["exchanged_decision"]
    assert data_of(world.store, "decision.signed") == []


def test_an_entry_of_the_log_whose_signature_does_not_hold_does_not_count(world: World) -> None:
    """Whoever adds row and entry lacks the key that the log has registered."""
    award, proposal = proposed_award(world, 50_000)
    stranger = Unlocked(world.actors["carla"].id, PersonalKeys.fresh())
    forged_decision(world, proposal, "carla", stranger)
    with world.store.reading() as session:
        row = session.get_one(Decision, (proposal, 1, world.actors["carla"].id))
        message, signature = row.bytes.decode(), row.signature
    with world.store.work(world.actors["carla"]) as work:
        work.record(
            "decision.signed", [proposal], proposal=str(proposal), revision=1, decision="approve",
            person=work.actor.name, bytes=message, signature=signature,
        )  # fmt: skip
    with pytest.raises(Exchanged):
        sign(world, "deniz", proposal)
    assert award_of(world, award).stage.value == "proposed"


def test_a_revision_that_nobody_proposed_is_not_signed(world: World) -> None:
    """The page may show it; the log does not know it."""
    award, proposal = proposed_award(world, 50_000)
    exchanged_bytes(world, proposal)
    with pytest.raises(Exchanged):
        sign(world, "carla", proposal)
    assert award_of(world, award).minor == 50_000
    assert [said["what"] for said in data_of(world.store, "alarm.raised")] == ["exchanged_proposal"]


@pytest.mark.parametrize("change", ["needed = 9", "role = 'finance'", "policy_version = 1, sha256 = '0'"])
def test_figures_that_were_changed_under_a_revision_are_found(world: World, change: str) -> None:
    """By whoever owns the tables and has lifted their triggers: the log still says how many sign, and who."""
    _, proposal = proposed_award(world, 50_000)
    guard = "proposal_content_never_changed"
    lift = f"DROP TRIGGER {guard}"
    if world.store.engine.dialect.name != "sqlite":
        lift = f"ALTER TABLE proposal_content DISABLE TRIGGER {guard}"
    meddle(world, lambda connection: connection.exec_driver_sql(lift))
    meddle(world, lambda connection: connection.exec_driver_sql(f"UPDATE proposal_content SET {change}"))
    with pytest.raises((Exchanged, NotFound, Refusal)):
        sign(world, "carla", proposal)
    assert [said["what"] for said in data_of(world.store, "alarm.raised")] == ["exchanged_proposal"]


def test_a_policy_that_was_put_into_the_database_is_not_in_force(world: World) -> None:
    """A higher version with other rules, as the tables' own checks would let it in."""
    rule = {"version": 2, "kind": "key_reset", "from_minor": 0, "needed": 1, "role": Role.OFFICER}
    meddle(world, lambda c: c.execute(insert(Policy), [{"version": 2, "at": world.clock.now()}]))
    meddle(world, lambda c: c.execute(insert(PolicyRule), [rule]))
    with world.store.reading() as session:
        version, rules = policy_in_force(session)
    assert (version, set(rules)) == (1, set(FIRST_POLICY))


@pytest.fixture
def about_carla(world: World) -> UUID:
    """A proposal about Carla, who could sign it by her role."""
    return proposed_roles(world, "carla", roles_until(LAST, Role.STEWARD))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_nobody_decides_on_a_proposal_about_themselves(world: World, about_carla: UUID, verdict: Verdict) -> None:
    """Neither yes nor no; the database refuses it as well (H3)."""
    with pytest.raises(Refusal, match="about yourself"):
        sign(world, "carla", about_carla, verdict)
    with pytest.raises(IntegrityError, match="decision_by_whom_it_is_about") as refused:
        by_force(world, about_carla, "carla")
    assert "about yourself" in refusal_of(refused.value).sentence
    with world.store.reading() as session:
        assert session.get_one(Proposal, about_carla).stage is ProposalStage.OPEN


def test_a_proposal_that_the_log_does_not_know_is_not_signed(world: World) -> None:
    """Whoever writes to the database proposes nothing."""
    ident, carla = uuid4(), world.actors["amina"].id
    message = canonical({"kind": "erasure"})
    proposal = {
        "id": ident, "reference": "P-0000-0000-0", "kind": "erasure", "subject": uuid4(), "stage": ProposalStage.OPEN,
        "revision": 1, "opened_at": world.clock.now(),
    }  # fmt: skip
    content = {
        "proposal_id": ident, "revision": 1, "kind": "erasure", "proposer_id": carla, "at": world.clock.now(),
        "bytes": message, "sha256": digest(message), "policy_version": 1, "needed": 1, "role": Role.APPROVER,
    }  # fmt: skip
    meddle(world, lambda c: c.execute(insert(Proposal), [proposal]))
    meddle(world, lambda c: c.execute(insert(ProposalContent), [content]))
    with pytest.raises(Exchanged):
        sign(world, "carla", ident)
    with world.store.work(SYSTEM) as work:
        assert work.session.get_one(Proposal, ident).stage is ProposalStage.OPEN
        work.record("export.made", [], what="x", rows=0)
