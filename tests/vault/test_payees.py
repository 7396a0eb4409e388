"""Payees of a released run: opened by finance, exactly those that two people signed for."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, text

from ledger.approvals.models import Proposal, ProposalStage
from ledger.beneficiaries.actions.details import record_details
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.payees import open_payees
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Run
from ledger.errors import NotFound, Refusal
from ledger.vault.queries.payees import payees
from ledger.vault.rules.compartments import Compartment
from ledger.vault.trouble import NoCopy, Tampered
from tests.builders import DETAILS, World, approved, award_of, inside, propose, released, sign
from tests.vault.sealed import meddle, verbs

OTHER = b'{"account":"2","method":"bank"}'


def released_run(world: World) -> UUID:
    """A released run of everything due."""
    return released(world)


def opened(world: World, who: str, run: UUID) -> list[bytes]:
    """Open a run's payees as the pages do: on the log first, then one after the other."""
    with world.store.work(world.actors[who]) as work:
        held, lines = open_payees(work, world.signers[who], work.session.get_one(Run, run), "csv")
    signed = [(line.award, line.approved) for line in lines]
    with world.store.reading() as session:
        return [payee.content for payee in payees(session, world.store.organisation, held, signed)]


def change_details(world: World, pseudonym: str, content: bytes = OTHER) -> None:
    """Record other payment details."""
    with world.store.work(world.actors["amina"]) as work:
        record_details(work, world.signers["amina"], pseudonym, Compartment.PAYMENT, content)


def waiting(world: World, kind: str) -> UUID:
    """The one open proposal of a kind."""
    with world.store.reading() as session:
        query = select(Proposal.id).where(Proposal.kind == kind, Proposal.stage == ProposalStage.OPEN)
        return session.scalars(query).one()


def test_finance_opens_the_payees_of_a_released_run(world: World) -> None:
    """After approval and release, and only then; it is on the log."""
    for _ in range(3):
        approved(world, 1000)
    run = released_run(world)
    assert opened(world, "farah", run) == [DETAILS[Compartment.PAYMENT]] * 3
    assert verbs(world, 1) == ["payees.opened"]


@pytest.mark.parametrize("name", ["amina", "carla", "deniz", "hana", "ilse"])
def test_nobody_but_finance_opens_payees(world: World, name: str) -> None:
    """An approver holds the other half only."""
    approved(world, 1000)
    run = released_run(world)
    with pytest.raises((NotFound, NoCopy)):
        opened(world, name, run)


def test_payees_of_a_run_that_is_not_released_stay_closed(world: World) -> None:
    """Gathered and proposed is not released."""
    approved(world, 1000)
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.BANK, world.clock.now().date()).id
    with pytest.raises(Refusal):
        opened(world, "farah", run)


def test_an_award_without_payment_details_is_not_proposed(world: World) -> None:
    """There would be nothing to sign for."""
    from ledger.awards.actions.propose import propose_award
    from ledger.awards.models import AwardKind
    from ledger.beneficiaries.actions.register import register_beneficiary
    from ledger.beneficiaries.rules import NOTHING_STATED
    from ledger.funds.models import Fund
    from tests.builders import terms

    with world.store.work(world.actors["amina"]) as work:
        who = register_beneficiary(work, NOTHING_STATED).pseudonym
    with pytest.raises(Refusal, match="payment details"), world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        propose_award(work, terms(world, fund, who, 1000, 1, AwardKind.EMERGENCY_GRANT))


def test_details_changed_before_the_last_signature_void_the_first(world: World) -> None:
    """The second approver cannot sign for what is no longer so."""
    award, proposal = propose(world, 1000)
    sign(world, "carla", proposal)
    change_details(world, award_of(world, award).beneficiary)
    with pytest.raises(Refusal, match="changed"):
        sign(world, "deniz", proposal)


def test_details_changed_after_approval_void_it_until_two_sign_the_new_ones(world: World) -> None:
    """Nothing is gathered meanwhile; then the new account is what finance opens."""
    award = approved(world, 1000)
    change_details(world, award_of(world, award).beneficiary)
    with pytest.raises(Refusal), world.store.work(world.actors["farah"]) as work:
        gather_run(work, "EUR", Channel.BANK, world.clock.now().date())
    proposal = waiting(world, "payee")
    sign(world, "carla", proposal)
    with pytest.raises(Refusal), world.store.work(world.actors["farah"]) as work:
        gather_run(work, "EUR", Channel.BANK, world.clock.now().date())
    sign(world, "deniz", proposal)
    assert opened(world, "goran", released_run(world)) == [OTHER]


def test_details_changed_after_release_stop_the_payment(world: World) -> None:
    """Neither opened nor sent, until two have signed the new ones."""
    award = approved(world, 1000)
    run = released_run(world)
    change_details(world, award_of(world, award).beneficiary)
    with pytest.raises(Refusal):
        opened(world, "farah", run)
    with pytest.raises(Refusal), world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    proposal = waiting(world, "payee")
    sign(world, "carla", proposal)
    sign(world, "deniz", proposal)
    assert opened(world, "farah", run) == [OTHER]


def test_an_envelope_put_in_the_place_of_another_is_refused(world: World) -> None:
    """A database writer exchanges the bodies of two payees."""
    approved(world, 1000)
    approved(world, 2000)
    run = released_run(world)

    def swap(connection) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        rows = connection.execute(text("SELECT id, body FROM envelope WHERE compartment = 'payment'")).all()
        for row, other in ((rows[0], rows[1]), (rows[1], rows[0])):
            connection.execute(
                text("UPDATE envelope SET body = :body WHERE id = :id"), {"body": other.body, "id": row.id}
            )

    meddle(world, swap)
    with pytest.raises(Tampered):
        opened(world, "farah", run)


def test_an_old_account_put_back_is_refused(world: World) -> None:
    """A database writer lets a void award look valid again."""
    award = approved(world, 1000)
    with world.store.reading() as session:
        kept = session.execute(text("SELECT * FROM passed_half")).mappings().one()
    change_details(world, award_of(world, award).beneficiary)

    def put_back(connection) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        names = ", ".join(kept)
        marks = ", ".join(f":{name}" for name in kept)
        connection.execute(text(f"INSERT INTO passed_half ({names}) VALUES ({marks})"), dict(kept))
        connection.execute(text("UPDATE award SET payee_void = :no"), {"no": False})

    meddle(world, put_back)
    with pytest.raises(Tampered):
        released_run(world)


def test_a_passed_half_of_one_award_does_not_serve_another(world: World) -> None:
    """It was passed for that award only."""
    first, second = approved(world, 1000), approved(world, 2000)
    run = released_run(world)
    sqlite = world.store.engine.dialect.name == "sqlite"
    values = {"a": first.hex if sqlite else first, "b": second.hex if sqlite else second}
    swap = text(
        "UPDATE passed_half SET (envelope_id, sealed) = (SELECT p.envelope_id, p.sealed FROM passed_half p"
        " WHERE p.award_id = :b) WHERE award_id = :a"
    )
    meddle(world, lambda connection: connection.execute(swap, values))
    with pytest.raises(Tampered):
        opened(world, "farah", run)


def passed(world: World, award: UUID) -> int:
    """Whether finance holds the other half of an award's payee."""
    from sqlalchemy import func

    from ledger.vault.models import PassedHalf

    with world.store.reading() as session:
        return session.scalar(select(func.count()).where(PassedHalf.award_id == award)) or 0


def test_when_all_is_paid_finance_lets_go_of_the_payee(world: World) -> None:
    """What was passed is taken back; after a late return two people sign again before the money goes out again."""
    from ledger.awards.actions.payee import sign_again
    from ledger.awards.models import Award
    from ledger.disbursements.actions.plan import make_again
    from tests.builders import bring_back, paid

    award = approved(world, 1000)
    assert passed(world, award)
    run = paid(world)
    assert not passed(world, award)
    with world.store.work(world.actors["farah"]) as work:
        (back,) = inside(work.session, run)
        bring_back(work, back)
    with world.store.work(world.actors["farah"]) as work:
        make_again(work, inside(work.session, run)[0])
    with pytest.raises(Refusal, match="Nothing in EUR is due"):
        released(world)
    with world.store.work(world.actors["amina"]) as work:
        sign_again(work, work.session.get_one(Award, award))
    with world.store.work(world.actors["amina"]) as work, pytest.raises(Refusal):
        sign_again(work, work.session.get_one(Award, award))
    again = waiting(world, "payee")
    sign(world, "carla", again)
    sign(world, "deniz", again)
    assert opened(world, "farah", released(world)) == [DETAILS[Compartment.PAYMENT]]


def test_cancelling_what_is_left_lets_go_of_the_payee(world: World) -> None:
    """Nothing waits any more."""
    from ledger.awards.models import Award
    from ledger.disbursements.actions.cancel import cancel_rest

    award = approved(world, 1000)
    with world.store.work(world.actors["amina"]) as work:
        cancel_rest(work, work.session.get_one(Award, award), "no_longer_needed")
    assert not passed(world, award)


def test_signatures_for_another_award_do_not_serve(world: World) -> None:
    """Somebody who writes to the log ties what was signed for one award to another: nothing is believed of it."""
    from ledger.log.models import LogEntry, LogSubject
    from ledger.vault.queries.approved import approved_payees

    mine, other = approved(world, 1000), approved(world, 2000)
    with world.store.reading() as session:
        whose = approved_payees(session, [mine, other])
        assert len({one.pseudonym for one in whose.values()}) == 2
        signed = (
            select(LogEntry.seq, LogEntry.verb, LogEntry.bytes)
            .join(LogSubject, LogSubject.seq == LogEntry.seq)
            .where(LogSubject.subject == str(other))
            .where(LogEntry.verb.in_(["proposal.made", "decision.signed", "proposal.approved"]))
        )
        tied = [row.seq for row in session.execute(signed)]
        assert len(tied) == 4
    meddle(world, lambda c: c.execute(LogSubject.__table__.insert(), [{"subject": str(mine), "seq": s} for s in tied]))
    with world.store.reading() as session:
        assert approved_payees(session, [mine]) == {}
        assert approved_payees(session, [other]) == {other: whose[other]}


def test_a_payment_changed_after_release_is_noticed(world: World) -> None:
    """The lines that another person released are held to their hash before anything is opened."""
    approved(world, 1000)
    run = released(world)

    def change(connection):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER disbursement_figures_stand")
        else:
            connection.exec_driver_sql("ALTER TABLE disbursement DISABLE TRIGGER disbursement_figures_stand")
        connection.exec_driver_sql("UPDATE disbursement SET minor = 99000")

    meddle(world, change)
    with pytest.raises(Tampered):
        opened(world, "farah", run)
    assert verbs(world, 1) == ["alarm.raised"]
