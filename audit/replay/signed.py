"""Signed bytes: canonical JSON read back as it was signed, or a finding, under H4 unless said otherwise."""

import hashlib
import json
from typing import Any

from audit.replay.reading import Reading

PROPOSAL_MEMBERS = frozenset(
    {
        "base_minor",
        "beneficiary",
        "content",
        "fund",
        "kind",
        "money",
        "organisation",
        "payment_envelope",
        "proposal",
        "reason",
        "revision",
        "subject",
        "v",
    }
)


def _refuse(number: str) -> Any:
    """Refuse a number that is no integer: money is never a float (H14)."""
    message = f"{number} is not an integer"
    raise ValueError(message)


_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_signed(reading: Reading, what: str, text: str, rule: str = "H4") -> dict[str, Any] | None:
    """Read signed bytes; what is not one canonical JSON object cannot have been shown to anyone."""
    reading.checks[rule] += 1
    try:
        content = _DECODER.decode(text)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict) and _ENCODER.encode(content) == text:
        return content
    reading.find(rule, f"the bytes of {what} are not a canonical JSON object")
    return None


def hash_text(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 bytes in lower-case hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def compare(reading: Reading, what: str, signed: dict[str, Any], due: dict[str, Any], rule: str = "H4") -> bool:
    """Hold members of what was signed against what they must be; one finding names them all."""
    reading.checks[rule] += 1
    wrong = [
        name
        for name, value in due.items()
        if name not in signed or signed[name] != value or type(signed[name]) is not type(value)
    ]
    if not wrong:
        return True
    reading.find(rule, f"{what} differs in {', '.join(sorted(wrong))}")
    return False
