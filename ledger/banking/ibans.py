"""IBANs, and the account numbers of countries that write theirs like one without being in its registry."""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

_ALIKE = re.compile(r"(AO|BF|BJ|CF|CG|CI|CM|CV|DZ|GA|GQ|GW|IR|KM|MA|MG|ML|MZ|NE|SN|TD|TG)[0-9]{2}[0-9A-Z]{18,26}")
"""Central and West Africa, the Maghreb and others: check digits as in ISO 13616, known to banks there."""
_LOOKS = re.compile(r"[A-Z]{2}[0-9]{2}.*")


def is_iban(text: str) -> bool:
    """Whether banks everywhere take it for one.

    National rules within it are left out: a bank's number may be younger than the list that they are held to.
    """
    return bool(iban.is_valid(text, check_country=False))


def is_slip(text: str) -> bool:
    """Whether it is written like an IBAN, and one of its characters is wrong."""
    plain = re.sub(r"[ -]", "", text).upper()
    return bool(_LOOKS.fullmatch(plain)) and not is_iban(plain) and not _checks_out(plain)


def _checks_out(plain: str) -> bool:
    try:
        return bool(_ALIKE.fullmatch(plain)) and bool(mod_97_10.validate(plain[4:] + plain[:4]))
    except ValidationError:
        return False
