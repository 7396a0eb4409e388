"""What a payment file says, checked before a byte of it is written."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from stdnum import bic

from ledger.banking.ibans import is_iban
from ledger.errors import N_, Refusal

VERSIONS = ("pain.001.001.09", "pain.001.001.03")
CHARGES = ("SLEV", "SHAR", "DEBT", "CRED")

_OTHER_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,34}")
_MESSAGE = re.compile(r"[0-9A-Za-z-]{1,35}")

CLEARING = {
    "US": ("USABA", 9), "CA": ("CACPA", 9), "GB": ("GBDSC", 6), "IE": ("IENCC", 6), "AU": ("AUBSB", 6),
    "NZ": ("NZNCC", 6), "IN": ("INFSC", 11), "ZA": ("ZANCC", 6), "CN": ("CNAPS", 12), "JP": ("JPZGN", 7),
    "KR": ("KRBOK", 7), "HK": ("HKNCC", 3), "SG": ("SGIBG", 7), "TW": ("TWNCC", 7), "TH": ("THCBC", 7),
    "RU": ("RUCBC", 9), "UA": ("UANCC", 6), "PL": ("PLKNR", 8), "DE": ("DEBLZ", 8), "AT": ("ATBLZ", 5),
    "CH": ("CHBCC", 5), "SE": ("SESBA", 4), "GR": ("GRBIC", 7), "PT": ("PTNCC", 8), "ES": ("ESNCC", 9),
    "IT": ("ITNCC", 10),
}  # fmt: skip
"""National clearing systems by country (ISO external code list) and how long a bank's number in them is."""


class Service(enum.StrEnum):
    """The service level asked of the bank."""

    SEPA = "SEPA"
    URGENT = "URGP"
    ORDINARY = "NURG"


@dataclass(frozen=True, slots=True)
class Account:
    """An account and its bank: an IBAN or a national number; a BIC or a national clearing number with its country."""

    number: str = field(repr=False)
    bank: str = field(default="", repr=False)
    country: str = field(default="", repr=False)

    def checked(self, service: Service, about: str) -> Checked:
        """Return how account and bank are written. Raises Refusal, naming the field, where no bank could find them."""
        plain = re.sub(r"[ -]", "", self.number)
        known = is_iban(plain)
        if not known and service is Service.SEPA:
            raise Refusal(
                N_("The account of payment %(about)s is no IBAN that checks out."), field="account", about=about
            )
        if not known and not _OTHER_ACCOUNT.fullmatch(plain):
            raise Refusal(
                N_("The account of payment %(about)s holds more than letters and digits, or too many."),
                field="account",
                about=about,
            )
        code = self.bank.strip().upper() if bic.is_valid(self.bank) else ""
        clearing = None if code else self._clearing()
        if not (known or code or clearing):
            raise Refusal(
                N_(
                    "The bank of payment %(about)s has neither a BIC nor a clearing number of its country. "
                    "Ask for the BIC."
                ),
                field="bank_code",
                about=about,
            )
        return Checked(plain.upper() if known else "", "" if known else plain, code, clearing)

    def _clearing(self) -> tuple[str, str] | None:
        number = re.sub(r"[^0-9A-Z]", "", self.bank.upper())
        system, length = CLEARING.get(self.country.upper(), ("", 0))
        return (system, number) if system and len(number) == length else None


@dataclass(frozen=True, slots=True)
class Checked:
    """An account as a file names it: an IBAN or another number; a BIC or a clearing system with a number in it."""

    iban: str = field(repr=False)
    other: str = field(repr=False)
    bic: str = field(repr=False)
    clearing: tuple[str, str] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment: its code, minor units, who receives it and where, what their statement shows and who pays."""

    code: str
    minor: int
    name: str = field(repr=False)
    account: Account = field(repr=False)
    reference: str = field(repr=False)
    payer: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Order:
    """A file: its id, when it is made, who pays from where, on which day, in which currency, how many and how much."""

    message: str
    made: datetime
    payer: str
    account: Account
    day: date
    currency: str
    count: int
    total: int
    service: Service = Service.ORDINARY
    charges: str = "SHAR"
    version: str = VERSIONS[0]

    def check(self) -> None:
        """Raise Refusal for a file that no bank would take."""
        if not _MESSAGE.fullmatch(self.message) or self.version not in VERSIONS or self.charges not in CHARGES:
            raise Refusal(N_("The file's id, its version or who bears the charges is not one that banks know."))
        if self.service is Service.SEPA and (self.currency != "EUR" or self.charges != "SLEV"):
            raise Refusal(N_("A SEPA payment is in EUR, and its charges are shared by the service level (SLEV)."))
        if self.count < 1 or self.total < 1:
            raise Refusal(N_("A payment file holds at least one payment."))
