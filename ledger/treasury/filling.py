"""What the treasury's forms offer to choose from, and the one way in which all of them are sent."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.approvals.models import Proposal
from ledger.errors import Refusal
from ledger.funds.queries import all_donors, all_funds
from ledger.treasury.queries import all_cash
from ledger.web.context import unit
from ledger.web.fields import Form
from ledger.web.refusals import refusal_of
from ledger.work import Work

Choices = list[tuple[str, str]]


def sent(form: Form, act: Callable[[Work], str], done: str) -> Answer | None:
    """Carry out what a form asks for and lead on to where `act` says; None where the form is to be shown again."""
    if not form.validate_on_submit():
        return None
    try:
        with unit(form) as work:
            work.location = act(work)
    except IntegrityError as error:
        form.refuse(refusal_of(error))
        return None
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    flash(done, "done")
    return redirect(work.location, 303)


def page_of(proposal: Proposal) -> str:
    """Return where a proposal is read and signed."""
    return f"/proposals/{proposal.reference}"


def fund_choices(session: Session) -> Choices:
    """Return the funds to choose from."""
    return [(fund.code, f"{fund.code} ({fund.currency})") for fund in all_funds(session)]


def donor_choices(session: Session) -> Choices:
    """Return the donors to choose from."""
    return [(donor.code, donor.code) for donor in all_donors(session)]


def cash_choices(session: Session) -> Choices:
    """Return the cash accounts to choose from."""
    return [(account.code, f"{account.code} ({account.currency})") for account in all_cash(session)]


def currency_choices(session: Session) -> Choices:
    """Return the currencies in which there is a cash account."""
    codes = sorted({account.currency for account in all_cash(session)})
    return [(code, code) for code in codes]
