"""What random histories do with sealed things: seal, read, refuse, change payees, renew, grant, erase."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from ledger.awards.actions.moving import propose_move
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import Award, AwardKind, AwardStage
from ledger.beneficiaries.actions.details import record_details
from ledger.beneficiaries.models import Beneficiary
from ledger.funds.models import Fund
from ledger.vault.actions import openings
from ledger.vault.actions.access import propose_access
from ledger.vault.actions.contact import open_contact
from ledger.vault.actions.erase import propose_erasure
from ledger.vault.actions.hinting import look_for_duplicates
from ledger.vault.actions.renew import renew_lock
from ledger.vault.models import Envelope, Opening, OpeningStage, Tombstone
from ledger.vault.queries.ways import next_way, ways_of
from ledger.vault.rules.compartments import FIRST_WAY, ROLES, Compartment
from ledger.vault.rules.details import METHODS, PaymentDetails
from tests.agreement.life import Life
from tests.builders import terms

STEPS = (
    "seal", "seal", "contact", "ask", "ask", "ask", "consent", "consent", "consent", "consent", "refuse_opening",
    "show", "show", "show", "change_payment", "change_payment", "another_way", "another_way", "move", "move", "erase", "access",
    "renew", "look", "hours", "read", "read",
)  # fmt: skip

OFFICERS = ("amina", "bao")
READERS = ("amina", "bao", "carla", "deniz", "farah", "goran")
IDENTITY = (("amina", "bao"), ("deniz",))
SIDES = {
    Compartment.IDENTITY: IDENTITY,
    Compartment.ATTACHMENT: IDENTITY,
    Compartment.PAYMENT: (("bao", "carla"), ("farah", "goran")),
}
"""Who holds which side of a compartment at the founding."""


def which(envelope: Envelope) -> UUID | int:
    """What one asks to read: a file by its id, payment details by their way."""
    return envelope.id if envelope.compartment is Compartment.ATTACHMENT else envelope.way or FIRST_WAY


class Sealing(Life):
    """Acts about sealed things."""

    def _somebody(self) -> str | None:
        found: str | None = self.pick(select(Beneficiary.pseudonym))
        return found

    def _not_erased(self) -> str | None:
        erased = select(Tombstone.pseudonym)
        found: str | None = self.pick(select(Beneficiary.pseudonym).where(Beneficiary.pseudonym.not_in(erased)))
        return found

    def _record(self, pseudonym: str, compartment: Compartment, way: int = FIRST_WAY) -> None:
        who, content = self.one_of(OFFICERS), self.dice.randbytes(8)
        if compartment is Compartment.PAYMENT:
            content = PaymentDetails(method=self.dice.choice(list(METHODS)), holder=content.hex()).to_bytes()
        with self.work_of(who) as work:
            record_details(work, self.world.signers[who], pseudonym, compartment, content, way)

    def do_seal(self) -> None:
        """Seal another version of something, or a file."""
        pseudonym = self._somebody()
        if pseudonym:
            kinds = (Compartment.CONTACT, Compartment.IDENTITY, Compartment.ATTACHMENT)
            self._record(pseudonym, self.dice.choice(kinds))

    def do_change_payment(self) -> None:
        """Seal other payment details, of somebody who waits for money if there is one."""
        running = select(Award.beneficiary).where(Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE]))
        pseudonym = self.pick(running) or self._somebody()
        if pseudonym:
            self._record(pseudonym, Compartment.PAYMENT, self._way(pseudonym))

    def do_another_way(self) -> None:
        """Seal another way to be paid, and pay an award of theirs by one of all."""
        pseudonym = self._not_erased()
        if pseudonym is None:
            return
        with self.world.store.reading() as session:
            fresh = next_way(session, pseudonym)
        self._record(pseudonym, Compartment.PAYMENT, fresh + (self.dice.random() < 0.1))
        with self.work_of("amina") as work:
            kind, fund = self.dice.choice(list(AwardKind)), work.session.get_one(Fund, self.world.fund)
            asked = terms(self.world, fund, pseudonym, 1000, self.dice.randint(1, 3), kind)
            propose_award(work, replace(asked, way=self.dice.choice((fresh, self._way(pseudonym)))))

    def do_move(self) -> None:
        """Ask that a running award is paid another way, or by its own."""
        running = select(Award).where(Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE]))
        award = self.pick(running.order_by(Award.drafted_at))
        if award:
            with self.work_of(self.one_of(OFFICERS)) as work:
                propose_move(work, work.session.get_one(Award, award.id), self._way(award.beneficiary))

    def _way(self, pseudonym: str) -> int:
        """One of somebody's ways to be paid, or the first."""
        with self.world.store.reading() as session:
            return self.dice.choice([way.number for way in ways_of(session, pseudonym)] or [FIRST_WAY])

    def do_contact(self) -> None:
        """Open a contact."""
        pseudonym, who = self._not_erased(), self.one_of((*OFFICERS, "deniz"))
        if pseudonym:
            with self.work_of(who) as work:
                open_contact(work, self.world.signers[who], pseudonym, "safety")

    def do_ask(self) -> None:
        """Ask to read something that takes two: the newest, or any file."""
        envelope, who = self.pick(select(Envelope)), self.one_of(READERS)
        if envelope:
            with self.work_of(who) as work:
                openings.ask(work, envelope.pseudonym, envelope.compartment, "verification", which(envelope))

    def _opening(self, *stages: OpeningStage) -> UUID | None:
        found: UUID | None = self.pick(select(Opening.id).where(Opening.stage.in_(stages)))
        return found

    def do_consent(self) -> None:
        """Consent to somebody's wish."""
        opening, who = self._opening(OpeningStage.ASKED), self.one_of(READERS)
        if opening:
            with self.work_of(who) as work:
                openings.consent(work, self.world.signers[who], work.session.get_one(Opening, opening))

    def do_refuse_opening(self) -> None:
        """Refuse a wish, or take one's own back."""
        opening, who = self._opening(OpeningStage.ASKED, OpeningStage.CONSENTED), self.one_of(READERS)
        if opening:
            with self.work_of(who) as work:
                openings.refuse(work, work.session.get_one(Opening, opening))

    def do_show(self) -> None:
        """Look at what was consented to, as who asked or as somebody else."""
        opening = self._opening(OpeningStage.CONSENTED)
        if opening is None:
            return
        with self.world.store.reading() as session:
            asked_by = session.get_one(Opening, opening).requester_id
        who = next(name for name, actor in self.world.actors.items() if actor.person == asked_by)
        who = self.one_of((who, who, who, *READERS))
        with self.work_of(who) as work:
            openings.show(work, self.world.signers[who], work.session.get_one(Opening, opening))

    def do_read(self) -> None:
        """Read something as it is meant to be: one side asks, the other consents, who asked looks."""
        compartment = self.dice.choice(list(SIDES))
        one, other = (self.one_of(side) for side in self.dice.sample(SIDES[compartment], 2))
        envelope = self.pick(select(Envelope).where(Envelope.compartment == compartment))
        if envelope is None:
            return
        with self.work_of(one) as work:
            asked = openings.ask(work, envelope.pseudonym, compartment, "verification", which(envelope)).id
        with self.work_of(other) as work:
            openings.consent(work, self.world.signers[other], work.session.get_one(Opening, asked))
        with self.work_of(one) as work:
            openings.show(work, self.world.signers[one], work.session.get_one(Opening, asked))

    def do_look(self) -> None:
        """Look for duplicates."""
        who = self.one_of((*OFFICERS, "carla"))
        with self.work_of(who) as work:
            look_for_duplicates(work, self.world.signers[who], ["phone|12345678"])

    def do_erase(self) -> None:
        """Propose to erase somebody."""
        pseudonym = self._somebody()
        if pseudonym:
            with self.work_of("deniz") as work:
                propose_erasure(work, pseudonym, "asked")

    def do_access(self) -> None:
        """Propose that somebody is to hold a lock: most have left one, after a renewal without them."""
        name, who, other = self.dice.choice(list(ROLES)), self.one_of(READERS), self.one_of(READERS)
        with self.work_of(who) as work:
            propose_access(work, self.world.signers[who], name, self.world.actors[other].id)

    def do_renew(self) -> None:
        """Renew a lock."""
        name, who = self.dice.choice(list(ROLES)), self.one_of(READERS)
        with self.work_of(who) as work:
            renew_lock(work, self.world.signers[who], name)

    def do_hours(self) -> None:
        """Let hours go by: some consents are in time, some are not."""
        self.world.clock.move(timedelta(hours=self.dice.randint(1, 20)))
