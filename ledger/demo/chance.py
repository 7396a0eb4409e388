"""The demo's dice: amounts, kinds, places and delays as real programmes report them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ledger.awards.models import AwardKind
from ledger.awards.rules.schedule import Planned, Rhythm, schedule
from ledger.beneficiaries.rules import CoarseProfile
from ledger.vocabulary import AGES, GENDERS, GROUPS, THREATS

COUNTRIES = [
    "AF",
    "AL",
    "AM",
    "AO",
    "AZ",
    "BD",
    "BI",
    "BO",
    "BR",
    "BY",
    "CD",
    "CF",
    "CG",
    "CM",
    "CN",
    "CO",
    "CU",
    "DZ",
    "EC",
    "EG",
    "ER",
    "ET",
    "GE",
    "GH",
    "GT",
    "GN",
    "HN",
    "HT",
    "ID",
    "IN",
    "IQ",
    "IR",
    "JO",
    "KE",
    "KG",
    "KH",
    "KZ",
    "LA",
    "LB",
    "LK",
    "LY",
    "MA",
    "MM",
    "MX",
    "MZ",
    "NG",
    "NI",
    "NP",
    "PE",
    "PH",
    "PK",
    "PS",
    "RU",
    "RW",
    "SD",
    "SN",
    "SO",
    "SS",
    "SV",
    "SY",
    "TD",
    "TG",
    "TH",
    "TJ",
    "TN",
    "TR",
    "UA",
    "UG",
    "UZ",
    "VE",
    "VN",
    "YE",
    "ZM",
    "ZW",
]
"""Two-letter codes (ISO 3166-1); the first ones of the shuffled list come up most, as in a Zipf distribution."""

LEAST, MOST, MEDIAN, SIGMA = 150, 7500, 1900, 0.7
PURPOSES = {
    AwardKind.EMERGENCY_GRANT: ("REL", "LEG", "MED", "PHY", "DIG", "HUM", "PSY", "TRA"),
    AwardKind.STIPEND: ("STI", "LIV", "HUM"),
    AwardKind.FAMILY_SUPPORT: ("EDU", "HEA", "EMP", "CHI", "FAM"),
}


@dataclass(frozen=True, slots=True)
class Chance:
    """A seeded source of what happens."""

    dice: Random
    countries: tuple[str, ...]

    @classmethod
    def seeded(cls, seed: int) -> Chance:
        """Begin with a seed: the same seed tells the same story."""
        dice = Random(seed)  # noqa: S311 - a story, not a secret
        countries = list(COUNTRIES)
        dice.shuffle(countries)
        return cls(dice, tuple(countries))

    def profile(self) -> CoarseProfile:
        """Draw the coarse profile of somebody at risk."""
        weights = [1 / place for place in range(1, len(self.countries) + 1)]
        return CoarseProfile(
            country=self.dice.choices(self.countries, weights)[0],
            gender=self.dice.choices(list(GENDERS), [45, 44, 4, 1, 6])[0],
            age=self.dice.choices(list(AGES), [2, 24, 38, 22, 8, 6])[0],
            group=self.dice.choice(list(GROUPS)),
            threat=self.dice.choice(list(THREATS)),
        )

    def kind(self) -> AwardKind:
        """Draw the kind of an award: two thirds emergencies, a fifth stipends."""
        return self.dice.choices(list(PURPOSES), [66, 20, 14])[0]

    def amount(self) -> int:
        """Draw an amount in whole units of money: log-normal, cut at both ends, rounded as people round."""
        raw = self.dice.lognormvariate(math.log(MEDIAN), SIGMA)
        step = self.dice.choice((10, 50))
        return max(LEAST, min(MOST, round(raw / step) * step))

    def plan(self, kind: AwardKind, minor: int, first: date) -> tuple[Planned, ...]:
        """Draw the instalments of an award."""
        if kind is AwardKind.EMERGENCY_GRANT:
            return schedule(minor, first, 1, Rhythm.ONCE)
        rhythm = self.dice.choices([Rhythm.MONTHLY, Rhythm.QUARTERLY], [4, 1])[0]
        count = self.dice.randint(3, 8) if rhythm is Rhythm.MONTHLY else self.dice.randint(2, 3)
        return schedule(minor, first, count, rhythm)

    def days_to_decide(self) -> int:
        """Draw how many days a signature takes: log-normal around three for the second one."""
        return min(12, round(self.dice.lognormvariate(math.log(1.5), 0.7)))

    def days(self, least: int, most: int) -> timedelta:
        """Draw a delay."""
        return timedelta(days=self.dice.randint(least, most))

    def happens(self, per_hundred: float) -> bool:
        """Whether something happens that happens so often in a hundred."""
        return self.dice.random() * 100 < per_hundred
