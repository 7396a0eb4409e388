"""How people's standing is called on pages."""

from __future__ import annotations

from ledger.errors import N_
from ledger.staff.queries.enrolments import Standing
from ledger.staff.queries.people import Presence

INVITED = {
    Standing.WAITING: (N_("Has not begun"), "wait"),
    Standing.READY: (N_("Ready to be proposed"), "info"),
    Standing.NAMED: (N_("Waits for a signature"), "wait"),
    Standing.DONE: (N_("Done"), "good"),
    Standing.OVER: (N_("Too late"), "off"),
}
PRESENT = {
    Presence.HERE: (N_("Works here"), "good"),
    Presence.AWAY: (N_("Away"), "wait"),
    Presence.LATER: (N_("Not yet"), "info"),
    Presence.GONE: (N_("No role now"), "off"),
}
"""Words, and the family of the tag that shows them."""
