"""Channels in words."""

from __future__ import annotations

from ledger.channels import words
from ledger.errors import N_

CHANNELS, BOUNDS = words.CHANNELS, words.BOUNDS
FORCED = {f"{bound}_limit": sentence for bound, sentence in BOUNDS.items()}
"""By what of a limit a payment was split, as its parts carry it."""
FORMS = {
    "pain.001": N_("Bank file (pain.001)"),
    "mobile": N_("Table for an operator"),
    "list": N_("Plain list"),
    "cash-list": N_("List for the intermediary, to be printed and signed"),
}
"""What can be made of the payees of a run."""
EVIDENCE = {
    "operator": N_("The operator confirms that the payee was credited"),
    "signed_receipt": N_("The payee signed a receipt"),
    "witness": N_("A witness confirms the receipt"),
    "pickup_code": N_("The payee told the pick-up code"),
    "call_back": N_("The payee was called back"),
    "intermediary_list": N_("The intermediary's signed list"),
    "sample": N_("A sample of the list was confirmed"),
    "nothing_better": N_("Nothing better is possible, I vouch for it"),
}
"""By what it is known that a payment arrived."""
