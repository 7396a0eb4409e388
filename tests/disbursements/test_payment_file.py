"""The payment file of a run: in the bank's format, on the log before it is handed over, made once."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID, uuid4
from xml.etree.ElementTree import fromstring

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from ledger.actor import SYSTEM
from ledger.approvals.models import Proposal
from ledger.awards.models import Award
from ledger.beneficiaries.actions.details import record_details
from ledger.channels.actions.payers import Payer, set_payer
from ledger.channels.actions.profiles import set_profile
from ledger.channels.actions.rules import propose_rules
from ledger.channels.rules.profiles import profile_in
from ledger.channels.rules.table import table_in
from ledger.disbursements.actions.files import Written, begin_file, log_file, propose_lost
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.actions.writing import Wanted, write_file
from ledger.disbursements.models import Channel, Disbursement, FileStage, PaymentFile, Run
from ledger.errors import Refusal
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails
from tests.agreement.comparing import compare
from tests.builders import DETAILS, World, approved, inside, released, sign
from tests.office import Office
from tests.vault.sealed import meddle, verbs
from tests.web.browsing import form_on

OURS = Payer("Northlight Services", "DE89370400440532013000", "COBADEFFXXX", "DE", "NURG", "SHAR", "pain.001.001.09")
BANK = PaymentDetails(
    method="bank",
    holder="Zuleikha Ongala",
    account="GB33BUKB20201555555555",
    bank_code="BUKBGB22",
    country="GB",
    statement_payer="Northlight Services",
    statement_reference="Rent 4411",
)
PHONE = PaymentDetails(
    method="mobile_money",
    holder="Zuleikha Ongala",
    mobile_number="+254700000001",
    mobile_provider="Anything",
    statement_payer="Northlight Services",
    statement_reference="Rent 4411",
)


@pytest.fixture
def paying(world: World, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A released run of two payments to a bank account; the organisation's own account is written down."""
    return run_of(world, monkeypatch, BANK)


def run_of(world: World, monkeypatch: pytest.MonkeyPatch, details: PaymentDetails) -> UUID:
    """A released run of two payments to these details."""
    monkeypatch.setitem(DETAILS, Compartment.PAYMENT, details.to_bytes())
    with world.store.work(world.actors["farah"]) as work:
        set_payer(work, "main-eur", OURS)
    approved(world, 1_000)
    approved(world, 2_050)
    return released(world)


def write(
    world: World, run: UUID, form: str = "pain.001", who: str = "farah", profile: str = ""
) -> tuple[Any, Written]:
    """Open the payees and write the file, as the page does; it is not logged yet."""
    with world.store.work(world.actors[who]) as work:
        opened = work.session.get_one(Run, run)
        held, lines = begin_file(work, world.signers[who], opened, form)
        at = work.at
    with world.store.reading() as session:
        wanted = Wanted(session.get_one(Run, run), form, at, profile)
        return lines, write_file(session, world.store.organisation, held, lines, wanted)


def make(world: World, run: UUID, form: str = "pain.001", who: str = "farah") -> Written:
    """Make a file of a run."""
    lines, written = write(world, run, form, who)
    with world.store.work(world.actors[who]) as work:
        log_file(work, work.session.get_one(Run, run), lines, written)
    return written


def lost(world: World, run: UUID, signer: str = "carla") -> None:
    """Propose that the file was lost, and let somebody sign it."""
    with world.store.work(world.actors["goran"]) as work:
        proposal = propose_lost(work, work.session.get_one(Run, run)).id
    sign(world, signer, proposal)


def test_the_file_is_what_a_bank_takes_and_its_hash_is_on_the_log(world: World, paying: UUID) -> None:
    """Two payments, their sum, and the codes that come back with the statement."""
    written = make(world, paying)
    place = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"
    root = fromstring(written.content)  # noqa: S314 - it was written a line above
    assert [one.text for one in root.iter(f"{place}CtrlSum")] == ["30.50", "30.50"]
    assert len({one.text for one in root.iter(f"{place}EndToEndId")}) == 2
    with world.store.reading() as session:
        made = session.scalars(select(PaymentFile)).one()
    assert (made.sha256, made.count, made.minor) == (hashlib.sha256(written.content).hexdigest(), 2, 3_050)
    assert verbs(world, 2) == ["payees.opened", "file.made"]
    compare(world)


def test_a_second_file_of_a_run_is_refused(world: World, paying: UUID) -> None:
    """By rule before anything is opened, at the log where two were made at once, and by the database."""
    lines, second = write(world, paying, who="goran")
    make(world, paying)
    with pytest.raises(Refusal, match="made once"):
        write(world, paying)
    with pytest.raises(Refusal, match="made once"), world.store.work(world.actors["goran"]) as work:
        log_file(work, work.session.get_one(Run, paying), lines, second)
    again = (
        "INSERT INTO payment_file (id, run_id, form, sha256, count, minor, currency, stage, made_at, made_by)"
        " SELECT run_id, run_id, form, sha256, count, minor, currency, stage, made_at, made_by FROM payment_file"
    )
    with pytest.raises(IntegrityError), world.store.work(SYSTEM) as work:
        work.session.execute(text(again))


def test_who_opened_the_payees_makes_a_file_though_another_has_opened_them_since(world: World, paying: UUID) -> None:
    """Two begin at once: the first to open makes the file; where it is lost, the second goes on with their own."""
    begun = {who: write(world, paying, who=who) for who in ("farah", "goran")}
    for who, (lines, written) in begun.items():
        with world.store.work(world.actors[who]) as work:
            log_file(work, work.session.get_one(Run, paying), lines, written)
        compare(world)
        if who == "farah":
            lost(world, paying)


def test_a_lost_file_is_made_again_once_another_has_signed(world: World, paying: UUID) -> None:
    """Under the same id, so that a bank that has the first refuses the second."""
    first = make(world, paying)
    lost(world, paying)
    second = make(world, paying, who="goran")
    assert [one.content.split(b"<MsgId>")[1][:32] for one in (first, second)] == [UUID(str(paying)).hex.encode()] * 2
    with world.store.reading() as session:
        stages = {one.replaces is None: one.stage for one in session.scalars(select(PaymentFile))}
    assert stages == {True: FileStage.LOST, False: FileStage.MADE}
    with pytest.raises(Refusal, match="made once"):
        write(world, paying)
    compare(world)


def test_a_file_is_not_lost_after_it_was_sent_nor_by_who_made_it(world: World, paying: UUID) -> None:
    """Whoever made it does not sign; once something went out, nobody does."""
    make(world, paying)
    carla = world.actors["carla"].id
    meddle(world, lambda connection: connection.execute(update(PaymentFile).values(made_by=carla)))
    with pytest.raises(Refusal, match="You made this file"):
        lost(world, paying, "carla")
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, paying))
    with world.store.reading() as session:
        waiting = session.scalars(select(Proposal.id).where(Proposal.kind == "lost_file")).one()
    with pytest.raises(Refusal, match="have gone out"):
        sign(world, "deniz", waiting)
    with pytest.raises(Refusal, match="have gone out"), world.store.work(world.actors["farah"]) as work:
        propose_lost(work, work.session.get_one(Run, paying))


def test_a_payment_that_was_taken_out_meanwhile_stops_the_file(world: World, paying: UUID) -> None:
    """What was written is not logged, so it is not handed over."""
    lines, written = write(world, paying)
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, inside(work.session, paying)[0])
    with pytest.raises(Refusal, match="changed in this run"), world.store.work(world.actors["farah"]) as work:
        log_file(work, work.session.get_one(Run, paying), lines, written)


def test_a_payee_who_is_to_be_paid_another_way_since_is_taken_out(world: World, paying: UUID) -> None:
    """Two signed a phone for one of them after the release: named by its code; then gathered for the operator."""
    with world.store.reading() as session:
        changed = inside(session, paying)[0]
        pseudonym = session.get_one(Award, changed.award_id).beneficiary
    with world.store.work(world.actors["amina"]) as work:
        record_details(work, world.signers["amina"], pseudonym, Compartment.PAYMENT, PHONE.to_bytes())
    with world.store.reading() as session:
        proposal = session.scalars(select(Proposal.id).where(Proposal.kind == "payee")).one()
    for name in ("carla", "deniz"):
        sign(world, name, proposal)
    with pytest.raises(Refusal, match=r"Payment \d{12} goes another way"):
        write(world, paying)
    assert verbs(world, 1) == ["payees.opened"]
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, work.session.get_one(Disbursement, changed.id))
    assert make(world, paying).count == 1
    with world.store.work(world.actors["farah"]) as work:
        make_again(work, work.session.get_one(Disbursement, changed.id))
        assert gather_run(work, "EUR", Channel.MOBILE_MONEY, work.at.date()).channel is Channel.MOBILE_MONEY
    with pytest.raises(Refusal, match="stands in a payment file"), world.store.work(world.actors["farah"]) as work:
        mark_failed(work, next(one for one in inside(work.session, paying) if one.id != changed.id))
    compare(world)


def test_an_operator_gets_its_own_table(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As finance wrote it down."""
    with world.store.work(world.actors["farah"]) as work:
        set_profile(work, "operator", profile_in("code | Ref\nphone | To\namount | Sum", ";", header=True))
    monkeypatch.setitem(DETAILS, Compartment.PAYMENT, PHONE.to_bytes())
    approved(world, 1_000)
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.MOBILE_MONEY, work.at.date())
        found, proposal = run.id, run.proposal_id
    assert proposal is not None
    sign(world, "goran", proposal)
    _lines, written = write(world, found, "mobile", profile="operator")
    head, row = written.content.decode().splitlines()
    assert head == "Ref;To;Sum"
    assert row.endswith(";+254700000001;10.00")


def test_a_channel_lets_through_what_others_signed(world: World) -> None:
    """In one payment and in one day; what is above waits."""
    for minor in (4_000, 6_000, 5_000):
        approved(world, minor)
    with world.store.work(world.actors["farah"]) as work:
        proposal = propose_rules(work, table_in("limit | bank | EUR | 50.00 | 90.00", "EUR")).id
    sign(world, "carla", proposal)
    with world.store.reading() as session:
        minors = {one.minor for one in inside(session, released(world))}
    assert minors == {4_000, 5_000}
    with pytest.raises(Refusal, match="which is what this channel lets through"):
        released(world)
    compare(world)


def test_finance_downloads_the_file_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """From setting the account to the file; an old form hands nothing over, its maker takes the same bytes again."""
    clerk = office.enter("farah")
    told = clerk.send(
        "/channels/payers/main-eur", name="Human Rights Fund", number="DE1", bank="", country="DE",
        service="NURG", charges="SHAR", version="pain.001.001.09",
    )  # fmt: skip
    assert "tells what the money is for" in told.text
    fields = {"name": OURS.name, "number": OURS.number, "bank": OURS.bank, "country": "de", "service": "NURG"}
    done = clerk.send("/channels/payers/main-eur", **fields, charges="SHAR", version="pain.001.001.09")
    assert done.status_code == 303
    assert OURS.number in clerk.get("/channels").text
    monkeypatch.setitem(DETAILS, Compartment.PAYMENT, BANK.to_bytes())
    approved(office.world, 1_000)
    run = released(office.world)
    with office.world.store.reading() as session:
        reference = session.get_one(Run, run).reference
    stale, _where = form_on(clerk.get(f"/runs/{reference}/payees").text, None)
    answer = clerk.sign(f"/runs/{reference}/payees", form="pain.001")
    assert answer.mimetype == "application/xml"
    assert hashlib.sha256(answer.data).hexdigest() in clerk.get(f"/runs/{reference}").text
    where = f"/runs/{reference}/payees"
    again = clerk.sign(where, f"{where}/again")
    assert (again.mimetype, again.data) == ("application/xml", answer.data)
    assert verbs(office.world, 2) == ["payees.opened", "file.handed_again"]
    for late in (stale, {**stale, "request": str(uuid4())}, {**stale, "request": str(uuid4()), "passphrase": "no"}):
        answered = clerk.press(where, {**office.proof("farah"), "form": "pain.001", **late})
        assert (answered.status_code, answered.headers["Location"]) == (303, where)
    assert verbs(office.world, 1) == ["file.handed_again"]
    other = office.enter("goran").get(where)
    assert "was made once, by" in other.text
    assert "/again" not in other.text
    assert clerk.send(f"/runs/{reference}", f"/runs/{reference}/lost").status_code == 303
    assert verbs(office.world, 1) == ["proposal.made"]
