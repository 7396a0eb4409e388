"""The forms of funds, treasury, statements and past awards, each with something that waits for it."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ledger.books.models import CashAccount
from ledger.disbursements.queries import payment_code
from ledger.funds.models import Contribution, Donor, Fund
from ledger.money import Money
from ledger.statements import queries
from ledger.statements.actions.book import book_line
from ledger.treasury.actions.bookings import propose_loss
from ledger.treasury.actions.exchanges import Side, announce_exchange
from ledger.treasury.actions.gifts import announce_conditional, hold_in_advance, say_met
from ledger.treasury.actions.refunds import propose_refund
from ledger.treasury.models import ConditionMet
from tests.banking.written import camt, entry, statement
from tests.builders import World, announce, approved, give, heard, inside, sent, sign
from tests.office import Office
from tests.together.pressing import Press, Waiting
from tests.treasury.house import announced, exchanged, fund_of, opened, other_fund, rated, shown

TODAY = "2026-01-05"


def plain(who: str, url: str, _office: Office, **fields: Any) -> Press:
    """A form that needs nothing to be there."""
    return Press(who, url, url, fields)


def exchange(office: Office) -> Press:
    """Two accounts in two currencies."""
    opened(office.world, "bank-kes", "KES")
    fields = {"fund": "FUND", "sold_cash": "main-eur", "amount": "10.00", "bought_cash": "bank-kes"}
    return plain("farah", "/treasury/exchanges/new", office, **fields, bought="1,400", day=TODAY)


def on_exchange(act: str, office: Office, **fields: Any) -> Press:
    """An exchange that was announced."""
    world = office.world
    with world.store.work(world.actors["farah"]) as work:
        sides = Side("main-eur", 1_000), Side("bank-kes", 140_000)
        found = announce_exchange(work, fund_of(work, world), *sides, work.at.date()).reference
    url = f"/treasury/exchanges/{found}"
    return Press("farah", url, f"{url}{act}", fields)


def transfer(office: Office) -> Press:
    """Two funds of one donor, whose consent is there."""
    other_fund(office.world)
    fields = {"giving": "FUND", "taking": "OTHER", "cash": "main-eur", "amount": "5.00", "reason": "fund_ends"}
    return plain("amina", "/treasury/transfers/new", office, **fields, consent="mail-17", consent_day="2026-01-04")


def held_gift(world: World) -> UUID:
    """A gift on a condition, whose money is there."""
    with world.store.work(world.actors["amina"]) as work:
        donor = work.session.get_one(Donor, world.donor)
        gift = announce_conditional(work, fund_of(work, world), donor, Money(9_000, "EUR"), "report").id
    with world.store.work(world.actors["farah"]) as work:
        hold_in_advance(work, work.session.get_one(Contribution, gift), shown(work, "main-eur", "EUR", 9_000))
    return gift


def on_gift(act: str, office: Office, **fields: Any) -> Press:
    """A gift that is held in advance."""
    url = f"/treasury/gifts/{held_gift(office.world)}/{act}"
    return Press("amina", url, url, fields)


def earning(office: Office) -> Press:
    """A condition that an officer says is met."""
    world, gift = office.world, held_gift(office.world)
    with world.store.work(world.actors["amina"]) as work:
        say_met(work, work.session.get_one(Contribution, gift), 3_000, "matched")
    with world.store.reading() as session:
        said = session.scalars(select(ConditionMet.id).where(ConditionMet.contribution_id == gift)).one()
    return Press("farah", "/treasury/gifts", f"/treasury/gifts/earn/{said}")


def found_loss(office: Office) -> Press:
    """A loss that was signed, of money that was there after all."""
    world = office.world
    with world.store.work(world.actors["goran"]) as work:
        fund, account = work.session.get_one(Fund, world.fund), work.session.get_one(CashAccount, "main-eur")
        proposal = propose_loss(work, fund, account, 700, "counting")
        ident, loss = proposal.id, proposal.subject
    sign(world, "carla", ident)
    return Press("farah", "/treasury", f"/treasury/losses/{loss}/cancel")


def kept_refund(office: Office) -> Press:
    """A refund that was signed, and that the donor leaves after all."""
    world = office.world
    with world.store.work(world.actors["amina"]) as work:
        fund, donor = work.session.get_one(Fund, world.fund), work.session.get_one(Donor, world.donor)
        proposal = propose_refund(work, fund, donor, Money(700, "EUR"), "unspent")
        ident, refund = proposal.id, proposal.subject
    sign(world, "carla", ident)
    return Press("farah", "/treasury", f"/treasury/refunds/{refund}/cancel")


def not_coming(office: Office) -> Press:
    """A gift that was announced and does not come."""
    gift = announced(office.world, 900)
    return Press("amina", "/treasury/gifts", f"/treasury/gifts/{gift}/withdraw")


def not_met(office: Office) -> Press:
    """Take the same back."""
    said = earning(office).action.rpartition("/")[2]
    return Press("farah", "/treasury/gifts", f"/treasury/gifts/not-met/{said}")


def digital(office: Office) -> Press:
    """A gift that came in digital currency."""
    url = f"/treasury/gifts/{announced(office.world, 10_000)}/digital"
    fields = {"asset": "BTC", "network": "bitcoin", "amount": "0.01", "transaction": "c0ffee" * 8}
    return Press("farah", url, url, {**fields, "rate": "60000", "source": "exchange"})


def upload(office: Office) -> Press:
    """A statement that goes on where the last one ends."""
    with office.world.store.reading() as session:
        last = queries.last_statement(session, "main-eur")
    assert last is not None
    day = office.world.clock.now().date()
    text = camt(statement([entry(777)], last.closing, last.closing + 777, first=day, last=day))
    content = text.replace("<BookgDt><Dt>2026-03-02", f"<BookgDt><Dt>{day}").encode()
    fields = {"cash": "main-eur", "act": "take", "file": content}
    return Press("farah", "/statements/new", "/statements/new", fields)


def waiting_line(office: Office, minor: int) -> str:
    """The page of a line that waits."""
    with office.world.store.work(office.world.actors["farah"]) as work:
        return f"/statements/lines/{heard(work, [(minor, '')])[0]}"


def line(office: Office) -> Press:
    """A line that is a gift."""
    url = waiting_line(office, 5_000)
    fields = {"use": "contribution", "target": str(announce(office.world, 5_000))}
    return Press("farah", url, url, fields)


def aside(office: Office) -> Press:
    """A line of which nobody knows what it is."""
    url = waiting_line(office, -450)
    return Press("farah", url, f"{url}/aside", {"why": "asked_bank"})


def match(office: Office) -> Press:
    """A payment whose debit waits for a gift, which has come in since."""
    world = office.world
    approved(world, 1_000)
    run = sent(world)
    with world.store.reading() as session:
        code = payment_code(session, inside(session, run)[0]) or ""
        account = queries.cash_account(session, "main-eur")
        held = queries.reconciliation(session, account).booked
    with world.store.work(world.actors["farah"]) as work:
        (gone,) = heard(work, [(-held, "")])
        book_line(work, queries.line(work.session, gone), "wrong_debit", str(world.fund))
    with world.store.work(world.actors["farah"]) as work:
        heard(work, [(-1_000, code)])
    give(world, 500_000)
    return Press("farah", "/accounts/main-eur", "/accounts/main-eur/match")


def claim(office: Office) -> Press:
    """A debit that the bank does not give back."""
    with office.world.store.work(office.world.actors["farah"]) as work:
        (wrong,) = heard(work, [(-300, "")])
        book_line(work, queries.line(work.session, wrong), "wrong_debit", str(office.world.fund))
    url = f"/statements/claims/{wrong}/give-up"
    return Press("farah", url, url, {"reason": "bank_refuses"})


def past_awards(office: Office) -> Press:
    """A file of past awards."""
    grant = {
        "id": "360G-1", "title": "T", "amountAwarded": 100.01, "currency": "EUR", "awardDate": "2019-03-01",
        "fundingOrganization": [{"id": "GB-CHC-1", "name": "N"}],
        "recipientIndividual": {"id": "secret-recipient-1", "name": "N"},
    }  # fmt: skip
    content = json.dumps({"grants": [grant]}).encode()
    return Press("amina", "/past-awards", "/past-awards", {"act": "propose", "file": content, "rates": ""})


def valuation(office: Office) -> Press:
    """Foreign cash, and a rate for it, on a day that is over."""
    exchanged(office.world, Side("main-eur", 1_000), Side("bank-kes", 140_000))
    rated(office.world, ("KES", "0.0068"))
    office.world.clock.move(timedelta(days=1))
    return plain("farah", "/treasury/valuation/new", office, act="propose", day=TODAY)


def period(office: Office) -> Press:
    """A day that is over."""
    return plain("farah", "/treasury/periods/new", office, act="propose", until=TODAY)


MANUAL = {
    "fund": "FUND", "currency": "EUR", "day": TODAY, "reason": "correction",
    "lines-0-account": "5300", "lines-0-debit": "7.00", "lines-1-account": "5100", "lines-1-credit": "7.00",
}  # fmt: skip
FUND = {
    "code": "NEW", "name": "New", "donor": "-", "currency": "EUR", "opens": TODAY, "closes": "2026-12-31",
}  # fmt: skip
REFUND = {"fund": "FUND", "donor": "DONOR", "currency": "EUR", "amount": "2.00", "reason": "unspent"}
LOSS = {"fund": "FUND", "cash": "main-eur", "amount": "1.00", "reason": "counting"}
GIFT = {"fund": "FUND", "donor": "DONOR", "amount": "9.00", "condition": "report"}

BUDGET = {"method": "average", "lines-0-code": "A1", "lines-0-amount": "1,000.50", "items-0-line": "A1"}

FORMS: dict[str, Waiting] = {
    "funds.new_donor": partial(plain, "amina", "/donors/new", code="GIVER", name="Giver"),
    "funds.new_fund": partial(plain, "amina", "/funds-new", **FUND),
    "funds.new_budget": partial(plain, "amina", "/budgets/new/FUND", **BUDGET),
    "funds.new_contribution": partial(plain, "amina", "/contributions/new/FUND", donor="DONOR", amount="9.00"),
    "treasury.new_account": partial(
        plain, "farah", "/treasury/accounts/new", code="box-eur", kind="cash_box", currency="EUR", number=""
    ),
    "treasury.number": partial(plain, "farah", "/treasury/accounts/box-eur/number", number="KE0124"),
    "treasury.new_exchange": exchange,
    "treasury.exchange": partial(on_exchange, "", bought="1,300"),
    "treasury.cancel_exchange": partial(on_exchange, "/cancel"),
    "treasury.new_rates": partial(
        plain, "farah", "/treasury/rates/new", act="propose", rates="TND 0.2951 ECB 2026-01-02"
    ),
    "treasury.new_transfer": transfer,
    "treasury.new_refund": partial(plain, "amina", "/treasury/refunds/new", **REFUND),
    "treasury.new_conditional": partial(plain, "amina", "/treasury/gifts/new", **GIFT),
    "treasury.met": partial(on_gift, "met", amount="3.00", evidence="matched"),
    "treasury.earn": earning,
    "treasury.not_met": not_met,
    "treasury.withdraw_gift": not_coming,
    "treasury.cancel_refund": kept_refund,
    "treasury.refund_gift": partial(on_gift, "refund", amount="6.00", reason="withdrawn"),
    "treasury.digital": digital,
    "treasury.cancel_loss": found_loss,
    "treasury.new_loss": partial(plain, "farah", "/treasury/losses/new", **LOSS),
    "treasury.new_manual": partial(plain, "farah", "/treasury/manual/new", **MANUAL),
    "statements.line": line,
    "statements.aside": aside,
    "statements.describe": partial(plain, "farah", "/accounts/main-eur/described", number="DE89370400440532013000"),
    "statements.upload": upload,
    "statements.match_again": match,
    "statements.give_up": claim,
    "intake.index": past_awards,
    "treasury.new_revaluation": valuation,
    "treasury.new_period": period,
}
"""In this order: the last ones end what the others need."""
