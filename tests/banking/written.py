"""Writes statements as banks do, for tests to read back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from ledger.banking.statement import Statement
from ledger.banking.trouble import CannotRead
from ledger.money import plain_amount

IBAN = "DE89370400440532013000"
DAY = date(2026, 3, 2)


def stream(text: str | bytes) -> io.BytesIO:
    """A file as it is uploaded."""
    return io.BytesIO(text.encode() if isinstance(text, str) else text)


def troubles(error: CannotRead) -> list[str]:
    """What is wrong, in English."""
    return [str(one) for one in error.troubles]


def amount(minor: int, currency: str) -> str:
    """An amount and its direction as camt.053 writes them."""
    direction = "DBIT" if minor < 0 else "CRDT"
    return f'<Amt Ccy="{currency}">{plain_amount(abs(minor), currency)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'


def entry(
    minor: int,
    *,
    currency: str = "EUR",
    day: date = DAY,
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    extra: str = "",
    details: str = "",
    reference: str = "",
) -> str:
    """One entry; `extra` stands before the details."""
    told = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
    inner = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return f"<Ntry>{amount(minor, currency)}{status}<BookgDt><Dt>{day}</Dt></BookgDt>{told}{extra}{inner}</Ntry>"


def detail(code: str = "", text: str = "", minor: int | None = None, currency: str = "EUR", more: str = "") -> str:
    """One transaction's details, with a name that must not be kept."""
    refs = f"<Refs><EndToEndId>{code}</EndToEndId></Refs>" if code else ""
    money = (
        f'<AmtDtls><TxAmt><Amt Ccy="{currency}">{plain_amount(minor, currency)}</Amt></TxAmt></AmtDtls>'
        if minor is not None
        else ""
    )
    remitted = f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
    return f"<TxDtls>{refs}{money}<RltdPties><Cdtr><Nm>Quentin Zyxwv</Nm></Cdtr></RltdPties>{remitted}{more}</TxDtls>"


def statement(
    entries: Sequence[str],
    opening: int,
    closing: int,
    *,
    currency: str = "EUR",
    account: str = IBAN,
    number: int = 7,
    first: date = DAY,
    last: date = DAY,
) -> str:
    """One `Stmt`."""
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{amount(minor, currency)}<Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, minor, day in (("OPBD", opening, first), ("CLBD", closing, last))
    )
    return (
        f"<Stmt><Id>S{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><FrToDt><FrDtTm>{first}T00:00:00</FrDtTm>"
        f"<ToDtTm>{last}T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>"
        f"{balances}{''.join(entries)}</Stmt>"
    )


def camt(*statements: str, version: str = "08", head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    """A whole file; each entry on its own line."""
    inner = "".join(statements).replace("<Ntry>", "\n<Ntry>")
    namespace = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    return f'{head}<Document xmlns="{namespace}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>{inner}</BkToCstmrStmt></Document>'


def camt_of(one: Statement) -> str:
    """A statement as camt.053."""
    entries = [
        entry(
            line.minor,
            currency=one.currency,
            day=line.day,
            details=detail(" ".join(line.tokens)),
            reference=line.bank_reference,
        )
        for line in one.lines
    ]
    return camt(
        statement(
            entries, one.opening, one.closing, currency=one.currency, number=one.number, first=one.first, last=one.last
        )
    )


def mt940_of(one: Statement) -> str:
    """A statement as MT940."""

    def written(minor: int) -> str:
        plain = plain_amount(abs(minor), one.currency).replace(".", ",")
        return plain if "," in plain else f"{plain},"

    def balance(minor: int, day: date) -> str:
        return f"{'D' if minor < 0 else 'C'}{day:%y%m%d}{one.currency}{written(minor)}"

    lines = [
        ":20:STARTUMS",
        f":25:{one.account}",
        f":28C:{one.number:05d}/{one.page:03d}",
        f":60F:{balance(one.opening, one.first)}",
    ]
    for line in one.lines:
        mark = "D" if line.minor < 0 else "C"
        lines.append(
            f":61:{line.day:%y%m%d}{line.day:%m%d}{mark}{written(line.minor)}NTRFNONREF//{line.bank_reference}"
        )
        lines.append(f":86:/EREF/{' '.join(line.tokens)}/NAME/Quentin Zyxwv/")
    lines += [f":62F:{balance(one.closing, one.last)}", "-"]
    return "\r\n".join(lines) + "\r\n"
