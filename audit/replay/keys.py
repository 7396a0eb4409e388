"""H3: the keys people sign and read with, by their place in the log; two people never share one."""

import base64
import hashlib
from typing import Any

from audit.replay.reading import Reading
from audit.replay.state import Key, Person


def take_keys(reading: Reading, ident: str, person: Person, data: dict[str, Any]) -> None:
    """Let a person's keys be these from here on."""
    state = reading.state
    person.fingerprint = fingerprint_of(data["signing_key"])
    for kind, key in (("signing", person.fingerprint), ("reading", data["reading_key"])):
        reading.checks["H3"] += 1
        other = state.owners.setdefault(key, ident)
        if other != ident:
            reading.find("H3", f"person {ident} has the {kind} key of person {other}")
    if person.keys:
        person.keys[-1].until = reading.at
    key = Key(ident, data["signing_key"], reading.at)
    person.signing_key, person.reading_key = data["signing_key"], data["reading_key"]
    person.keys.append(key)
    state.keys.append(key)


def fingerprint_of(public_line: str) -> str:
    """Give the fingerprint of an OpenSSH public key as `ssh-keygen -l` prints it."""
    algorithm, blob = public_line.split()[:2]
    if algorithm != "ssh-ed25519":
        message = f"{algorithm} is not a kind of key that people sign with"
        raise ValueError(message)
    digest = hashlib.sha256(base64.b64decode(blob, validate=True)).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")
