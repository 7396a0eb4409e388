"""How proposals about loans describe themselves to their approvers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.approvals.descriptions import Description, describe_kind
from ledger.approvals.models import Proposal
from ledger.approvals.words import KINDS
from ledger.awards.describing import dated
from ledger.awards.models import Award
from ledger.awards.overlap_lines import overlaps_shown
from ledger.loans.models import Loan
from ledger.loans.words import GRANT_KINDS
from ledger.web.formats import day, money

More = Callable[[Description, Loan, dict[str, Any]], None]


def _describe_with(more: More) -> Callable[[Session, Proposal, dict[str, Any]], Description]:
    def describe(session: Session, proposal: Proposal, said: dict[str, Any]) -> Description:
        loan, award = session.get_one(Loan, proposal.subject), session.get_one(Award, proposal.subject)
        told = Description(_(KINDS[proposal.kind]), link=url_for("loans.show", reference=award.reference))
        told.facts = [
            (_("Award"), award.reference),
            (_("Beneficiary"), award.beneficiary),
            (_("Lent"), money(loan.lent_minor, loan.currency)),
            (_("Paid back"), money(loan.repaid_minor, loan.currency)),
            (_("Outstanding"), money(loan.outstanding_minor, loan.currency)),
            (_("Oldest unpaid part due on"), day(loan.oldest_due) or "–"),
        ]
        if loan.suspended:
            told.warnings.append(_("This loan is suspended."))
        told.overlaps = overlaps_shown(session, proposal)
        more(told, loan, said)
        return told

    return describe


def _allowance(told: Description, loan: Loan, said: dict[str, Any]) -> None:
    told.before_after = [(_("Set aside"), loan.allowance_minor, said["content"]["minor"], loan.currency)]


def _write_off(told: Description, loan: Loan, said: dict[str, Any]) -> None:
    left = loan.outstanding_minor - said["money"]["minor"]
    told.before_after = [(_("Outstanding"), loan.outstanding_minor, left, loan.currency)]
    told.warnings.append(_("What is written off is a loss of the fund; it can still be recovered later."))


def _reschedule(told: Description, loan: Loan, said: dict[str, Any]) -> None:
    told.repayments = dated(said["content"]["repayments"], loan.currency)
    told.facts.append((_("Rescheduled before"), str(loan.rescheduled)))
    told.warnings.append(_("A loan that was rescheduled stays in the portfolio at risk until it is paid back."))


def _resume(told: Description, _loan: Loan, _said: dict[str, Any]) -> None:
    told.warnings.append(_("Ask the officer how they know that asking for the money is safe again."))


def _grant(told: Description, loan: Loan, said: dict[str, Any]) -> None:
    _write_off(told, loan, said)
    told.facts.append((_("Turned into"), _(GRANT_KINDS[said["content"]["award_kind"]])))
    told.warnings = [_("What was lent is given: it becomes spending of the fund, and cannot be asked for any more.")]


for _name, _more in (
    ("loan_allowance", _allowance),
    ("loan_write_off", _write_off),
    ("loan_reschedule", _reschedule),
    ("loan_resume", _resume),
    ("loan_grant", _grant),
):
    describe_kind(_name, _describe_with(_more))
