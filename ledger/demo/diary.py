"""On which days of the demo's year something happens to sealed records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from ledger.actor import Role
from ledger.demo import casework
from ledger.demo.cast import TRAVELS
from ledger.demo.registering import register_somebody
from ledger.demo.staffing import LOCKS
from ledger.demo.stage import Stage

ATTACHED, LOOKED_AT = 120, 124
LEAVES, RETURNS = 180, 190
"""Whoever travels is back on the day after the last one that they chose."""
SEEN = {60: "verification", 151: "payment_problem", 246: "correction", 318: "emergency"}
REFUSED = 204
RENEWED = 272
"""Two days after a custodian left."""
WITHDRAWN, ERASED = 290, 297
DATED, DUE_AFTER = 331, timedelta(days=25)


@dataclass(slots=True)
class Diary:
    """Who somebody still has in hand, from one day to the next."""

    stage: Stage
    helped: list[str]
    """Everybody who is helped; who is chosen for erasure leaves this list, so that nobody proposes an award to them."""
    case: str = ""
    file: UUID | None = None

    def turn_to(self, day: int) -> None:
        """Do what one day of the year holds."""
        if self.helped and self.stage.chance.happens(casework.CONTACTS_IN_A_HUNDRED_DAYS):
            casework.open_a_contact(self.stage, self.helped)
        if day in SEEN:
            casework.see_once(self.stage, self.latest(), SEEN[day])
        if day == REFUSED:
            casework.refuse_one(self.stage, self.latest())
        self._file(day)
        self._journey(day)
        self._leave_taking(day)

    def _file(self, day: int) -> None:
        if day == ATTACHED:
            self.case = self.latest()
            self.file = casework.attach_a_receipt(self.stage, self.case)
        if day == LOOKED_AT:
            casework.see_once(self.stage, self.case, "audit", self.file)

    def _journey(self, day: int) -> None:
        if day == LEAVES:
            casework.travel(self.stage, TRAVELS)
        if day == RETURNS:
            casework.come_back(self.stage, TRAVELS, LOCKS)

    def _leave_taking(self, day: int) -> None:
        if day == RENEWED:
            casework.renew_custody(self.stage)
        if day == WITHDRAWN:
            self.case = self.take_leave()
            casework.withdraw(self.stage, self.case)
        if day == ERASED:
            casework.erase(self.stage, self.case, "consent_withdrawn")
        if day == DATED:
            casework.date_the_erasure(self.stage, self.take_leave(), DUE_AFTER)

    def latest(self) -> str:
        """Return whoever came last."""
        return self.helped[-1] if self.helped else self._welcome()

    def take_leave(self) -> str:
        """Return whoever is done longest, and let nobody help them any more."""
        pseudonym = next(iter(casework.settled(self.stage, self.helped)), None) or self._welcome()
        self.helped.remove(pseudonym)
        return pseudonym

    def _welcome(self) -> str:
        officer = self.stage.one(Role.OFFICER)
        with self.stage.act(officer) as work:
            pseudonym = register_somebody(self.stage, work, officer)
        self.helped.append(pseudonym)
        return pseudonym
