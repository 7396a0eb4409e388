"""A running award that is paid another way from now on: two others sign, and nothing that was gathered is touched."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ledger.approvals.actions import withdraw
from ledger.approvals.models import Proposal
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.moving import propose_move
from ledger.awards.actions.propose import propose_award
from ledger.awards.actions.stopping import stop_award
from ledger.awards.models import Award, AwardKind, Instalment
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.errors import NotFound, Refusal
from ledger.funds.models import Fund
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails
from tests.agreement.comparing import compare
from tests.builders import DETAILS, World, award_of, filed, inside, register, sign, sign_in_spite, terms
from tests.office import Office
from tests.protect.test_append_only import raw
from tests.vault.sealed import verbs
from tests.vault.test_payees import change_details, opened, released_run, waiting
from tests.vault.test_ways import MOVED_SCHOOL, OWN, SCHOOL, SCHOOL_ACCOUNT, promised, record

CASH = PaymentDetails(method="cash", holder="X").to_bytes()


def ask(world: World, award: UUID, way: int) -> UUID:
    """Propose that an award is paid this way."""
    with world.store.work(world.actors["amina"]) as work:
        return propose_move(work, work.session.get_one(Award, award), way).id


def both(world: World, proposal: UUID) -> None:
    """Let both approvers sign."""
    sign(world, "carla", proposal)
    sign(world, "deniz", proposal)


def two_ways(world: World, content: bytes = SCHOOL_ACCOUNT) -> tuple[str, UUID]:
    """Somebody with a stipend into their own account, and another way to be paid."""
    who = register(world)
    award = promised(world, who, AwardKind.STIPEND, OWN)
    record(world, who, SCHOOL, content)
    return who, award


def test_what_is_still_to_be_paid_goes_the_other_way(world: World) -> None:
    """Once two have signed, not before; the first instalment was paid the old way, the second goes the new one."""
    _who, award = two_ways(world)
    run = released_run(world)
    filed(world, run)
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    proposal = ask(world, award, SCHOOL)
    sign(world, "carla", proposal)
    assert award_of(world, award).way == OWN
    sign(world, "deniz", proposal)
    moved = award_of(world, award)
    assert (moved.way, moved.channel, moved.paid_to, moved.moved_by) == (SCHOOL, "bank", "provider", proposal)
    assert verbs(world, 2) == ["award.moved", "payee.passed"]
    world.clock.move(timedelta(days=40))
    with world.store.work(world.actors["amina"]) as work:
        pass_review(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, 2)))
    assert opened(world, "farah", released_run(world)) == [SCHOOL_ACCOUNT]
    compare(world)


def test_what_is_in_a_run_is_not_touched(world: World) -> None:
    """Neither asked for nor carried out while something of the award is gathered; afterwards it is."""
    _who, award = two_ways(world)
    proposal = ask(world, award, SCHOOL)
    sign(world, "carla", proposal)
    run = released_run(world)
    with pytest.raises(Refusal, match="Money of this award is in run R-"):
        sign(world, "deniz", proposal)
    with world.store.work(world.actors["amina"]) as work:
        withdraw(work, work.session.get_one(Proposal, proposal))
    with pytest.raises(Refusal, match="Money of this award is in run R-"):
        ask(world, award, SCHOOL)
    assert opened(world, "farah", run) == [DETAILS[Compartment.PAYMENT]]
    filed(world, run)
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    both(world, ask(world, award, SCHOOL))
    assert award_of(world, award).way == SCHOOL


def test_a_changed_way_voids_what_is_paid_by_it_now(world: World) -> None:
    """And changing the way that it was paid by before voids nothing any more."""
    who, award = two_ways(world)
    both(world, ask(world, award, SCHOOL))
    change_details(world, who)
    assert not award_of(world, award).payee_void
    record(world, who, SCHOOL, MOVED_SCHOOL)
    assert award_of(world, award).payee_void
    both(world, waiting(world, "payee"))
    assert opened(world, "farah", released_run(world)) == [MOVED_SCHOOL]
    compare(world)


def test_details_that_changed_meanwhile_are_not_signed(world: World) -> None:
    """Those of the new way have to be proposed again; those of the old one, which wait, are settled first."""
    who, award = two_ways(world)
    proposal = ask(world, award, SCHOOL)
    sign(world, "carla", proposal)
    record(world, who, SCHOOL, MOVED_SCHOOL)
    with pytest.raises(Refusal, match="payment details were changed"):
        sign(world, "deniz", proposal)
    with world.store.work(world.actors["amina"]) as work:
        withdraw(work, work.session.get_one(Proposal, proposal))
    change_details(world, who)
    open_payee = waiting(world, "payee")
    with pytest.raises(Refusal, match="waits for signatures"):
        ask(world, award, SCHOOL)
    with world.store.work(world.actors["amina"]) as work:
        withdraw(work, work.session.get_one(Proposal, open_payee))
    both(world, ask(world, award, SCHOOL))
    assert not award_of(world, award).payee_void
    assert opened(world, "farah", released_run(world)) == [MOVED_SCHOOL]
    compare(world)


def test_a_move_that_makes_no_sense_is_refused(world: World) -> None:
    """To the same way, to one that is not there, twice at once, by an approver; a loan into an intermediary's hands."""
    who, award = two_ways(world, CASH)
    for way, words in ((OWN, "by that way already"), (3, "no such way")):
        with pytest.raises(Refusal, match=words) as refused:
            ask(world, award, way)
        assert refused.value.field == "way"
    ask(world, award, SCHOOL)
    with pytest.raises(Refusal, match="proposed already"):
        ask(world, award, SCHOOL)
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        lent = propose_award(work, terms(world, fund, who, 2000, 2, AwardKind.MICRO_LOAN))
        loan, signing = lent.id, lent.proposal_id
    assert signing is not None
    for name in ("carla", "deniz"):
        sign_in_spite(world, name, signing)
    with pytest.raises(Refusal, match="A loan is paid into"):
        ask(world, loan, SCHOOL)
    with world.store.work(world.actors["carla"]) as work, pytest.raises(NotFound):
        propose_move(work, work.session.get_one(Award, loan), SCHOOL)


def test_a_stopped_award_is_moved_and_stays_stopped(world: World) -> None:
    """Where it goes and whether it goes are two questions."""
    _who, award = two_ways(world)
    with world.store.work(world.actors["farah"]) as work:
        stop_award(work, work.session.get_one(Award, award), "doubt")
    both(world, ask(world, award, SCHOOL))
    moved = award_of(world, award)
    assert (moved.way, moved.stopped) == (SCHOOL, True)


def test_the_database_moves_no_award_that_nobody_signed(world: World) -> None:
    """A way written into the row is refused, with an approved proposal of another kind beside it as well."""
    _who, award = two_ways(world)
    for change in ("way = 2", "way = 2, moved_by = proposal_id", "way = NULL"):
        with raw(world) as connection, pytest.raises(DBAPIError, match="award_moved_unsigned"):
            connection.execute(text(f"UPDATE award SET {change} WHERE proposal_id IS NOT NULL"))
    assert award_of(world, award).way == OWN


def test_an_officer_moves_an_award_on_its_page(office: Office) -> None:
    """The button is there where there is another way; who signs sees from where to where; others have no such page."""
    who = register(office.world)
    award = promised(office.world, who, AwardKind.STIPEND, OWN)
    officer, page = office.enter("amina"), f"/awards/{award_of(office.world, award).reference}"
    assert "Pay it another way" not in officer.get(page).text
    assert officer.get(f"{page}/way").status_code == 404
    record(office.world, who, SCHOOL, SCHOOL_ACCOUNT)
    assert f"{page}/way" in officer.get(page).text
    assert office.enter("carla").get(f"{page}/way").status_code == 404
    form = officer.get(f"{page}/way").text
    assert "2: A provider" in form
    assert "1: The beneficiary" not in form
    assert officer.send(f"{page}/way", way="").status_code == 200, "nothing is chosen by itself"
    assert officer.send(f"{page}/way", way="2").headers["Location"] == page
    assert "Another way to be paid: waits for signatures" in officer.get(page).text
    with office.world.store.reading() as session:
        proposal = session.get_one(Proposal, waiting(office.world, "award_way")).reference
    told = office.enter("carla").get(f"/proposals/{proposal}").text
    assert "The beneficiary (Bank, way 1)" in told
    assert "A provider: a clinic, a school, a landlord (Bank, way 2)" in told
