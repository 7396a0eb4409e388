"""The forms of awards, payments, loans and advances, each with something that waits for it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.models import IntermediaryKind
from ledger.approvals.models import Proposal, Verdict
from ledger.awards.actions.stopping import stop_award
from ledger.awards.models import Award, AwardKind
from ledger.beneficiaries.actions.details import record_details
from ledger.channels.actions.payers import set_payer
from ledger.disbursements.actions.evidence import record_evidence
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.models import Channel, Disbursement, Run
from ledger.loans.actions.change import suspend
from ledger.loans.models import Loan
from ledger.vault.rules.compartments import Compartment
from tests.advances.test_holding import CASH, LISTED, advanced, asked, cash_run, read
from tests.builders import (
    DETAILS,
    World,
    approved,
    award_of,
    filed,
    inside,
    paid,
    propose,
    register,
    released,
    sent,
    sign,
)
from tests.disbursements.test_naming import SHOP, run_of
from tests.disbursements.test_payment_file import BANK, OURS
from tests.disbursements.test_splitting import set_limit
from tests.loans.lending import lent
from tests.office import Office
from tests.together.pressing import Press, Waiting

TODAY = "2026-01-05"
TERMS = {
    "kind": "emergency_grant", "fund": "FUND", "purpose": "REL", "reason": "risk_and_need", "currency": "",
    "amount": "10.00", "rhythm": "once", "count": "1", "first": TODAY, "step": "propose",
}  # fmt: skip


def award(world: World, ident: UUID) -> str:
    """The page of an award."""
    return f"/awards/{award_of(world, ident).reference}"


def run_page(world: World, ident: UUID) -> str:
    """The page of a run."""
    with world.store.reading() as session:
        return f"/runs/{session.get_one(Run, ident).reference}"


def first_of(world: World, run: UUID) -> Disbursement:
    """The first payment of a run."""
    with world.store.reading() as session:
        return inside(session, run)[0]


def new_award(office: Office) -> Press:
    """An award for somebody new."""
    url = f"/awards/new/{register(office.world)}"
    return Press("amina", url, url, TERMS)


def revised(office: Office) -> Press:
    """An award that is proposed otherwise."""
    url = award(office.world, propose(office.world, 1_000)[0])
    return Press("amina", f"{url}/revise", f"{url}/revise", {**TERMS, "amount": "11.00"})


def withdrawn(office: Office) -> Press:
    """An award that is taken back."""
    url = award(office.world, propose(office.world, 1_000)[0])
    return Press("amina", url, f"{url}/withdraw")


def payee(office: Office) -> Press:
    """An award whose payee was written anew, and refused."""
    world, ident = office.world, approved(office.world, 1_000)
    with world.store.work(world.actors["amina"]) as work:
        who = work.session.get_one(Award, ident).beneficiary
        record_details(work, world.signers["amina"], who, Compartment.PAYMENT, DETAILS[Compartment.PAYMENT])
    with world.store.reading() as session:
        asking = session.scalars(select(Proposal.id).where(Proposal.subject == ident, Proposal.kind == "payee")).one()
    sign(world, "carla", asking, Verdict.REFUSE)
    url = award(world, ident)
    return Press("amina", url, f"{url}/payee")


def review(office: Office) -> Press:
    """A stipend's first instalment."""
    url = award(office.world, approved(office.world, 2_000, 2, AwardKind.STIPEND))
    page = f"{url}/instalments/1/review"
    return Press("amina", page, page, {"outcome": "passed", "safe": "y", "needed": "y", "reason": ""})


def on_schedule(act: str, office: Office, **fields: Any) -> Press:
    """A stipend of which nothing was paid; to be resumed, it was stopped."""
    ident = approved(office.world, 2_000, 2, AwardKind.STIPEND)
    if act == "resume":
        with office.world.store.work(office.world.actors["amina"]) as work:
            stop_award(work, work.session.get_one(Award, ident), "unsafe")
    if act == "way":
        with office.world.store.work(office.world.actors["amina"]) as work:
            who, details = work.session.get_one(Award, ident).beneficiary, DETAILS[Compartment.PAYMENT]
            record_details(work, office.world.signers["amina"], who, Compartment.PAYMENT, details, 2)
    url = award(office.world, ident)
    return Press("amina", url if act == "resume" else f"{url}/{act}", f"{url}/{act}", fields)


def cancelled(office: Office) -> Press:
    """An award of which the rest is cancelled."""
    url = f"{award(office.world, approved(office.world, 1_000))}/cancel"
    return Press("amina", url, url, {"reason": "no_longer_needed"})


def reduced(office: Office) -> Press:
    """An award of which less is paid."""
    url = f"{award(office.world, approved(office.world, 1_000))}/reduce"
    return Press("amina", url, url, {"number": "1", "amount": "1.00", "reason": "no_longer_needed"})


def split(office: Office) -> Press:
    """A payment above the limit of its channel."""
    set_limit(office.world, "40.00 | 90.00")
    approved(office.world, 10_002)
    url = "/runs/split/bank/EUR"
    return Press("farah", url, url, {"until": TODAY})


def signature(office: Office) -> Press:
    """The last signature on an award."""
    _, proposal = propose(office.world, 1_000)
    sign(office.world, "carla", proposal)
    with office.world.store.reading() as session:
        url = f"/proposals/{session.get_one(Proposal, proposal).reference}"
    return Press("deniz", url, url, {"verdict": "approve"}, signed=True)


def gather(office: Office) -> Press:
    """A payment that is due."""
    approved(office.world, 1_000)
    fields = {"currency": "EUR", "channel": "bank", "source": "", "until": TODAY}
    return Press("farah", "/runs/new", "/runs/new", fields)


def on_run(act: str, office: Office) -> Press:
    """A released run whose file was made."""
    approved(office.world, 1_000)
    url = run_page(office.world, filed(office.world, released(office.world)))
    return Press("farah", url, f"{url}/{act}")


def file(office: Office) -> Press:
    """A released run whose payees have accounts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DETAILS, Compartment.PAYMENT, BANK.to_bytes())
        with office.world.store.work(office.world.actors["farah"]) as work:
            set_payer(work, "main-eur", OURS)
        approved(office.world, 1_000)
        url = f"{run_page(office.world, released(office.world))}/payees"
    return Press("farah", url, url, {"form": "pain.001"}, signed=True, works=2)


def file_again(office: Office) -> Press:
    """A file that its maker took a moment ago."""
    made = file(office)
    assert office.enter(made.who).sign(made.page, **made.fields).status_code == 200
    return Press(made.who, made.page, f"{made.page}/again", signed=True, works=2)


def on_payment(act: str, office: Office, **fields: Any) -> Press:
    """A payment of a run that was released, and sent for all but sending."""
    world = office.world
    approved(world, 1_000)
    run = filed(world, released(world)) if act == "sent" else paid(world) if act == "evidence" else sent(world)
    payment = first_of(world, run)
    if act == "again":
        with world.store.work(world.actors["farah"]) as work:
            mark_failed(work, work.session.get_one(Disbursement, payment.id))
    url = f"/disbursements/{payment.reference}"
    return Press("farah", url, f"{url}/{act}", fields)


def handed(office: Office) -> Press:
    """Cash that an intermediary has handed over, as others say."""
    world = office.world
    advanced(world, 1_000, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DETAILS, Compartment.PAYMENT, CASH)
        approved(world, 1_000)
    run = filed(world, cash_run(world))
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    for way, who in LISTED:
        with world.store.work(world.actors[who]) as work:
            record_evidence(work, inside(work.session, run), way, world.clock.now().date())
    url = f"/disbursements/{first_of(world, run).reference}"
    return Press("farah", url, f"{url}/handed", {"day": TODAY})


def on_loan(act: str, who: str, office: Office, **fields: Any) -> Press:
    """A loan that was sent."""
    ident = lent(office.world, 9_000, 3)
    if act == "resume":
        with office.world.store.work(office.world.actors["amina"]) as work:
            suspend(work, work.session.get_one(Loan, ident), "detained")
    url = award(office.world, ident).replace("/awards/", "/loans/")
    return Press(who, f"{url}/{act}", f"{url}/{act}", fields)


def named(office: Office) -> Press:
    """A payment by voucher in a released run."""
    world = office.world
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DETAILS, Compartment.PAYMENT, SHOP.to_bytes())
        approved(world, 1_000)
        run = run_of(world, Channel.VOUCHER)
    url = f"/disbursements/{first_of(world, run).reference}"
    return Press("farah", url, f"{url}/named", {"place": "SHOP-1", "token": "AB1001"})


def new_intermediary(_office: Office) -> Press:
    """Somebody who carries money."""
    url = "/intermediaries/new"
    return Press("farah", url, url, {"code": "I9", "kind": "partner", "label": "Partner"})


def new_advance(office: Office) -> Press:
    """An intermediary who holds nothing."""
    world = office.world
    with world.store.work(world.actors["farah"]) as work:
        register_intermediary(work, "I2", IntermediaryKind.PARTNER, "The partner")
    fields = {"intermediary": "I2", "fund": "FUND", "currency": "EUR", "amount": "10.00", "fee": ""}
    return Press("farah", "/advances/new", "/advances/new", fields)


def on_advance(act: str, code: str, office: Office, **fields: Any) -> Press:
    """An advance that was paid, with a fee; or, to be withdrawn, one that is proposed."""
    world = office.world
    if act == "withdraw":
        with world.store.work(world.actors["farah"]) as work:
            register_intermediary(work, code, IntermediaryKind.PARTNER, "The partner")
    ident = asked(world, 1_000, 100, code) if act == "withdraw" else advanced(world, 1_000, 100, code)
    url = f"/advances/{read(world, ident).reference}"
    return Press("farah", url, f"{url}/{act}", fields)


FORMS: dict[str, Waiting] = {
    "approvals.show": signature,
    "awards.new": new_award,
    "awards.revise": revised,
    "awards.withdraw": withdrawn,
    "awards.review": review,
    "awards.stop": partial(on_schedule, "stop", reason="unsafe"),
    "awards.resume": partial(on_schedule, "resume"),
    "awards.move": partial(on_schedule, "way", way="2"),
    "awards.reschedule": partial(
        on_schedule, "schedule", rhythm="monthly", count="3", first="2026-03-01", schedule="", step="propose"
    ),
    "disbursements.cancel": cancelled,
    "disbursements.reduce": reduced,
    "disbursements.gather": gather,
    "disbursements.act_on_run:send": partial(on_run, "send"),
    "disbursements.payees": file,
    "disbursements.payees_again": file_again,
    "disbursements.sent": partial(on_payment, "sent"),
    "disbursements.failed": partial(on_payment, "failed"),
    "disbursements.again": partial(on_payment, "again"),
    "disbursements.evidence": partial(on_payment, "evidence", way="operator", seen=TODAY),
    "disbursements.handed": handed,
    "advances.new_intermediary": new_intermediary,
    "advances.new": new_advance,
    "advances.fee": partial(on_advance, "fee", "I3", fee="0.40", day=TODAY),
    "advances.loss": partial(on_advance, "loss", "I4", lost="10.00", reason="theft"),
    "advances.act_on": partial(on_advance, "withdraw", "I5"),
    "loans.act:allowance": partial(on_loan, "allowance", "farah", amount="30.00"),
    "loans.act:write-off": partial(on_loan, "write-off", "farah", amount="90.00"),
    "loans.act:reschedule": partial(on_loan, "reschedule", "amina", count="2", rhythm="monthly", first="2026-08-01"),
    "loans.act:grant": partial(on_loan, "grant", "amina", kind="stipend", amount="90.00"),
    "loans.act:suspend": partial(on_loan, "suspend", "amina", reason="detained"),
    "loans.act:resume": partial(on_loan, "resume", "amina"),
    "loans.act:held": partial(on_loan, "held", "farah", holder="I1", amount="10.00", day=TODAY),
    "disbursements.named": named,
    "awards.ask_for_payee": payee,
    "disbursements.split": split,
}
"""In this order, since what the last ones leave behind holds up the runs of the others."""
