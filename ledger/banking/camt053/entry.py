"""One entry of a camt.053: a single movement, or a batch whose details become a line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element

from ledger.banking.amounts import minor_or
from ledger.banking.statement import Kind, StatementLine, bank_reference_from, reason_from, tokens_in
from ledger.banking.trouble import DOWNLOAD, Trouble, Troubles
from ledger.errors import N_, Refusal
from ledger.money import plain_amount

_CHARGES = {"CHRG", "COMM", "COME", "COMI", "COMT", "FEES"}
_INTEREST = {"INTR"}
_RETURNS = {"RRTN", "RPCR", "UPCT", "UPDD", "PRDD"}
_TEXTS = ("Refs/EndToEndId", "Refs/InstrId", "Refs/PmtInfId", "RmtInf/Strd/CdtrRefInf/Ref")
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt")


@dataclass(slots=True)
class Taking:
    """The lines of one statement in the making, and what is wrong with them."""

    currency: str
    lines: list[StatementLine] = field(default_factory=list)
    troubles: Troubles = field(default_factory=Troubles)

    def wrong(self, line: int, sentence: str, mend: str = DOWNLOAD, **values: object) -> None:
        """Write down what is wrong, and go on."""
        self.troubles.append(Trouble(line, sentence, mend, values))

    def add(self, day: date, minor: int, details: Element, entry: Element, line: int) -> None:
        """Write down one movement."""
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
    details = entry.findall("NtryDtls/TxDtls")
    if len(details) <= 1:
        taking.add(day, minor, details[0] if details else entry, entry, line)
        return
    _take_batch(taking, entry, minor, day, line)


def _take_batch(taking: Taking, entry: Element, minor: int, day: date, line: int) -> None:
    details = entry.findall("NtryDtls/TxDtls")
    if not any(one.find(path) is not None for one in details for path in _AMOUNTS):
        # Nobody says how the sum is made up: it is one line, which waits for a person.
        taking.add(day, minor, Element("TxDtls"), entry, line)
        return
    shares = [signed_amount(taking, one, entry, line) for one in details]
    whole = [share for share in shares if share is not None]
    if len(whole) < len(shares):
        return
    left = minor - sum(whole)
    charges = sum(_charges(taking, entry, line)) if left else 0
    if left and abs(left) != charges:
        taking.wrong(
            line,
            N_("The details of this entry come to %(total)s, but the entry is %(amount)s."),
            N_("Ask the bank for a statement whose details are complete."),
            total=plain_amount(sum(whole), taking.currency),
            amount=plain_amount(minor, taking.currency),
        )
        return
    for one, share in zip(details, whole, strict=True):
        taking.add(day, share, one, entry, line)
    if left:
        charge = Element("TxDtls")
        charge.append(_charge_code())
        taking.add(day, left, charge, Element("Ntry"), line)


def _charges(taking: Taking, entry: Element, line: int) -> Iterator[int]:
    for path in ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt", "Chrgs/Amt"):
        found = [read_amount(taking, one, line) for one in entry.findall(path)]
        if found:
            yield from (one for one in found if one is not None)
            return


def _charge_code() -> Element:
    code, domain, family, sub = (Element(name) for name in ("BkTxCd", "Domn", "Fmly", "SubFmlyCd"))
    sub.text = "CHRG"
    family.append(sub)
    domain.append(family)
    code.append(domain)
    return code


def signed_amount(taking: Taking, one: Element, entry: Element, line: int) -> int | None:
    """Return the amount of an entry or of one of its details, by its own or its entry's direction."""
    found = next((element for path in _AMOUNTS if (element := one.find(path)) is not None), None)
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
    minor = minor_or(element.text or "", currency)
    if isinstance(minor, Refusal):
        taking.troubles.append(Trouble(line, minor.sentence, DOWNLOAD, minor.values))
        return None
    return minor


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
