"""What the columns of a bank's table mean."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ledger.banking.statement import Kind
from ledger.errors import N_, Refusal

_DELIMITERS = {",", ";", "\t", "|"}
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_EXAMPLE = date(2026, 12, 31)
_MARKS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2019": "'"})
_THOUSANDS = r"[0-9]{{1,3}}({mark}[0-9]{{3}})+"
_LAKHS = r"[0-9]{1,2}(,[0-9]{2})*,[0-9]{3}"
_SIGNS = {
    "€": {"EUR"}, "£": {"GBP", "EGP", "LBP", "SSP", "SYP", "SDG"}, "¥": {"JPY", "CNY"}, "₹": {"INR"}, "₺": {"TRY"},
    "₴": {"UAH"}, "₦": {"NGN"}, "৳": {"BDT"}, "₱": {"PHP"}, "₾": {"GEL"}, "₽": {"RUB"}, "zł": {"PLN"}, "Kč": {"CZK"},
    "$": {"USD", "AUD", "CAD", "COP", "CLP", "MXN", "NAD", "NZD", "SGD", "ZWG"}, "₪": {"ILS"}, "₫": {"VND"},
}  # fmt: skip
"""Signs that stand for a currency beside an amount, and for which ones."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The names of columns, as they stand in the header, and how days and amounts are written.

    A column without a name is called by its place, `#2`; a table without a header has no other columns.

    Either `amount` (signed, or with `direction`, whose `debits` are the words for money that went), or `debit` and
    `credit`. `grouping` is the mark between thousands, nothing where there is none. `texts` are searched for our
    codes. `transaction` holds the ids of transactions in a wallet's table. `kinds` translates what stands in the
    column `kind`. `balance` is the balance after the line, or only after the last one of each day. `fee`
    is what was taken beside the amount. Rows whose `status` is none of the words `booked` did not move money.
    """

    day: str
    day_format: str = "%Y-%m-%d"
    amount: str = ""
    direction: str = ""
    debits: tuple[str, ...] = ()
    debit: str = ""
    credit: str = ""
    texts: tuple[str, ...] = ()
    bank_reference: str = ""
    transaction: str = ""
    kind: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    balance: str = ""
    fee: str = ""
    status: str = ""
    booked: tuple[str, ...] = ()
    account: str = ""
    currency: str = ""
    delimiter: str = ","
    decimal: str = "."
    grouping: str = ""
    encoding: str = "utf-8-sig"

    def check(self) -> None:
        """Raise Refusal for a profile that cannot be read by."""
        if not self.day.strip() or bool(self.amount) == bool(self.debit or self.credit):
            raise Refusal(N_("Name the column of the day, and either one of amounts or those of debits and credits."))
        if self.amount and bool(self.direction) != bool(self.debits):
            raise Refusal(N_("Name both the column of the direction and the words in it for money that went."))
        if not self.amount and not (self.debit and self.credit):
            raise Refusal(N_("Name both the column of debits and that of credits."))
        if bool(self.status) != bool(self.booked):
            raise Refusal(N_("Name both the column of the status and the words in it for what is booked."))
        if self.delimiter not in _DELIMITERS:
            raise Refusal(N_("Columns are separated by a comma, a semicolon, a tab or a bar."))
        if self.decimal not in {".", ","} or self.grouping not in {"", ".", ",", " ", "'"} - {self.decimal}:
            raise Refusal(N_("The marks of decimals and of thousands are a point, a comma or a space, and differ."))
        try:
            codecs.lookup(self.encoding)
            self._try_days()
        except (LookupError, ValueError):
            raise Refusal(N_("The encoding or the way in which days are written is not known.")) from None

    def _try_days(self) -> None:
        if self.day_in(_EXAMPLE.strftime(self.day_format)) != _EXAMPLE:
            raise ValueError

    def needed(self) -> set[str]:
        """The columns without which nothing can be read."""
        names = {self.day, self.amount, self.direction, self.debit, self.credit, self.bank_reference, self.kind}
        also = {self.transaction, self.balance, self.account, self.currency, self.fee, self.status, *self.texts}
        return {name for name in names | also if name}

    @property
    def has_no_header(self) -> bool:
        """Whether all columns are called by their place."""
        return all(name.startswith("#") for name in self.needed())

    def day_in(self, text: str) -> date | None:
        """Return a day, or None where it is not written like that."""
        try:
            return datetime.strptime(text.strip(), self.day_format).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            return None

    def amount_in(self, text: str, currency: str) -> str:
        """Return an amount of a currency, whose code or sign may stand beside it, as `plain` does."""
        for sign in (currency, *(sign for sign, known in _SIGNS.items() if currency in known)):
            text = text.replace(sign, " ", 1)
        return self.plain(text)

    def plain(self, text: str) -> str:
        """Return an amount as a plain decimal with its sign. Raises Refusal for what could mean two amounts."""
        plain = _SPACES.sub(" ", text.strip().translate(_MARKS))
        negative = plain.startswith("-") or plain.endswith("-") or (plain[:1] == "(" and plain[-1:] == ")")
        body = plain.strip("-()+ ")
        whole, mark, part = body.partition(self.decimal)
        if self.grouping and self.grouping in whole:
            known = re.fullmatch(_THOUSANDS.format(mark=re.escape(self.grouping)), whole)
            if not known and not (self.grouping == "," and re.fullmatch(_LAKHS, whole)):
                raise Refusal(N_("The marks between thousands do not stand between three digits each."))
            whole = whole.replace(self.grouping, "")
        if not re.fullmatch(r"[0-9]+", whole) or (mark and not re.fullmatch(r"[0-9]+", part)):
            raise Refusal(
                N_("This amount is not written with “%(decimal)s” for decimals and nothing else between the digits.")
                if not self.grouping
                else N_("This amount is not written with “%(decimal)s” for decimals and “%(grouping)s” for thousands."),
                decimal=self.decimal,
                grouping=self.grouping,
            )
        return ("-" if negative else "") + whole + (f".{part}" if mark else "")
