"""Which passphrases are good enough: long, and not what everybody thinks of. No rules of composition."""

from __future__ import annotations

import re
import secrets
import threading

from zxcvbn import zxcvbn

from ledger.errors import N_
from ledger.keys.passphrase import as_written
from ledger.keys.trouble import KeyTrouble
from ledger.reference import ALPHABET

SHORTEST, LONGEST = 15, 128
LEAST_SCORE = 3

# zxcvbn keeps the hints in one dictionary of the whole process: two judgements at once would read each other's.
_ONE_AT_A_TIME = threading.Lock()


class WeakPassphrase(KeyTrouble):
    """A passphrase that is too short, too long, or too easily guessed."""


def suggest() -> str:
    """Make a passphrase of a hundred random bits: five groups of four characters."""
    groups = ("".join(secrets.choice(ALPHABET.lower()) for _ in range(4)) for _ in range(5))
    return "-".join(groups)


def judge(passphrase: str, hints: list[str]) -> None:
    """Raise WeakPassphrase, with the reason, unless the passphrase is good enough. `hints` are the person's names."""
    written = as_written(passphrase)
    if len(written) < SHORTEST:
        raise WeakPassphrase(N_("Use at least %(count)s characters."), field="new", count=SHORTEST)
    if len(written) > LONGEST:
        raise WeakPassphrase(N_("Use at most %(count)s characters."), field="new", count=LONGEST)
    with _ONE_AT_A_TIME:
        found = zxcvbn(written, user_inputs=_parts_of(hints), max_length=LONGEST)
    if found["score"] < LEAST_SCORE:
        raise WeakPassphrase(N_("This passphrase is easily guessed. Take more words, or the one offered."), field="new")


def _parts_of(hints: list[str]) -> list[str]:
    # A name is guessed whole and by its words, in any order.
    return [part for hint in hints for part in (hint, *re.findall(r"\w+", hint))]
