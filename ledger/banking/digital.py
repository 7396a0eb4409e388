"""Networks of digital currency: which transactions and addresses can be one of theirs at all. Pure.

Transactions are hashes of 32 bytes (Bitcoin: BIP 22 and the RPC's txid; Ethereum: yellow paper 4.3; Tron: SHA-256 of
the raw data). An address is checked by what its network has for that, so that a mistyped one is refused: Bitcoin's as
BIP 173, BIP 350 and Base58Check say, Tron's by Base58Check, Ethereum's and Polygon's by EIP-55.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import bitcoin
from stdnum.exceptions import ValidationError

from ledger.banking.ethereum import is_checked_address, is_unchecked_address

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_TRON = 0x41
_TRON_BYTES = 25
_SEGWIT, _BECH32 = "bc1", "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_HUMAN, _CHECK = (3, 3, 0, 2, 3), 6
"""The part `bc` as it goes into a checksum (BIP 173), and how many letters that is long."""
_PROGRAMS = {0: (1, frozenset({20, 32})), 1: (0x2BC830A3, frozenset({32}))}
"""By version of the witness program: what its checksum leaves (BIP 173, 350), and its lengths (BIP 141, 341)."""


@dataclass(frozen=True, slots=True)
class Network:
    """What a transaction of a network looks like, and whether an address can be one of its."""

    transaction: re.Pattern[str]
    is_address: Callable[[str], bool]


def _is_bitcoin(text: str) -> bool:
    if text[:3].lower() == _SEGWIT:
        return text in {text.lower(), text.upper()} and _is_segwit(text.lower())
    try:
        return bool(bitcoin.validate(text) == text)
    except ValidationError:
        return False


def _is_segwit(text: str) -> bool:
    """Check an address whose letters carry a version of the witness program, by the checksum of that version.

    Versions that have no rules yet are refused: whoever likes could spend what is sent there.
    """
    if not re.fullmatch(f"[{_BECH32}]{{8,87}}", text[len(_SEGWIT) :]):
        return False
    version, *program = values = [_BECH32.index(letter) for letter in text[len(_SEGWIT) :]]
    if version not in _PROGRAMS or bitcoin.bech32_checksum([*_HUMAN, *values]) != _PROGRAMS[version][0]:
        return False
    try:
        return len(bitcoin.b32decode(program[:-_CHECK])) in _PROGRAMS[version][1]
    except ValidationError:
        return False


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
    "ethereum": Network(_PREFIXED, is_checked_address),
    "polygon": Network(_PREFIXED, is_checked_address),
    "tron": Network(_PLAIN, _is_tron),
}


def is_transaction(network: str, text: str) -> bool:
    """Tell whether a text can be the id of a transaction on a network that is known."""
    return network in NETWORKS and NETWORKS[network].transaction.fullmatch(text) is not None


def as_written(network: str, text: str) -> str:
    """Return the id of a transaction as its network writes it, from however a wallet does; nothing where it is none."""
    plain = text.strip().lower().removeprefix("0x")
    return next((one for one in (plain, f"0x{plain}") if is_transaction(network, one)), "")


def lacks_check(network: str, text: str) -> bool:
    """Tell whether a text would be an address if it had not lost what a mistyped one is found by."""
    return network in NETWORKS and NETWORKS[network].is_address is is_checked_address and is_unchecked_address(text)


def is_address(network: str, text: str) -> bool:
    """Tell whether a text can be an address on a network that is known."""
    return network in NETWORKS and NETWORKS[network].is_address(text)
