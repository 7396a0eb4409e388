"""The bytes of a payment file, head first: how many and how much is known before the first payment is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from ledger.banking.characters import carried, carried_name
from ledger.banking.pain001.order import VERSIONS, Checked, Order, Payment
from ledger.errors import Misuse
from ledger.money import plain_amount

_NAME, _REFERENCE = 70, 140
_NEWER = VERSIONS[0]


def write(order: Order, payments: Iterable[Payment]) -> Iterator[bytes]:
    """Give the file part by part. `payments` may be read once, and only one of them is held at a time.

    Raises Refusal that names the payment's code and field for what banks cannot carry, before the bytes of that
    payment are given; Misuse where the payments are not the ones counted in the order.
    """
    order.check()
    payer = carried_name(order.payer, "payer", _NAME, order.message)
    yield _head(order, payer)
    count = total = 0
    for payment in payments:
        count, total = count + 1, total + payment.minor
        yield tostring(_payment(order, payer, payment), encoding="unicode").encode()
    if (count, total) != (order.count, order.total):
        message = "a payment file holds the payments that it was ordered for"
        raise Misuse(message)
    yield b"</PmtInf></CstmrCdtTrfInitn></Document>\n"


def _head(order: Order, payer: str) -> bytes:
    ours = order.account.checked(order.service, order.message)
    total = plain_amount(order.total, order.currency)
    header, info = Element("GrpHdr"), Element("PmtInf")
    _texts(header, MsgId=order.message, CreDtTm=order.made.strftime("%Y-%m-%dT%H:%M:%S"))
    _texts(header, NbOfTxs=str(order.count), CtrlSum=total)
    _texts(SubElement(header, "InitgPty"), Nm=payer)
    # Booked together, payments would stand on the statement as one line that matches none of them.
    _texts(info, PmtInfId=order.message, PmtMtd="TRF", BtchBookg="false", NbOfTxs=str(order.count), CtrlSum=total)
    _texts(SubElement(SubElement(info, "PmtTpInf"), "SvcLvl"), Cd=order.service.value)
    if order.version == _NEWER:
        _texts(SubElement(info, "ReqdExctnDt"), Dt=order.day.isoformat())
    else:
        _texts(info, ReqdExctnDt=order.day.isoformat())
    _texts(SubElement(info, "Dbtr"), Nm=payer)
    account = SubElement(info, "DbtrAcct")
    _number(account, ours)
    _texts(account, Ccy=order.currency)
    _bank(SubElement(info, "DbtrAgt"), order, ours)
    _texts(info, ChrgBr=order.charges)
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{order.version}"
    begun: bytes = tostring(info, encoding="utf-8").removesuffix(b"</PmtInf>")
    opened = f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace}"><CstmrCdtTrfInitn>'
    written: bytes = tostring(header, encoding="utf-8")
    return opened.encode() + written + begun


def _payment(order: Order, ours: str, one: Payment) -> Element:
    theirs = one.account.checked(order.service, one.code)
    name = carried_name(one.name, "holder", _NAME, one.code)
    payer = carried(one.payer, "statement_payer", _NAME, one.code)
    reference = carried(one.reference, "statement_reference", _REFERENCE, one.code)
    written = Element("CdtTrfTxInf")
    _texts(SubElement(written, "PmtId"), EndToEndId=one.code)
    amount = SubElement(SubElement(written, "Amt"), "InstdAmt", Ccy=order.currency)
    amount.text = plain_amount(one.minor, order.currency)
    if payer and payer != ours:
        _texts(SubElement(written, "UltmtDbtr"), Nm=payer)
    if theirs.bic or theirs.clearing:
        _bank(SubElement(written, "CdtrAgt"), order, theirs)
    _texts(SubElement(written, "Cdtr"), Nm=name)
    _number(SubElement(written, "CdtrAcct"), theirs)
    if reference:
        _texts(SubElement(written, "RmtInf"), Ustrd=reference)
    return written


def _number(parent: Element, account: Checked) -> None:
    place = SubElement(parent, "Id")
    if account.iban:
        _texts(place, IBAN=account.iban)
    else:
        _texts(SubElement(place, "Othr"), Id=account.other)


def _bank(parent: Element, order: Order, account: Checked) -> None:
    place = SubElement(parent, "FinInstnId")
    if account.bic:
        _texts(place, **{"BICFI" if order.version == _NEWER else "BIC": account.bic})
    elif account.clearing:
        member = SubElement(place, "ClrSysMmbId")
        _texts(SubElement(member, "ClrSysId"), Cd=account.clearing[0])
        _texts(member, MmbId=account.clearing[1])
    else:
        _texts(SubElement(place, "Othr"), Id="NOTPROVIDED")


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text
