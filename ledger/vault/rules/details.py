"""What is sealed about a person: how to reach them, who they are, where their money goes. Pure.

Each is kept as canonical JSON with its version; what was left empty is not written. Any script may be used.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

import rfc8785
from stdnum import bic
from stdnum.exceptions import ValidationError

from ledger.banking.digital import NETWORKS, is_address, lacks_check
from ledger.banking.ibans import is_slip
from ledger.errors import N_, Refusal
from ledger.vault.rules.neutral import refuse_telling

LONGEST = 2000
"""Characters in one field."""

_SLIP = N_("This number does not check out; one of its characters is wrong.")

METHODS = {
    "bank": N_("Bank account"),
    "mobile_money": N_("Mobile money"),
    "cash": N_("Cash through an intermediary"),
    "provider": N_("A provider's account: a clinic, a school, a landlord"),
    "trusted": N_("A trusted intermediary's account"),
    "voucher": N_("Voucher of a shop or a clinic"),
    "digital": N_("Digital currency"),
}

PAID_TO = {
    "beneficiary": N_("The beneficiary"),
    "provider": N_("A provider: a clinic, a school, a landlord"),
    "intermediary": N_("A trusted intermediary, who passes it on"),
}
"""Into whose hands money goes."""

CHANNEL_OF = {
    **dict.fromkeys(("bank", "provider", "trusted"), "bank"),
    **{method: method for method in ("mobile_money", "cash", "voucher", "digital")},
}
"""By which channel each way to be paid is served."""
PAID_TO_OF = {
    "bank": "beneficiary",
    "mobile_money": "beneficiary",
    "provider": "provider",
    "trusted": "intermediary",
    "cash": "intermediary",
    "voucher": "beneficiary",
    "digital": "beneficiary",
}
"""Into whose hands each way to be paid pays: this and the channel is all that the ledger knows of sealed details."""
_BY_ACCOUNT = frozenset({"bank", "provider", "trusted"})

_COUNTRY_CODE = 2
_NO_ADDRESS = N_("This is no address on that network. Copy it again, all of it.")
_UNCHECKED = N_(
    "This address has lost the capitals by which a wrong letter is found. Copy it again from the wallet of whoever is"
    " paid; do not let a website put them in, which would put them into a wrong address as well."
)


@dataclass(frozen=True, slots=True)
class Details:
    """The root of what is sealed."""

    VERSION: ClassVar[int] = 1

    def to_bytes(self) -> bytes:
        """Return canonical JSON with the version; empty members are left out."""
        return rfc8785.dumps(
            {"v": self.VERSION, **{name: _plain(value) for name, value in asdict(self).items() if value}}
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return what `to_bytes` wrote."""
        said: dict[str, Any] = json.loads(content)
        known = {one.name for one in fields(cls)}
        return cls(**{name: _tuples(value) for name, value in said.items() if name in known})

    def check_texts(self) -> None:
        """Refuse a field that is too long or holds characters that cannot be read."""
        for name, value in asdict(self).items():
            for text in (value,) if isinstance(value, str) else _leaves(value):
                _check_text(text, name)


@dataclass(frozen=True, slots=True)
class ContactDetails(Details):
    """How to reach somebody, and when it is safe."""

    name_to_use: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    messenger: str = ""
    safe_hours: str = ""
    note: str = ""

    def check(self) -> None:
        """Refuse what could never reach anybody."""
        self.check_texts()
        if not (self.phones or self.email.strip() or self.messenger.strip()):
            raise Refusal(N_("Write at least one way to reach the person."), field="phones")


@dataclass(frozen=True, slots=True)
class IdentityDetails(Details):
    """Who somebody is. Documents are country, kind, number."""

    full_name: str = ""
    other_names: str = ""
    birth_date: str = ""
    documents: tuple[tuple[str, str, str], ...] = ()
    address: str = ""
    note: str = ""

    def check(self) -> None:
        """Refuse an identity without a name."""
        self.check_texts()
        if not self.full_name.strip():
            raise Refusal(N_("Write the person's name."), field="full_name")
        for country, _kind, number in self.documents:
            if not number.strip() or (country and len(country) != _COUNTRY_CODE):
                raise Refusal(N_("A document needs its number, and its country as two letters."), field="documents")


@dataclass(frozen=True, slots=True)
class PaymentDetails(Details):
    """Where somebody's money goes, and what their own statement will show."""

    method: str = ""
    holder: str = ""
    account: str = ""
    bank_code: str = ""
    bank_name: str = ""
    country: str = ""
    mobile_provider: str = ""
    mobile_number: str = ""
    network: str = ""
    """Of digital currency; `account` is then the address."""
    statement_payer: str = ""
    statement_reference: str = ""
    note: str = ""

    def check(self, telling: Sequence[str] = ()) -> None:
        """Refuse what cannot be paid to, and a statement that would tell. `telling` are the organisation's names."""
        self.check_texts()
        if self.method not in METHODS:
            raise Refusal(N_("Choose how the money travels."), field="method")
        if not self.holder.strip():
            raise Refusal(N_("Write in whose name the money is received."), field="holder")
        if self.method in _BY_ACCOUNT and not self.account.strip():
            raise Refusal(N_("Write the account."), field="account")
        if self.method == "mobile_money" and not self.mobile_number.strip():
            raise Refusal(N_("Write the mobile money number."), field="mobile_number")
        if self.method == "digital":
            self._check_address()
        elif is_slip(self.account):
            raise Refusal(_SLIP, field="account")
        if self.bank_code.strip() and _looks_like_a_bic(self.bank_code):
            _check_bic(self.bank_code)
        if not self.statement_payer.strip() or not self.statement_reference.strip():
            raise Refusal(
                N_("Write what the person's own statement will show: who pays, and for what."),
                field="statement_payer" if not self.statement_payer.strip() else "statement_reference",
            )
        refuse_telling(self.statement_payer, telling, "statement_payer")
        refuse_telling(self.statement_reference, telling, "statement_reference")

    def _check_address(self) -> None:
        if self.network not in NETWORKS:
            known = ", ".join(NETWORKS)
            raise Refusal(N_("Write the network of the address: %(known)s."), field="network", known=known)
        address = self.account.strip()
        if not is_address(self.network, address):
            unchecked = lacks_check(self.network, address)
            raise Refusal(_UNCHECKED if unchecked else _NO_ADDRESS, field="account")


def way_in(content: bytes) -> tuple[str, str]:
    """Return channel and hands that payment details ask for. Raises Refusal where they name no way to be paid."""
    try:
        method = json.loads(content).get("method")
    except (ValueError, AttributeError):
        method = None
    if method not in CHANNEL_OF:
        raise Refusal(N_("Choose how the money travels."), field="method")
    return CHANNEL_OF[method], PAID_TO_OF[method]


def _looks_like_a_bic(code: str) -> bool:
    plain = code.strip()
    return len(plain) in {8, 11} and plain[:6].isalpha()


def _check_bic(code: str) -> None:
    try:
        bic.validate(code)
    except ValidationError as error:
        raise Refusal(_SLIP, field="bank_code") from error


def _check_text(text: str, field: str) -> None:
    if len(text) > LONGEST:
        raise Refusal(N_("This is longer than %(most)s characters."), field=field, most=LONGEST)
    if any(unicodedata.category(one) in {"Cc", "Cs", "Cn"} and one not in "\n\r\t" for one in text):
        raise Refusal(N_("This holds characters that cannot be read. Type it again."), field=field)


def _leaves(value: Any) -> list[str]:
    return [leaf for one in value for leaf in ([one] if isinstance(one, str) else _leaves(one))]


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
