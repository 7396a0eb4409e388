"""One entry of a camt.053: a single movement, or a batch whose details become a line each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element

from ledger.banking.amounts import minor_or
from ledger.banking.statement import Kind, StatementLine, bank_reference_from, reason_from, tokens_in
from ledger.banking.trouble import DOWNLOAD, Trouble, Troubles
from ledger.errors import N_, Refusal

_CHARGES = {"CHRG", "COMM", "COME", "COMI", "COMT", "FEES"}
_INTEREST = {"INTR"}
_RETURNS = {"RRTN", "RPCR", "UPCT", "UPDD", "PRDD"}
_TEXTS = ("Refs/EndToEndId", "Refs/InstrId", "Refs/PmtInfId", "RmtInf/Strd/CdtrRefInf/Ref")
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt")
_CHARGES_AT = ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt", "Chrgs/Amt")


@dataclass(slots=True)
class Taking:
    """The lines of one statement in the making, and what is wrong with them."""

    currency: str
    lines: list[StatementLine] = field(default_factory=list)
    troubles: Troubles = field(default_factory=Troubles)
    mark: int = 0
    """What the next line is told from others by: from the text of its entry, and from its place in it."""

    def wrong(self, line: int, sentence: str, mend: str = DOWNLOAD, **values: object) -> None:
        """Write down what is wrong, and go on."""
        self.troubles.append(Trouble(line, sentence, mend, values))

    def add(self, day: date, minor: int, details: Element, entry: Element, line: int) -> None:
        """Write down one movement."""
        self.mark = hash((self.mark, ""))
        returned = details.find("RtrInf/Rsn/Cd")
        kind = kind_of(details, entry)
        self.lines.append(
            StatementLine(
                len(self.lines) + 1,
                day,
                minor,
                _tokens(details, entry),
                bank_reference_from(entry.findtext("AcctSvcrRef") or details.findtext("Refs/AcctSvcrRef")),
                kind,
                reason_from(returned.text if returned is not None else None),
                line,
                mark=self.mark,
            )
        )


def take_entry(taking: Taking, entry: Element, line: int) -> None:
    """Add an entry's movements; an entry that is not booked yet is none."""
    status = entry.findtext("Sts/Cd") or (entry.findtext("Sts") or "").strip()
    if status not in {"BOOK", ""}:
        return
    minor, day = signed_amount(taking, entry, entry, line), booked_day(entry)
    if day is None:
        taking.wrong(line, N_("This entry has no day on which it was booked."))
    if minor is None or day is None:
        return
    taking.mark = hash("\n".join(entry.itertext()))
    details = entry.findall("NtryDtls/TxDtls")
    if len(details) <= 1:
        taking.add(day, minor, details[0] if details else entry, entry, line)
        return
    _take_batch(taking, entry, minor, day, line)


def _take_batch(taking: Taking, entry: Element, minor: int, day: date, line: int) -> None:
    shares = _shares(taking, entry, minor, line)
    left = minor - sum(shares)
    if not shares or (left and abs(left) != _charges(taking, entry, line)):
        # Nobody says how the sum is made up: it is one line, which waits for a person.
        taking.add(day, minor, Element("TxDtls"), entry, line)
        return
    for one, share in zip(entry.findall("NtryDtls/TxDtls"), shares, strict=True):
        taking.add(day, share, one, entry, line)
    if left:
        charge = Element("TxDtls")
        charge.append(_charge_code())
        taking.add(day, left, charge, Element("Ntry"), line)


def _shares(taking: Taking, entry: Element, minor: int, line: int) -> list[int]:
    """Return what each of an entry's details moved, or nothing where one does not say it in the account's currency."""
    details = entry.findall("NtryDtls/TxDtls")
    if any(_amount_of(one, taking.currency).get("Ccy") != taking.currency for one in details):
        return []
    signed = [signed_amount(taking, one, entry, line) for one in details]
    shares = [share for share in signed if share is not None]
    if len(shares) < len(details):
        return []
    # Where an entry is a reversal, some banks let its details say what was reversed.
    return [-share for share in shares] if sum(shares) == -minor else shares


def _amount_of(one: Element, currency: str) -> Element:
    """Return the amount of one of an entry's details, that in this currency before others."""
    found = [element for path in _AMOUNTS if (element := one.find(path)) is not None]
    return next((element for element in found if element.get("Ccy") == currency), found[0] if found else Element("Amt"))


def _charges(taking: Taking, entry: Element, line: int) -> int:
    ways = (entry.findall(path) for path in _CHARGES_AT)
    found = next((elements for elements in ways if elements), [])
    read = [read_amount(taking, one, line) for one in found if one.get("Ccy") == taking.currency]
    return sum(minor for minor in read if minor is not None)


def _charge_code() -> Element:
    code, domain, family, sub = (Element(name) for name in ("BkTxCd", "Domn", "Fmly", "SubFmlyCd"))
    sub.text = "CHRG"
    family.append(sub)
    domain.append(family)
    code.append(domain)
    return code


def signed_amount(taking: Taking, one: Element, entry: Element, line: int) -> int | None:
    """Return the amount of an entry or of one of its details, by its own or its entry's direction."""
    found = one.find("Amt") if one is entry else _amount_of(one, taking.currency)
    if found is None:
        taking.wrong(line, N_("This entry has no amount."))
        return None
    minor = read_amount(taking, found, line)
    direction = one.findtext("CdtDbtInd") or entry.findtext("CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        taking.wrong(line, N_("This entry does not say whether money came or went."))
        return None
    return minor if minor is None or direction == "CRDT" else -minor


def read_amount(taking: Taking, element: Element, line: int) -> int | None:
    """Return an amount in minor units, or write down what is wrong with it."""
    currency = element.get("Ccy", taking.currency)
    taking.currency = taking.currency or currency
    if currency != taking.currency:
        taking.wrong(
            line,
            N_("This amount is in %(other)s, but the statement is in %(currency)s."),
            N_("Ask the bank for the statement of an account in one currency."),
            other=currency[:3],
            currency=taking.currency,
        )
        return None
    if "-" in (element.text or ""):
        taking.wrong(line, N_("This amount has a sign; the direction stands beside it."))
        return None
    minor = minor_or(_decimal((element.text or "").strip()), currency)
    if isinstance(minor, Refusal):
        taking.troubles.append(Trouble(line, minor.sentence, DOWNLOAD, minor.values))
        return None
    return minor


def _decimal(text: str) -> str:
    """Write a number of XML, which may begin with zeros or a point, or end with one, as the ledger writes numbers."""
    whole, _, part = text.partition(".")
    whole = whole.lstrip("0") or whole[:1]
    return f"{whole or '0'}.{part}" if part else whole


def booked_day(one: Element, *paths: str) -> date | None:
    """Return the day of an entry or a balance: as booked, else as valued."""
    for path in paths or ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        text = (one.findtext(path) or "").strip()
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            continue
    return None


def kind_of(details: Element, entry: Element) -> Kind:
    """Tell what sort of movement it is by its bank transaction code and whether it says why it came back."""
    if details.find("RtrInf") is not None or entry.findtext("RvslInd") in {"true", "1"}:
        return Kind.RETURN
    code = details.find("BkTxCd/Domn")
    code = code if code is not None else entry.find("BkTxCd/Domn")
    if code is None:
        return Kind.OTHER
    sub = code.findtext("Fmly/SubFmlyCd") or ""
    known = ((_RETURNS, Kind.RETURN), (_CHARGES, Kind.CHARGE), (_INTEREST, Kind.INTEREST))
    found = next((kind for codes, kind in known if sub in codes), None)
    return found or (Kind.TRANSFER if code.findtext("Cd") == "PMNT" else Kind.OTHER)


def _tokens(details: Element, entry: Element) -> tuple[str, ...]:
    texts = [details.findtext(path) for path in _TEXTS]
    texts += [one.text for one in details.findall("RmtInf/Ustrd")]
    texts += [details.findtext("AddtlTxInf"), details.findtext("RtrInf/AddtlInf")]
    if details is entry or not any(tokens_in(texts)):
        texts += [entry.findtext("AddtlNtryInf") if len(entry.findall("NtryDtls/TxDtls")) < 2 else None]  # noqa: PLR2004
    return tokens_in(texts)
