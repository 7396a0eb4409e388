"""What a payment by voucher or in digital currency is known by: a number, of which a commitment alone is kept. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re

from ledger.banking.digital import NETWORKS, is_transaction
from ledger.errors import N_, Refusal

BY = {"voucher": "voucher", "digital": "transaction"}
"""The channels whose payments are named before they are sent, and by what."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,15}")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{3,39}")


def refuse_unlike(channel: str, place: str, token: str) -> None:
    """Refuse what cannot be a voucher of an issuer, or a transaction on a network."""
    if channel == "voucher":
        if not _CODE.fullmatch(place):
            raise Refusal(N_("Write the code of the issuer: up to sixteen letters, digits and hyphens."), field="place")
        if not _NUMBER.fullmatch(token):
            raise Refusal(N_("Write the number of the voucher: 4 to 40 letters and digits."), field="token")
        return
    if place not in NETWORKS:
        raise Refusal(N_("Write the network: %(known)s."), field="place", known=", ".join(NETWORKS))
    if not is_transaction(place, token):
        raise Refusal(N_("This is no transaction id of that network. Copy it again, all of it."), field="token")


def commitment(key: bytes, channel: str, place: str, token: str) -> str:
    """Return HMAC-SHA-256 in hex over channel, place and number: the same number gives the same, and tells nothing."""
    said = "\n".join((channel, place, token.replace(" ", "")))
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
