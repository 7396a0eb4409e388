"""What happens to sealed records in the demo's year: contacts are opened, identities asked for, somebody is erased."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from ledger.actor import Role
from ledger.awards.models import Award, AwardStage
from ledger.beneficiaries.actions.consent import date_erasure, withdraw_consent
from ledger.demo.picture import receipt
from ledger.demo.stage import Player, Stage
from ledger.signin.actions.suspend import suspend_access
from ledger.vault.actions import openings
from ledger.vault.actions.access import grant_again
from ledger.vault.actions.attach import attach
from ledger.vault.actions.contact import open_contact
from ledger.vault.actions.erase import propose_erasure
from ledger.vault.actions.renew import renew_lock
from ledger.vault.models import Opening
from ledger.vault.rules.compartments import CUSTODY, FIRST_WAY, Compartment
from ledger.vault.rules.reasons import CONTACT_REASONS

CONTACTS_IN_A_HUNDRED_DAYS = 16
"""On how many days in a hundred somebody is called."""
JOURNEY = timedelta(days=9)

_OVER = (AwardStage.COMPLETED, AwardStage.CANCELLED, AwardStage.REFUSED, AwardStage.WITHDRAWN)


def open_a_contact(stage: Stage, helped: list[str]) -> None:
    """Let an officer look up how to reach somebody."""
    officer = stage.one(Role.OFFICER)
    who, reason = stage.chance.dice.choice(helped), stage.chance.dice.choice(list(CONTACT_REASONS))
    with stage.act(officer) as work:
        open_contact(work, officer.signer, who, reason)


def ask_for(stage: Stage, pseudonym: str, reason: str, attachment: UUID | None = None) -> tuple[Player, UUID]:
    """Let an officer ask to see who somebody is, or a file about them; return who asked, and the wish."""
    officer = stage.one(Role.OFFICER)
    wanted = Compartment.IDENTITY if attachment is None else Compartment.ATTACHMENT
    with stage.act(officer) as work:
        return officer, openings.ask(work, pseudonym, wanted, reason, attachment or FIRST_WAY).id


def consent_to(stage: Stage, opening: UUID) -> None:
    """Let a custodian consent to a wish."""
    custodian = stage.one(Role.CUSTODIAN)
    with stage.act(custodian) as work:
        openings.consent(work, custodian.signer, work.session.get_one(Opening, opening))


def see_once(stage: Stage, pseudonym: str, reason: str, attachment: UUID | None = None) -> None:
    """Ask, have it consented to, and look."""
    officer, opening = ask_for(stage, pseudonym, reason, attachment)
    consent_to(stage, opening)
    with stage.act(officer) as work:
        openings.show(work, officer.signer, work.session.get_one(Opening, opening))


def refuse_one(stage: Stage, pseudonym: str) -> None:
    """Let a custodian refuse a wish."""
    _officer, opening = ask_for(stage, pseudonym, "audit")
    with stage.act(stage.one(Role.CUSTODIAN)) as work:
        openings.refuse(work, work.session.get_one(Opening, opening))


def attach_a_receipt(stage: Stage, pseudonym: str) -> UUID:
    """Attach a picture of a receipt to somebody's case."""
    officer = stage.one(Role.OFFICER)
    with stage.act(officer) as work:
        return attach(work, officer.signer, pseudonym, receipt()).id


def travel(stage: Stage, name: str) -> None:
    """Let somebody suspend their own access before a journey."""
    with stage.act(stage.players[name]) as work:
        suspend_access(work, stage.today + JOURNEY)
    stage.away.add(name)


def come_back(stage: Stage, name: str, locks: tuple[str, ...]) -> None:
    """Let a colleague give somebody who is back their copies of keys again."""
    stage.away.discard(name)
    back = stage.players[name]
    holder = next(one for one in stage.holding(Role.OFFICER) if one.actor.id != back.actor.id)
    for lock in locks:
        with stage.act(holder) as work:
            grant_again(work, holder.signer, lock, back.actor.id)


def renew_custody(stage: Stage) -> None:
    """Renew the custodians' lock after one of them left."""
    custodian = stage.one(Role.CUSTODIAN)
    with stage.act(custodian) as work:
        renew_lock(work, custodian.signer, CUSTODY)


def withdraw(stage: Stage, pseudonym: str) -> None:
    """Write down that somebody took their consent back."""
    with stage.act(stage.one(Role.OFFICER)) as work:
        withdraw_consent(work, pseudonym, stage.today)


def date_the_erasure(stage: Stage, pseudonym: str, after: timedelta) -> None:
    """Set the day from which on somebody is due to be erased."""
    with stage.act(stage.one(Role.OFFICER)) as work:
        date_erasure(work, pseudonym, stage.today + after)


def propose_to_erase(stage: Stage, pseudonym: str, reason: str) -> UUID:
    """Let a custodian propose that somebody is erased."""
    with stage.act(stage.one(Role.CUSTODIAN)) as work:
        return propose_erasure(work, pseudonym, reason).id


def erase(stage: Stage, pseudonym: str, reason: str) -> None:
    """Propose it, and let an approver who is no custodian sign it."""
    proposal = propose_to_erase(stage, pseudonym, reason)
    approver = next(one for one in stage.holding(Role.APPROVER) if not one.actor.has(Role.CUSTODIAN))
    stage.sign(approver, proposal)


def settled(stage: Stage, helped: list[str]) -> list[str]:
    """Return those, in their order, of whom no award runs or waits any more."""
    with stage.store.reading() as session:
        busy = set(session.scalars(select(Award.beneficiary).where(Award.stage.not_in(_OVER))))
    return [pseudonym for pseudonym in helped if pseudonym not in busy]
