"""Plain functions that build what tests need, by the product's own actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select

import ledger.tables
from ledger.actor import SYSTEM, Actor, Role
from ledger.approvals.actions import decide
from ledger.approvals.kinds import kind_of
from ledger.approvals.models import Proposal, Verdict
from ledger.approvals.overlaps import Accepted
from ledger.approvals.queries import content_of, said
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind
from ledger.awards.rules.repaying import repayments
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.banking.statement import Kind
from ledger.beneficiaries.actions.details import record_details
from ledger.beneficiaries.actions.register import register_beneficiary
from ledger.beneficiaries.rules import NOTHING_STATED
from ledger.books.rules.lines import Shown
from ledger.clock import SetClock
from ledger.database import open_engine
from ledger.demo.bank import hear
from ledger.disbursements.actions.files import Written, begin_file, log_file
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Disbursement, Run
from ledger.disbursements.queries import payment_code
from ledger.disbursements.rules.forms import FORMS
from ledger.funds.actions import FundTerms, announce_contribution, open_fund, record_donor
from ledger.funds.models import Donor, Fund
from ledger.keys.age import Identity
from ledger.keys.passphrase import WEAK
from ledger.keys.personal import Unlocked
from ledger.money import Money
from ledger.signin.actions.register import NewAccount, Newcomer
from ledger.staff.actions.found import Foundation, found
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line, shown_by
from ledger.vault.actions.lay_out import lay_out_vault
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import ContactDetails, IdentityDetails, PaymentDetails
from ledger.work import Store, Work, watch

__all__ = ["ledger"]

ORIGIN = "test.example/books"
MORNING = datetime(2026, 1, 5, 9, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
CAST = {
    "amina": (Role.OFFICER,),
    "bao": (Role.OFFICER, Role.APPROVER, Role.FINANCE),
    "carla": (Role.APPROVER,),
    "deniz": (Role.APPROVER, Role.CUSTODIAN),
    "farah": (Role.FINANCE,),
    "goran": (Role.FINANCE,),
    "hana": (Role.STEWARD,),
    "ilse": (Role.AUDITOR,),
    "jonas": (Role.DONOR,),
}


DETAILS = {
    Compartment.CONTACT: ContactDetails(phones=("+254700000001",)).to_bytes(),
    Compartment.IDENTITY: IdentityDetails(full_name="Somebody").to_bytes(),
    Compartment.PAYMENT: PaymentDetails(
        method="bank",
        holder="Somebody",
        account="0000000001",
        statement_payer="Northlight Services",
        statement_reference="Invoice 4411",
    ).to_bytes(),
}
"""What `register` seals; tests of what is sealed bring their own."""


@dataclass
class World:
    """A founded organisation: its store with a clock that tests move, its people, a fund with money."""

    store: Store
    clock: SetClock
    actors: dict[str, Actor]
    signers: dict[str, Unlocked]
    people: dict[str, NewAccount]
    outsiders: tuple[Identity, Identity]
    fund: UUID = field(init=False)
    donor: UUID = field(init=False)


OUTSIDERS = (Identity.fresh(), Identity.fresh())
NO_KEY = f"{ORIGIN}+00000000+AQ=="


def build_world(url: str, gift: int = 1_000_000, log_key: str = NO_KEY) -> World:
    """Found an organisation in an empty ledger and give it a fund of `gift` minor units of EUR."""
    engine = open_engine(url)
    watch(engine)
    clock = SetClock(MORNING)
    store = Store(engine, clock, ORIGIN)
    people = [Newcomer(name.title(), name, roles, FIRST, LAST) for name, roles in CAST.items()]
    with store.work(SYSTEM) as work:
        accounts = found(work, Foundation("House", ORIGIN, "EUR", log_key), people, WEAK)
        roles = {account.person_id: CAST[name] for name, account in zip(CAST, accounts, strict=True)}
        lay_out_vault(work, roles, [outsider.recipient for outsider in OUTSIDERS])
    actors = {name: Actor(a.person_id, frozenset(CAST[name])) for name, a in zip(CAST, accounts, strict=True)}
    known = dict(zip(CAST, accounts, strict=True))
    signers = {name: account.signer for name, account in known.items()}
    world = World(store, clock, actors, signers, known, OUTSIDERS)
    _fund(world, gift)
    return world


def _fund(world: World, gift: int) -> None:
    with world.store.work(world.actors["amina"]) as work:
        world.donor = record_donor(work, "DONOR", "A donor").id
    with world.store.work(world.actors["amina"]) as work:
        donor = work.session.get_one(Donor, world.donor)
        world.fund = open_fund(work, FundTerms("FUND", "A fund", "EUR", FIRST, LAST, (), donor)).id
    if gift:
        give(world, gift)


def announce(world: World, minor: int) -> UUID:
    """Announce a gift into the fund."""
    with world.store.work(world.actors["amina"]) as work:
        fund, donor = work.session.get_one(Fund, world.fund), work.session.get_one(Donor, world.donor)
        return announce_contribution(work, fund, donor, Money(minor, "EUR")).id


def give(world: World, minor: int) -> UUID:
    """Announce a gift into the fund and receive it."""
    announced = announce(world, minor)
    with world.store.work(world.actors["farah"]) as work:
        book_line(work, line(work.session, heard(work, [(minor, "")])[0]), "contribution", str(announced))
    return announced


def heard(
    work: Work, movements: Sequence[tuple[int, str]], cash: str = "main-eur", on: date | None = None
) -> list[UUID]:
    """Take in a statement of a day, today's unless said otherwise, with these amounts and payment codes.

    Returns the ids of its lines.
    """
    return hear(work, cash, [(minor, code, Kind.OTHER) for minor, code in movements], on)


def shown(work: Work, minor: int, cash: str = "main-eur", on: date | None = None) -> Shown:
    """Take in a statement with one line without a code, and return what that shows."""
    return shown_by(line(work.session, heard(work, [(minor, "")], cash, on)[0]))


def debit(work: Work, paid: Sequence[Disbursement]) -> list[UUID]:
    """Take in a statement on which payments are debited."""
    return heard(work, [(-one.minor, payment_code(work.session, one) or "") for one in paid])


def bring_back(work: Work, paid: Disbursement, fee: int = 0) -> list[UUID]:
    """Take in a statement on which a payment comes back."""
    return heard(work, [(paid.minor - fee, payment_code(work.session, paid) or "")])


def register(world: World, payment: bytes | None = None) -> str:
    """Register a beneficiary with sealed details, with other payment details than usual, and return the pseudonym."""
    details = DETAILS if payment is None else {**DETAILS, Compartment.PAYMENT: payment}
    with world.store.work(world.actors["amina"]) as work:
        pseudonym = register_beneficiary(work, NOTHING_STATED).pseudonym
        for compartment, content in details.items():
            record_details(work, world.signers["amina"], pseudonym, compartment, content)
        return pseudonym


def terms(world: World, fund: Fund, beneficiary: str, minor: int, count: int, kind: AwardKind) -> AwardTerms:
    """The terms of an award whose first instalment is due today; a loan is paid out today, and paid back in `count`."""
    rhythm = Rhythm.MONTHLY if count > 1 else Rhythm.ONCE
    if kind is AwardKind.MICRO_LOAN:
        plan = schedule(minor, world.clock.now().date(), 1, Rhythm.ONCE)
        back = repayments(minor, world.clock.now().date(), 0, count, rhythm)
        return AwardTerms(kind, beneficiary, fund, "LIV", "resumption", plan, repayments=back)
    plan = schedule(minor, world.clock.now().date(), count, rhythm)
    purpose = "EDU" if kind is AwardKind.FAMILY_SUPPORT else "REL"
    return AwardTerms(kind, beneficiary, fund, purpose, "risk_and_need", plan)


def propose(
    world: World, minor: int, count: int = 1, kind: AwardKind = AwardKind.EMERGENCY_GRANT, by: str = "amina"
) -> tuple[UUID, UUID]:
    """Propose an award to a new beneficiary and return the ids of award and proposal."""
    who = register(world)
    with world.store.work(world.actors[by]) as work:
        fund = work.session.get_one(Fund, world.fund)
        award = propose_award(work, terms(world, fund, who, minor, count, kind))
        assert award.proposal_id is not None
        return award.id, award.proposal_id


def sign(world: World, who: str, proposal_id: UUID, verdict: Verdict = Verdict.APPROVE) -> None:
    """Let somebody decide on a proposal as it stands."""
    with world.store.work(world.actors[who]) as work:
        proposal = work.session.get_one(Proposal, proposal_id)
        decide(work, proposal, verdict, world.signers[who], content_of(work.session, proposal).sha256)


def accepting(work: Work, proposal: Proposal, reason: str = "not_enough") -> Accepted | None:
    """What overlaps now with a proposal, accepted for a reason; None where nothing does."""
    found = kind_of(proposal).overlaps(work.session, proposal, said(content_of(work.session, proposal)))
    return Accepted(found, reason) if found else None


def sign_in_spite(world: World, who: str, proposal_id: UUID) -> None:
    """Let somebody approve a proposal as it stands, in spite of whatever overlaps with it."""
    with world.store.work(world.actors[who]) as work:
        proposal = work.session.get_one(Proposal, proposal_id)
        seen = content_of(work.session, proposal).sha256
        decide(work, proposal, Verdict.APPROVE, world.signers[who], seen, accepting(work, proposal))


def approved(world: World, minor: int, count: int = 1, kind: AwardKind = AwardKind.EMERGENCY_GRANT) -> UUID:
    """Return the id of an award that two people approved."""
    award, proposal = propose(world, minor, count, kind)
    sign(world, "carla", proposal)
    sign(world, "deniz", proposal)
    return award


def released(world: World) -> UUID:
    """Gather what is due, release it, and return the id of the run."""
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.BANK, world.clock.now().date())
        found, proposal = run.id, run.proposal_id
    assert proposal is not None
    sign(world, "goran", proposal)
    return found


def filed(world: World, run: UUID, who: str = "farah") -> UUID:
    """Make the payment file of a run, of which only the hash matters here, and return the id of the run."""
    with world.store.work(world.actors[who]) as work:
        found = work.session.get_one(Run, run)
        form = FORMS[found.channel.value][-1]
        _held, lines = begin_file(work, world.signers[who], found, form)
    with world.store.work(world.actors[who]) as work:
        written = Written(form, b"file", len(lines), sum(line.minor for line in lines), work.at)
        log_file(work, work.session.get_one(Run, run), lines, written)
    return run


def sent(world: World) -> UUID:
    """Gather, release and send what is due, and return the id of the run."""
    run = filed(world, released(world))
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    return run


def paid(world: World) -> UUID:
    """Gather, release, send and confirm what is due, and return the id of the run."""
    run = sent(world)
    with world.store.work(world.actors["farah"]) as work:
        debit(work, inside(work.session, run))
    return run


def inside(session, run: UUID) -> list[Disbursement]:  # type: ignore[no-untyped-def] # noqa: ANN001
    """Return the disbursements in a run."""
    return list(session.scalars(select(Disbursement).where(Disbursement.run_id == run)))


def award_of(world: World, award: UUID) -> Award:
    """Read an award as it stands."""
    with world.store.reading() as session:
        return session.get_one(Award, award)
