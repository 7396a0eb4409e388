"""Writing a payment file from opened envelopes, in memory: nothing of it touches a disk."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from ledger.banking import mobile_csv, pain001
from ledger.banking.mobile_csv import Transfer
from ledger.banking.pain001 import Account, Payment
from ledger.books.models import CashAccount
from ledger.channels.actions.payers import order_of
from ledger.channels.models import MobileProfile
from ledger.channels.queries import payer_of
from ledger.channels.rules.profiles import profile_from
from ledger.disbursements.actions.files import Written
from ledger.disbursements.actions.payees import PayeeLine
from ledger.disbursements.models import Run
from ledger.disbursements.rules.cash_list import Handed, cash_list
from ledger.disbursements.rules.forms import CASH_LIST, LIST, MOBILE, PAIN
from ledger.errors import N_, Refusal
from ledger.money import plain_amount
from ledger.vault.queries.locks import HeldLock
from ledger.vault.queries.payees import payees
from ledger.vault.rules.details import CHANNEL_OF, PaymentDetails

MEMBERS = (
    "method",
    "holder",
    "account",
    "bank_code",
    "bank_name",
    "country",
    "mobile_provider",
    "mobile_number",
    "network",
    "statement_payer",
    "statement_reference",
    "note",
)
"""Members of payment details that stand in a plain list, in this order, behind code, amount and currency."""
_RUNS_IN_A_SHEET = ("=", "+", "-", "@", "\t", "\r")


class Opened(NamedTuple):
    """A payment of a run with the details that were opened for it."""

    line: PayeeLine
    details: PaymentDetails


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which file of which run is made, when, and by which operator's table."""

    run: Run
    form: str
    at: datetime
    profile: str = ""


def write_file(
    session: Session, organisation: str, held: HeldLock, lines: Sequence[PayeeLine], wanted: Wanted
) -> Written:
    """Open each payee and write the file. Raises Refusal that names a payment's code and what is wrong with it.

    Raises Tampered at the first payee that is not the one that was signed for.
    """
    opened = _opened(session, organisation, held, lines, wanted.run)
    content = b"".join(_WRITERS[wanted.form](session, wanted, lines, opened))
    return Written(wanted.form, content, len(lines), sum(line.minor for line in lines), wanted.at, wanted.profile)


def _opened(
    session: Session, organisation: str, held: HeldLock, lines: Sequence[PayeeLine], run: Run
) -> Iterator[Opened]:
    found = payees(session, organisation, held, [(line.award, line.approved) for line in lines])
    wallet = session.get(CashAccount, run.cash_account)
    for line, payee in zip(lines, found, strict=True):
        details = PaymentDetails.from_bytes(payee.content)
        if CHANNEL_OF.get(details.method) != run.channel.value:
            raise Refusal(
                N_("Payment %(code)s goes another way by its details. Take it out of this run, and gather it again."),
                code=line.code,
            )
        if wallet is not None and wallet.network not in {None, details.network}:
            raise Refusal(
                N_(
                    "Payment %(code)s is to be sent on another network than %(network)s, which %(cash)s is on."
                    " Take it out of this run, and gather it from a wallet on its own."
                ),
                code=line.code,
                network=wallet.network,
                cash=wallet.code,
            )
        yield Opened(line, details)


def _pain(session: Session, wanted: Wanted, lines: Sequence[PayeeLine], opened: Iterator[Opened]) -> Iterator[bytes]:
    payer = payer_of(session, wanted.run.cash_account)
    if payer is None:
        raise Refusal(
            N_("Nobody has said yet who pays from %(cash)s. Write that down under Channels first."),
            cash=wanted.run.cash_account,
        )
    total = sum(line.minor for line in lines)
    # One id for every file of a run: a bank that took the one that was thought lost refuses the next.
    order = order_of(payer, wanted.run.currency, (wanted.run.id.hex, wanted.at, len(lines), total))
    yield from pain001.write(order, (_payment(one) for one in opened))


def _payment(one: Opened) -> Payment:
    line, details = one
    account = Account(details.account, details.bank_code, details.country)
    return Payment(line.code, line.minor, details.holder, account, details.statement_reference, details.statement_payer)


def _mobile(session: Session, wanted: Wanted, _lines: Sequence[PayeeLine], opened: Iterator[Opened]) -> Iterator[bytes]:
    profile = session.get(MobileProfile, wanted.profile)
    if profile is None:
        raise Refusal(N_("Choose the operator whose table this is to be."), field="profile")
    yield from mobile_csv.write(profile_from(profile.content), (_transfer(one) for one in opened))


def _transfer(one: Opened) -> Transfer:
    line, details = one
    phone, reference = details.mobile_number, details.statement_reference
    return Transfer(line.code, line.minor, line.currency, phone, details.holder, reference)


def _list(_session: Session, _wanted: Wanted, _lines: Sequence[PayeeLine], opened: Iterator[Opened]) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["code", "amount", "currency", *MEMBERS])
    for line, details in opened:
        texts = [_safe(str(getattr(details, name))) for name in MEMBERS]
        writer.writerow([line.code, plain_amount(line.minor, line.currency), line.currency, *texts])
    yield out.getvalue().encode()


def _cash_list(
    _session: Session, _wanted: Wanted, _lines: Sequence[PayeeLine], opened: Iterator[Opened]
) -> Iterator[bytes]:
    yield cash_list(_handed(one) for one in opened).encode()


def _handed(one: Opened) -> Handed:
    line, details = one
    amount = f"{plain_amount(line.minor, line.currency)} {line.currency}"
    return Handed(line.code, amount, details.holder, details.mobile_number, details.note)


def _safe(text: str) -> str:
    """Keep a spreadsheet from running a cell."""
    return f"'{text}" if text.startswith(_RUNS_IN_A_SHEET) else text


_Writer = Callable[[Session, Wanted, Sequence[PayeeLine], Iterator[Opened]], Iterator[bytes]]
_WRITERS: dict[str, _Writer] = {PAIN: _pain, MOBILE: _mobile, LIST: _list, CASH_LIST: _cash_list}
