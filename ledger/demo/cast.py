"""The people of the demo and the pots they look after. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.actor import Role


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the demo."""

    name: str
    sign_in_name: str
    roles: tuple[Role, ...]


PARTS = (
    Part("Amina", "amina", (Role.OFFICER,)),
    Part("Bao", "bao", (Role.OFFICER,)),
    Part("Carla", "carla", (Role.APPROVER,)),
    Part("Deniz", "deniz", (Role.APPROVER, Role.CUSTODIAN)),
    Part("Emeka", "emeka", (Role.APPROVER, Role.CUSTODIAN)),
    Part("Farah", "farah", (Role.FINANCE,)),
    Part("Goran", "goran", (Role.FINANCE,)),
    Part("Hana", "hana", (Role.STEWARD,)),
    Part("Ilse", "ilse", (Role.AUDITOR,)),
    Part("Jonas", "jonas", (Role.DONOR,)),
    Part("Kirsi", "kirsi", (Role.DONOR,)),
)


JOINS = Part("Leila", "leila", (Role.OFFICER,))
"""Who is appointed during the year."""
WAITS = Part("Mats", "mats", (Role.FINANCE,))
"""Whose appointment waits for a signature at its end."""
GIVES_UP = ("emeka", Role.CUSTODIAN)
"""Whose role ends, and which."""
TRAVELS = "bao"
"""Who suspends their own access before a journey, and comes back."""
RISES = ("carla", Role.CUSTODIAN)
"""For whom another role waits for a signature at the end, and which."""


@dataclass(frozen=True, slots=True)
class Gift:
    """A fund, its donor's code, its purposes, and what comes in each half-year, in whole units of money."""

    code: str
    name: str
    donor: str
    purposes: tuple[str, ...]
    half_year: int


DONORS = {"NORTH": "Northern Lights Foundation", "HARBOUR": "Harbour Trust", "MEADOW": "Meadow Family Fund"}
READERS = {"NORTH": "jonas", "HARBOUR": "kirsi"}

FUNDS = (
    Gift("EMERGENCY", "Emergency response", "NORTH", (), 110_000),
    Gift("RELOCATION", "Relocation and safety", "NORTH", ("REL", "PHY", "DIG", "TRA", "LEG", "HUM"), 60_000),
    Gift("FAMILIES", "Families of defenders", "HARBOUR", ("EDU", "HEA", "EMP", "CHI", "FAM"), 50_000),
    Gift("HEALTH", "Health and rest", "HARBOUR", ("MED", "PSY", "HEA"), 45_000),
    Gift("FELLOWS", "Stipends and fellowships", "MEADOW", ("STI", "LIV", "HUM"), 80_000),
    Gift("GENERAL", "General support", "MEADOW", (), 60_000),
)
