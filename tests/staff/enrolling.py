"""What tests of people need: somebody who makes keys on an invitation, proposals of stewards, signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from ledger.actor import Actor, Grant, Role
from ledger.keys import onetime
from ledger.keys.passphrase import WEAK
from ledger.keys.session import BootSecret
from ledger.signin.actions.prove import Proof
from ledger.signin.actions.sessions import Door, SignedIn
from ledger.signin.queries import actor_for
from ledger.staff.actions.appoint import propose_appointment
from ledger.staff.actions.enrol import FreshKeys, Names, make_keys, prove_device
from ledger.staff.actions.invite import invite_again, invite_newcomer
from ledger.staff.actions.reset import propose_reset
from ledger.staff.actions.roles import propose_roles
from ledger.staff.rules.grants import End
from tests.builders import LAST, World

NURI = Names("Nuri", "nuri")
PASSPHRASE = "seven herons over a quiet estuary"


@dataclass
class Made:
    """Keys that somebody made on an invitation."""

    code: str
    keys: FreshKeys
    passphrase: str

    def proof(self, world: World) -> Proof:
        """The right passphrase and the code of this moment."""
        return Proof(self.passphrase, code_now(world, self.keys.seed))


def code_now(world: World, seed: bytes) -> str:
    """The one-time code of this moment."""
    return onetime.code_of(seed, onetime.counter_at(world.clock.now()))


def invited(world: World, whom: str | None = None) -> str:
    """Let Hana invite somebody new, or somebody whose keys are lost; return the code."""
    with world.store.work(world.actors["hana"]) as work:
        return (invite_again(work, world.actors[whom].id) if whom else invite_newcomer(work)).code


def made(world: World, code: str, names: Names | None = NURI, passphrase: str = PASSPHRASE) -> Made:
    """Make keys with a code, without proving them."""
    return Made(code, make_keys(world.store, code, names, passphrase, WEAK), passphrase)


def prove(world: World, one: Made, request: UUID | None = None) -> str:
    """Prove them; return the fingerprint."""
    return prove_device(world.store, one.code, one.proof(world), request or uuid4(), "/begin/done")


def enrolled(world: World, names: Names = NURI) -> Made:
    """A newcomer who is ready to be appointed."""
    one = made(world, invited(world), names)
    prove(world, one)
    return one


def enrolled_again(world: World, whom: str, passphrase: str = PASSPHRASE) -> Made:
    """Somebody with lost keys who is ready to have new ones."""
    one = made(world, invited(world, whom), None, passphrase)
    prove(world, one)
    return one


def roles_until(until: date, *roles: Role, since: date | None = None) -> list[Grant]:
    """Roles from a day, the first of the story if nothing is said, to a day."""
    return [Grant(role, since or date(2026, 1, 5), until) for role in roles]


def proposed(world: World, one: Made, *roles: Role) -> UUID:
    """Let Hana propose an appointment; return the proposal."""
    with world.store.work(world.actors["hana"]) as work:
        return propose_appointment(work, one.keys.invitation, roles_until(LAST, *roles)).id


def proposed_reset(world: World, one: Made) -> UUID:
    """Let Hana propose new keys; return the proposal."""
    with world.store.work(world.actors["hana"]) as work:
        return propose_reset(work, one.keys.invitation).id


def proposed_roles(
    world: World, whom: str, granted: list[Grant] | None = None, ended: list[End] | None = None, by: str = "hana"
) -> UUID:
    """Let a steward propose a change of somebody's roles; return the proposal."""
    with world.store.work(world.actors[by]) as work:
        return propose_roles(work, world.actors[whom].id, granted or [], ended or []).id


def door(world: World) -> Door:
    """A door, as a server that was just started opens it."""
    return Door(world.store, BootSecret())


def sign_in(world: World, name: str, one: Made) -> SignedIn:
    """Sign in with keys that somebody made, at the next code."""
    world.clock.move(timedelta(minutes=1))
    return door(world).sign_in(name, one.proof(world), None, None)


def present(world: World, person: UUID) -> Actor:
    """Somebody with the roles that they hold today."""
    with world.store.reading() as session:
        return actor_for(session, person, world.clock.now().date())
