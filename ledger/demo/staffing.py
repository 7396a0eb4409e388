"""People come and go on the demo: somebody is appointed and given keys, a role ends, somebody waits to be appointed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from ledger.actor import Actor, Grant, Role
from ledger.demo.cast import Part
from ledger.demo.listed import Listed
from ledger.demo.stage import Player, Stage
from ledger.keys import onetime, quality
from ledger.keys.passphrase import WEAK
from ledger.keys.session import BootSecret
from ledger.signin.actions.prove import Proof
from ledger.signin.actions.sessions import Door
from ledger.signin.queries import actor_for, person_named
from ledger.staff.actions.appoint import propose_appointment
from ledger.staff.actions.enrol import FreshKeys, Names, make_keys, prove_device
from ledger.staff.actions.invite import invite_newcomer
from ledger.staff.actions.roles import propose_roles
from ledger.staff.rules.grants import End
from ledger.vault.actions.access import propose_access
from ledger.vault.rules.compartments import CONTACT, HINTS, PROGRAMME

LOCKS = (CONTACT, HINTS, PROGRAMME)
"""What an officer needs to read contacts, to look for duplicates, and to ask for an identity."""

YEARS = timedelta(days=500)


def welcome(stage: Stage, part: Part) -> None:
    """Appoint an officer who makes their own keys: signed by an approver, given the locks by another officer."""
    passphrase = quality.suggest()
    fresh, proposal = _propose(stage, part, passphrase)
    approver = stage.holding(Role.APPROVER)[0]
    stage.sign(approver, proposal)
    person = _subject(stage, part.sign_in_name)
    stage.clock.move(timedelta(minutes=1))
    signer = Door(stage.store, BootSecret()).unlock(person, _proof(stage, passphrase, fresh)).unlocked
    with stage.store.reading() as session:
        actor = actor_for(session, person, stage.today)
    holder = stage.holding(Role.OFFICER)[0]
    stage.players[part.sign_in_name] = Player(part.name, actor, signer)
    line = Listed(part.name, part.sign_in_name, person, passphrase, fresh.seed, fresh.fingerprint)
    stage.listed.append(line)
    for lock in LOCKS:
        with stage.act(holder) as work:
            access = propose_access(work, holder.signer, lock, person).id
        stage.sign(approver, access)


def end_a_role(stage: Stage, name: str, role: Role) -> None:
    """End a role of somebody at once, proposed by the steward and signed by another approver than them."""
    player, steward = stage.players[name], stage.holding(Role.STEWARD)[0]
    with stage.act(steward) as work:
        end = End(role, work.at.date() - timedelta(days=1))
        proposal = propose_roles(work, player.actor.id, [], [end]).id
    approver = next(other for other in stage.holding(Role.APPROVER) if other.name != player.name)
    stage.sign(approver, proposal)
    stage.players[name] = replace(player, actor=Actor(player.actor.person, player.actor.roles - {role}))


def leave_somebody_waiting(stage: Stage, part: Part) -> None:
    """Leave an appointment on the approvers' desks, and an unused invitation on the steward's page."""
    _propose(stage, part, quality.suggest())
    with stage.act(stage.holding(Role.STEWARD)[0]) as work:
        invite_newcomer(work)


def leave_somebody_told(stage: Stage, name: str, role: Role) -> None:
    """Leave another role for somebody to be signed: their desk tells them."""
    with stage.act(stage.holding(Role.STEWARD)[0]) as work:
        today = work.at.date()
        propose_roles(work, stage.players[name].actor.id, [Grant(role, today, today + YEARS)], [])


def _propose(stage: Stage, part: Part, passphrase: str) -> tuple[FreshKeys, UUID]:
    steward = stage.holding(Role.STEWARD)[0]
    with stage.act(steward) as work:
        code = invite_newcomer(work).code
    fresh = make_keys(stage.store, code, Names(part.name, part.sign_in_name), passphrase, WEAK)
    prove_device(stage.store, code, _proof(stage, passphrase, fresh), uuid4(), "")
    with stage.act(steward) as work:
        today = work.at.date()
        granted = [Grant(role, today, today + YEARS) for role in part.roles]
        return fresh, propose_appointment(work, fresh.invitation, granted).id


def _proof(stage: Stage, passphrase: str, fresh: FreshKeys) -> Proof:
    return Proof(passphrase, onetime.code_of(fresh.seed, onetime.counter_at(stage.clock.now())))


def _subject(stage: Stage, sign_in_name: str) -> UUID:
    with stage.store.reading() as session:
        return person_named(session, sign_in_name).id
