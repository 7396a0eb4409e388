"""The stage on which the demo plays: a store with a clock that can be moved, and people who can sign."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from ledger.actor import Actor, Role
from ledger.approvals.actions import decide
from ledger.approvals.kinds import kind_of
from ledger.approvals.models import Proposal, Verdict
from ledger.approvals.overlaps import Accepted
from ledger.approvals.queries import content_of, said
from ledger.clock import SetClock
from ledger.demo.chance import Chance
from ledger.demo.listed import Listed
from ledger.keys.personal import Unlocked
from ledger.work import Store, Work

OPENING = time(7, 30)


@dataclass(frozen=True, slots=True)
class Player:
    """A person of the demo while it is being built: who acts, and the key that signs."""

    name: str
    actor: Actor
    signer: Unlocked


@dataclass(slots=True)
class Stage:
    """Everything that the scenes of the demo need."""

    store: Store
    clock: SetClock
    chance: Chance
    players: dict[str, Player]
    end: datetime
    listed: list[Listed]
    """Everybody on the demo's list, who joins later as well."""
    away: set[str] = field(default_factory=set)
    """Sign-in names of those whose own access is suspended: they do nothing."""
    spared: set[UUID] = field(default_factory=set)
    """Awards that tell a story of their own: nobody cancels them by chance."""

    def begin_day(self, day: date) -> None:
        """Open the office; on the last day never after the present, when somebody builds the demo early."""
        self.clock.move_to(min(datetime.combine(day, OPENING, UTC), self.end))

    @property
    def today(self) -> date:
        """The demo's present day."""
        return self.clock.now().date()

    def holding(self, role: Role) -> list[Player]:
        """Everyone with a role who is here, in the order of the cast."""
        here = [player for name, player in self.players.items() if name not in self.away]
        return [player for player in here if player.actor.has(role)]

    def one(self, role: Role) -> Player:
        """Somebody with a role."""
        return self.chance.dice.choice(self.holding(role))

    @contextmanager
    def act(self, player: Player) -> Iterator[Work]:
        """Let a person do one thing, some minutes after the last, never after the present."""
        later = self.clock.now() + timedelta(seconds=self.chance.dice.randint(20, 400))
        self.clock.move_to(min(later, self.end))
        with self.store.work(player.actor) as work:
            yield work

    def sign(self, player: Player, proposal_id: object, verdict: Verdict = Verdict.APPROVE, in_spite: str = "") -> None:
        """Let a person decide on a proposal as it stands, for a reason where something overlaps with it."""
        with self.act(player) as work:
            proposal = work.session.get_one(Proposal, proposal_id)
            content = content_of(work.session, proposal)
            overlaps = kind_of(proposal).overlaps(work.session, proposal, said(content)) if in_spite else frozenset()
            decide(work, proposal, verdict, player.signer, content.sha256, Accepted(overlaps, in_spite))
