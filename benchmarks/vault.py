"""Sealing anew when somebody left, and opening the payees of a large run, beside the bare cryptography of the same.

.venv/bin/python benchmarks/vault.py [envelopes] [payees]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from uuid import UUID

from ground import house
from sqlalchemy import select

from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.approvals.queries import content_of
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import AwardKind
from ledger.beneficiaries.actions.details import record_details
from ledger.beneficiaries.actions.register import register_beneficiary
from ledger.beneficiaries.rules import NOTHING_STATED
from ledger.disbursements.actions.payees import open_payees
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Run
from ledger.funds.models import Fund
from ledger.keys import envelope as envelopes
from ledger.keys.sealing import SealingKey, seal
from ledger.vault.actions.renew import renew_lock
from ledger.vault.queries.payees import payees
from ledger.vault.rules.compartments import CONTACT, Compartment
from ledger.vault.rules.details import PaymentDetails
from tests.builders import World, sign, terms

DETAILS = PaymentDetails(
    method="bank", holder="Somebody", account="0123456789", statement_payer="Northlight", statement_reference="Rent"
).to_bytes()


def timed(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def register_many(world: World, count: int, compartment: Compartment, content: bytes = DETAILS) -> list[str]:
    """Register so many people, each with one sealed record."""
    found = []
    with world.store.work(world.actors["amina"]) as work:
        for _ in range(count):
            found.append(register_beneficiary(work, NOTHING_STATED).pseudonym)
            record_details(work, world.signers["amina"], found[-1], compartment, content)
    return found


def renew(world: World) -> float:
    """Renew the lock of contacts."""

    def act() -> None:
        with world.store.work(world.actors["bao"]) as work:
            renew_lock(work, world.signers["bao"], CONTACT)

    return timed(act)


def bare_sealing(count: int) -> float:
    """Open and seal so many halves, without a ledger round it."""
    key, other, half = SealingKey.fresh(), SealingKey.fresh(), bytes(32)
    sealed = seal(key.public, half, "x")

    def act() -> None:
        for _ in range(count):
            seal(other.public, key.open(sealed, "x"), "y")

    return timed(act)


def signed_for(world: World, people: list[str], instalments: int = 1) -> None:
    """An award to each in so many monthly instalments, signed by two."""
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        for who in people:
            propose_award(work, terms(world, fund, who, 1000 * instalments, instalments, AwardKind.EMERGENCY_GRANT))
    for name in ("carla", "deniz"):
        with world.store.work(world.actors[name]) as work:
            for proposal in work.session.scalars(select(Proposal).where(Proposal.stage == ProposalStage.OPEN)).all():
                seen = content_of(work.session, proposal).sha256
                decide(work, proposal, Verdict.APPROVE, world.signers[name], seen)


def released_run(world: World, people: list[str]) -> UUID:
    """An award to each, signed by two, all in one released run."""
    signed_for(world, people)
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.BANK, world.clock.now().date())
        found, proposal = run.id, work.session.get_one(Proposal, run.proposal_id).id
    sign(world, "goran", proposal)
    return found


def open_run(world: World, run: UUID) -> tuple[float, float]:
    """Open a run's payees as the page does: until it is on the log, and until the last one is handed over."""
    started = time.perf_counter()
    with world.store.work(world.actors["farah"]) as work:
        held, lines = open_payees(work, world.signers["farah"], work.session.get_one(Run, run), "csv")
    logged = time.perf_counter() - started
    with world.store.reading() as session:
        for _payee in payees(session, world.store.organisation, held, [(line.award, line.approved) for line in lines]):
            pass
    return logged, time.perf_counter() - started


def bare_opening(world: World, count: int) -> float:
    """Open two halves and one body so many times, and verify two signatures, without a ledger round it."""
    from ledger.keys import sshsig

    key, packed = SealingKey.fresh(), envelopes.pack(DETAILS, "x", 2)
    sealed = [seal(key.public, half, "x") for half in packed.halves]
    signer = world.signers["carla"]
    signature = signer.sign(DETAILS)

    def act() -> None:
        for _ in range(count):
            envelopes.unpack(packed.body, [key.open(one, "x") for one in sealed], "x")
            sshsig.verify(signer.keys.signing_public, DETAILS, signature)
            sshsig.verify(signer.keys.signing_public, DETAILS, signature)

    return timed(act)


def main(count: int, paid: int) -> None:
    """Print both, each beside its floor."""
    with house() as (world, _key, _folder):
        register_many(world, count, Compartment.CONTACT)
        took, floor = renew(world), bare_sealing(count)
        print(f"seal {count} halves anew: {took:.1f} s, bare cryptography {floor:.1f} s, ratio {took / floor:.2f}")
    with house() as (world, _key, _folder):
        run = released_run(world, register_many(world, paid, Compartment.PAYMENT))
        (logged, took), floor = open_run(world, run), bare_opening(world, paid)
        print(
            f"open {paid} payees of a run: on the log after {logged:.1f} s, all handed over after {took:.1f} s,"
            f" bare cryptography {floor:.1f} s, ratio {took / floor:.2f}"
        )


if __name__ == "__main__":
    main(*[int(one) for one in sys.argv[1:]] or (20_000, 10_000))
