"""What random histories do with people: appoint, grant and end roles, new keys, policy, journeys, lock-downs."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from ledger.actor import Actor, Grant, Role
from ledger.approvals.models import Proposal, ProposalStage
from ledger.approvals.rules import Requirement
from ledger.errors import Refusal
from ledger.signin.actions.lockdown import raise_lockdown, sign_lift
from ledger.signin.actions.suspend import suspend_access
from ledger.staff.actions.appoint import propose_appointment
from ledger.staff.actions.enrol import Names
from ledger.staff.actions.policy import propose_rule
from ledger.staff.rules.grants import End
from ledger.vault.actions.access import grant_again
from ledger.vault.models import LockMember, Membership
from tests.agreement.life import Life
from tests.builders import LAST, World, sign
from tests.staff.enrolling import (
    Made,
    door,
    enrolled,
    enrolled_again,
    proposed_reset,
    proposed_roles,
)

STEPS = ("travel", "travel", "end_role", "grant_role", "grant_role", "new_keys", "appoint", "lock_down", "policy")

WORKING = ("amina", "bao", "carla", "deniz", "farah", "goran")
OFFERED = (Role.OFFICER, Role.APPROVER, Role.FINANCE, Role.CUSTODIAN)
PASSPHRASE = "seven herons over a quiet estuary"
HANDS_ON = 12
"""How often somebody at most grants a lock again after a journey or new keys."""


class Staffing(Life):
    """Acts about people. `renewed` are those who have new keys, and have not unlocked them yet."""

    def __init__(self, world: World, seed: int) -> None:
        """Begin with nobody's keys renewed."""
        super().__init__(world, seed)
        self.renewed: dict[str, Made] = {}

    def step(self, name: str) -> None:
        """Do one thing, with new keys where somebody has them: a journey may have kept them from being unlocked."""
        for who in list(self.renewed):
            with suppress(Refusal):
                self._take_keys(who)
        super().step(name)

    def _sign(self, proposal: UUID) -> None:
        """Let somebody sign, whoever it is about; one of two can."""
        for who in self.dice.sample(("carla", "deniz"), 2):
            with suppress(Refusal):
                sign(self.world, who, proposal)

    def do_grant_again(self) -> None:
        """Grant a lock again to somebody who waits for it."""
        waiting = self.pick(select(LockMember).where(LockMember.stage == Membership.WITHOUT_COPY))
        who = self.one_of(WORKING)
        if waiting:
            with self.work_of(who) as work:
                grant_again(work, self.world.signers[who], waiting.lock, waiting.person_id)

    def _grant_again_often(self) -> None:
        for _ in range(self.dice.randint(0, HANDS_ON)):
            self.step("grant_again")

    def do_travel(self) -> None:
        """Suspend one's own access, and be back after it."""
        days = self.dice.randint(1, 3)
        with self.work_of(self.one_of(WORKING)) as work:
            suspend_access(work, work.at.date() + timedelta(days=days))
        self.world.clock.move(timedelta(days=self.dice.randint(0, days + 1)))
        self._grant_again_often()

    def do_end_role(self) -> None:
        """End a role of somebody, at once or on a later day."""
        who, today = self.one_of(WORKING), self.world.clock.now().date()
        until = today + timedelta(days=self.dice.choice([-1, -1, 0, 20]))
        self._sign(proposed_roles(self.world, who, ended=[End(self.dice.choice(OFFERED), until)]))

    def do_grant_role(self) -> None:
        """Grant somebody a role, from today or a later day."""
        who, today = self.one_of(WORKING), self.world.clock.now().date()
        since = today + timedelta(days=self.dice.choice([0, 0, 5]))
        role = self.dice.choice(OFFERED)
        self._sign(proposed_roles(self.world, who, granted=[Grant(role, since, LAST)]))
        actor = self.world.actors[who]
        self.world.actors[who] = Actor(actor.id, actor.roles | {role})

    def do_new_keys(self) -> None:
        """Give somebody new keys: what was signed before stays signed, what was held has to be granted again."""
        who = self.one_of(WORKING)
        one = enrolled_again(self.world, who, PASSPHRASE)
        proposal = proposed_reset(self.world, one)
        self._sign(proposal)
        with self.world.store.reading() as session:
            if session.get_one(Proposal, proposal).stage is ProposalStage.APPROVED:
                self.renewed[who] = one
        self._grant_again_often()

    def do_appoint(self) -> None:
        """Appoint somebody new."""
        name = f"newcomer{self.dice.randint(0, 10**9)}"
        one, role = enrolled(self.world, Names(name.title(), name)), self.dice.choice(OFFERED)
        today = self.world.clock.now().date()
        with self.work_of("hana") as work:
            proposal = propose_appointment(work, one.keys.invitation, [Grant(role, today, LAST)]).id
        self._sign(proposal)

    def _take_keys(self, who: str) -> None:
        """Sign with new keys from now on. Raises Refusal as long as they cannot be unlocked."""
        self.world.clock.move(timedelta(minutes=1))
        proof = self.renewed[who].proof(self.world)
        self.world.signers[who] = door(self.world).unlock(self.world.actors[who].id, proof).unlocked
        del self.renewed[who]

    def do_lock_down(self) -> None:
        """Raise a lock-down, try to act all the same, and lift it by two."""
        with self.work_of(self.one_of(WORKING)) as work:
            raise_lockdown(work)
        self.step(self.dice.choice(("grant_again", "travel", "grant_role")))
        for who in self.dice.sample(("amina", "carla", "deniz", "hana", "bao"), 5):
            with suppress(Refusal), self.work_of(who) as work:
                sign_lift(work, self.world.signers[who])

    def do_policy(self) -> None:
        """Change how many sign for access or for an erasure."""
        kind = self.dice.choice(("access", "erasure", "run"))
        with self.work_of("hana") as work:
            proposal = propose_rule(work, Requirement(kind, 0, self.dice.randint(1, 2), Role.APPROVER)).id
        self._sign(proposal)
