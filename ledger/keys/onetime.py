"""One-time codes (RFC 6238) by pyotp: six digits, thirty seconds, each counter accepted once."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pyotp
from pyotp.exceptions import OTPVerificationError

from ledger.errors import N_
from ledger.keys.trouble import KeyTrouble

STEP = 30
DIGITS = 6
LABEL = "A"
"""What an authenticator shows: nothing that says what it is for."""


class WrongCode(KeyTrouble):
    """The code is not right now, or was used before."""


def provisioning_uri(seed: bytes, account: str) -> str:
    """Return the `otpauth://` address for an authenticator, labelled neutrally."""
    return _totp(seed).provisioning_uri(name=account, issuer_name=LABEL)


def check(seed: bytes, code: str, at: datetime, last: int | None) -> int:
    """Return the counter of a code that is right at a moment and was not used. Raises WrongCode."""
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        raise WrongCode(N_("A code has six digits."))
    try:
        counter = _totp(seed).verify_and_get_timecode(code, for_time=at, valid_window=1)
    except OTPVerificationError as error:
        raise WrongCode(N_("This code is not right at this moment.")) from error
    if last is not None and counter <= last:
        raise WrongCode(N_("This code was used already. Wait for the next one."))
    return counter


def counter_at(at: datetime) -> int:
    """Return the counter of a moment."""
    return int(at.astimezone(UTC).timestamp()) // STEP


def code_of(seed: bytes, counter: int) -> str:
    """Return the code of a counter: for the demo's own list of people, and for tests."""
    return _totp(seed).generate_otp(counter)


def _totp(seed: bytes) -> pyotp.TOTP:
    return pyotp.TOTP(base64.b32encode(seed).decode(), digits=DIGITS, interval=STEP)
