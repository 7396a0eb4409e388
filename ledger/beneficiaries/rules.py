"""What may be said of a beneficiary without saying who it is. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass

import rfc8785

from ledger.errors import N_, Refusal
from ledger.vocabulary import AGES, GENDERS, GROUPS, THREATS

CONSENT_SCOPES = {
    "support": N_("To be supported and paid"),
    "support_and_reports": N_("To be supported, and counted in reports that name nobody"),
    "support_and_contact": N_("To be supported, counted in reports, and asked again later"),
}
"""What a consent covers."""

_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,15}", re.ASCII)

COUNTRY_CODE = 2
"""Letters of an ISO 3166-1 alpha-2 code."""


@dataclass(frozen=True, slots=True)
class CoarseProfile:
    """Codes only: ISO 3166 country (or "" for not stated) and the lists of `ledger.vocabulary`."""

    country: str
    gender: str
    age: str
    group: str
    threat: str

    def check(self) -> None:
        """Refuse a code that is not on its list."""
        lists = (("gender", GENDERS), ("age", AGES), ("group", GROUPS), ("threat", THREATS))
        for name, known in lists:
            if getattr(self, name) not in known:
                raise Refusal(N_("Choose one from the list."), field=name)
        if self.country and not (
            len(self.country) == COUNTRY_CODE and self.country.isascii() and self.country.isupper()
        ):
            raise Refusal(N_("Choose the country from the list."), field="country")

    def commitment(self, salt: str) -> str:
        """What the log holds of it: SHA-256 in hex over canonical JSON with a secret salt (32 hex digits).

        The salt stands in the database only, so that erasing it leaves a number that says nothing.
        """
        return hashlib.sha256(rfc8785.dumps({"salt": salt, **asdict(self)})).hexdigest()


def check_consent_version(version: str) -> None:
    """Refuse what is no name of a version of the consent text, like 2026-1."""
    if not _VERSION.fullmatch(version):
        raise Refusal(
            N_("Name the version of the consent text, like 2026-1: up to 16 letters, digits, dots, hyphens."),
            field="consent_version",
        )


NOTHING_STATED = CoarseProfile("", "not_stated", "not_stated", "not_stated", "not_stated")
