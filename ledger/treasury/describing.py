"""How the treasury's proposals describe themselves to who signs them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal, ProposalStage
from ledger.approvals.words import KINDS
from ledger.books.queries import available
from ledger.books.rules.chart import NAMES
from ledger.funds.models import Donor, Fund
from ledger.organisation import base_currency
from ledger.treasury.checklist import all_checks
from ledger.treasury.queries import value_cash
from ledger.treasury.rules.codes import LOSSES, MANUAL_REASONS, REFUND_REASONS, TRANSFER_REASONS
from ledger.web.formats import day
from ledger.web.formats import money as write_money


def _fund(session: Session, ident: str) -> str:
    fund = session.get_one(Fund, UUID(ident))
    return f"{fund.name} ({fund.code})"


def _paying(session: Session, proposal: Proposal, said: dict[str, Any], reasons: dict[str, str]) -> Description:
    money, fund = said["money"], UUID(said["fund"])
    told = Description(_(KINDS[said["kind"]]), link=url_for("treasury.index"))
    told.facts = [
        (_("Amount"), write_money(money["minor"], money["currency"])),
        (_("Fund"), _fund(session, said["fund"])),
        (_("Reason"), _(reasons[said["reason"]])),
    ]
    if proposal.stage is ProposalStage.OPEN and said["kind"] != "manual" and not said["content"].get("contribution"):
        left = available(session, fund, money["currency"])
        told.before_after = [(_("The fund can promise"), left, left - money["minor"], money["currency"])]
        if left < money["minor"]:
            told.warnings.append(_("The fund does not hold enough for this any more; it cannot be approved now."))
    return told


def _rates(_session: Session, _proposal: Proposal, said: dict[str, Any]) -> Description:
    told = Description(_(KINDS["rates"]), link=url_for("treasury.rates"))
    told.facts = [
        (
            _("1 %(code)s", code=one["currency"]),
            _(
                "%(rate)s %(base)s, %(source)s, %(day)s",
                rate=one["rate"],
                base=one["base"],
                source=one["source"],
                day=day(date.fromisoformat(one["date"])),
            ),
        )
        for one in said["content"]["rates"]
    ]
    told.warnings.append(_("Look each rate up at its source. It is never replaced."))
    return told


def _transfer(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    told, content = _paying(session, proposal, said, TRANSFER_REASONS), said["content"]
    told.facts += [(_("To the fund"), _fund(session, content["to"])), (_("In the account"), content["cash"])]
    for consent in content["consents"]:
        donor = session.get_one(Donor, UUID(consent["donor"]))
        when = day(date.fromisoformat(consent["date"]))
        told.facts.append((_("Consent of %(donor)s", donor=donor.code), f"{consent['code']}, {when}"))
    return told


def _refund(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    told, content = _paying(session, proposal, said, REFUND_REASONS), said["content"]
    told.facts.append((_("Donor"), session.get_one(Donor, UUID(content["donor"])).code))
    of = _("A gift held in advance") if content["contribution"] else _("What the fund received")
    told.facts.append((_("Out of"), of))
    return told


def _loss(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    told = _paying(session, proposal, said, LOSSES)
    told.facts.append((_("From the account"), said["content"]["cash"]))
    return told


def _revaluation(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    content, base = said["content"], base_currency(session)
    on = date.fromisoformat(content["date"])
    told = Description(_(KINDS["revaluation"]), link=url_for("treasury.revaluation"))
    told.facts = [(_("Day"), day(on)), (_("Lines"), str(content["count"]))]
    told.facts += [
        (_("1 %(code)s", code=code), f"{rate['rate']} {rate['base']}, {rate['source']}, {rate['date']}")
        for code, rate in sorted(content["rates"].items())
    ]
    told.facts.append((_("Hash of all lines"), content["lines_sha256"]))
    if proposal.stage is ProposalStage.OPEN:
        lines = value_cash(session, base, on).lines
        told.before_after = [
            (f"{line.cash}, {_fund(session, str(line.fund))}", line.base, line.worth, base)
            for line in lines
            if line.base != line.worth
        ]
    return told


def _period(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    until = date.fromisoformat(said["content"]["until"])
    told = Description(_(KINDS["period"]), link=url_for("treasury.periods"))
    told.facts = [(_("The books are closed until"), day(until))]
    if proposal.stage is ProposalStage.OPEN:
        told.warnings.append(_("This is never undone: what comes late goes to the first open day."))
        for check in all_checks():
            left = check.left(session, until)
            if left:
                told.facts.append((_(check.label), ", ".join(left[:10])))
    return told


def _manual(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
    told, content, currency = (
        _paying(session, proposal, said, MANUAL_REASONS),
        said["content"],
        said["money"]["currency"],
    )
    told.facts.append((_("Day"), day(date.fromisoformat(content["date"]))))
    for line in content["lines"]:
        side = _("debit %(amount)s") if line["minor"] > 0 else _("credit %(amount)s")
        words = side % {"amount": write_money(abs(line["minor"]), currency)}
        told.facts.append((f"{line['account']} {_(NAMES[line['account']])}", words))
    told.warnings.append(_("No document of the ledger stands behind this entry. Ask for what does."))
    return told


for _kind, _describe in {
    "rates": _rates,
    "transfer": _transfer,
    "refund": _refund,
    "loss": _loss,
    "revaluation": _revaluation,
    "period": _period,
    "manual": _manual,
}.items():
    describe_kind(_kind, _describe)
