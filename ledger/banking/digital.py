"""Networks of digital currency: which transactions and addresses can be one of theirs at all. Pure.

Transactions are hashes of 32 bytes (Bitcoin: BIP 22 and the RPC's txid; Ethereum: yellow paper 4.3; Tron: SHA-256 of
the raw data). Bitcoin's addresses are checked as BIP 173, BIP 350 and Base58Check say, Tron's by Base58Check; an
Ethereum address has no check that holds in small letters, so it is only read strictly.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import bitcoin
from stdnum.exceptions import ValidationError

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_TRON = 0x41
_TRON_BYTES = 25


@dataclass(frozen=True, slots=True)
class Network:
    """What a transaction of a network looks like, and whether an address can be one of its."""

    transaction: re.Pattern[str]
    is_address: Callable[[str], bool]


def _is_bitcoin(text: str) -> bool:
    try:
        bitcoin.validate(text)
    except ValidationError:
        return False
    return True


def _is_ethereum(text: str) -> bool:
    return re.fullmatch(r"0x[0-9a-fA-F]{40}", text) is not None


def _is_tron(text: str) -> bool:
    if not re.fullmatch(f"T[{_ALPHABET}]{{33}}", text):
        return False
    number = 0
    for letter in text:
        number = number * 58 + _ALPHABET.index(letter)
    content = number.to_bytes(_TRON_BYTES, "big")
    check = hashlib.sha256(hashlib.sha256(content[:-4]).digest()).digest()[:4]
    return content[0] == _TRON and content[-4:] == check


_PLAIN, _PREFIXED = re.compile(r"[0-9a-f]{64}"), re.compile(r"0x[0-9a-f]{64}")
NETWORKS = {
    "bitcoin": Network(_PLAIN, _is_bitcoin),
    "ethereum": Network(_PREFIXED, _is_ethereum),
    "polygon": Network(_PREFIXED, _is_ethereum),
    "tron": Network(_PLAIN, _is_tron),
}


def is_transaction(network: str, text: str) -> bool:
    """Tell whether a text can be the id of a transaction on a network that is known."""
    return network in NETWORKS and NETWORKS[network].transaction.fullmatch(text) is not None


def as_written(network: str, text: str) -> str:
    """Return the id of a transaction as its network writes it, from however a wallet does; nothing where it is none."""
    plain = text.strip().lower().removeprefix("0x")
    return next((one for one in (plain, f"0x{plain}") if is_transaction(network, one)), "")


def is_address(network: str, text: str) -> bool:
    """Tell whether a text can be an address on a network that is known."""
    return network in NETWORKS and NETWORKS[network].is_address(text)
