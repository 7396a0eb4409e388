"""Human references: a letter, eight random characters and a check character (`B-7K3M-9QXT-C`).

Forty random bits, never an order: an order tells when somebody came. The alphabet is Crockford's
(no I, L, O, U); the check character is Luhn mod 32, which finds every single mistyped character
and nearly every swap of neighbours.
"""

from __future__ import annotations

import secrets

from stdnum import luhn

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
"""Eight characters and the check character."""

_LOOKALIKES = str.maketrans("ILO", "110")


def new_reference(letter: str) -> str:
    """Make a fresh reference beginning with `letter`: B beneficiary, A award, R run, D disbursement, P proposal."""
    return _written(letter, "".join(secrets.choice(ALPHABET) for _ in range(8)))


def new_payment_code() -> str:
    """Make twelve random digits, by which a payment is known outside: nothing in them says whose they are."""
    return str(10**11 + secrets.randbelow(9 * 10**11))


def reference_from(letter: str, number: int) -> str:
    """Write the reference whose eight characters encode `number` (0 ≤ number < 2**40): for seeded histories."""
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return _written(letter, body)


def read_reference(text: str) -> str | None:
    """Return a typed reference in its written form, or None where its check character does not fit."""
    letter, _, rest = text.strip().upper().partition("-")
    body = rest.replace("-", "").replace(" ", "").translate(_LOOKALIKES)
    if len(letter) != 1 or len(body) != LENGTH or not set(body) <= set(ALPHABET):
        return None
    return _set_out(letter, body) if luhn.checksum(body, ALPHABET) == 0 else None


def _written(letter: str, body: str) -> str:
    return _set_out(letter, body + luhn.calc_check_digit(body, ALPHABET))


def _set_out(letter: str, body: str) -> str:
    return f"{letter}-{body[:4]}-{body[4:8]}-{body[8]}"
