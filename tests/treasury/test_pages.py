"""The pages of the treasury as people use them: what is typed becomes what was meant, and what is wrong is said."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from ledger.approvals.models import Proposal
from ledger.books.models import CashAccount, ExchangeRate, Period
from ledger.funds.models import Contribution
from ledger.treasury.actions.gifts import hold_in_advance
from ledger.treasury.models import Exchange, GiftCondition
from tests.agreement.replaying import replayed
from tests.office import Clerk, Office
from tests.treasury.house import announced, on_day, opened, other_fund, shown
from tests.web.browsing import form_on

ACCOUNT = {"code": "bank-kes", "kind": "bank", "currency": "KES", "number": "KE 0123"}
EXCHANGE = {
    "fund": "FUND",
    "sold_cash": "main-eur",
    "amount": "1,000.00",
    "bought_cash": "bank-kes",
    "bought": "140,000",
}


@pytest.fixture
def office(little_office: Office) -> Iterator[Office]:
    """A house with its pages; its log holds before the auditor at the end."""
    yield little_office
    assert replayed(little_office.world).findings == []


def approve(office: Office, who: Clerk, kind: str) -> None:
    """Read the one open proposal of a kind, and sign it."""
    with office.world.store.reading() as session:
        query = select(Proposal.reference).where(Proposal.kind == kind, Proposal.stage == "open")
        reference = session.scalars(query).one()
    page = who.get(f"/proposals/{reference}")
    assert page.status_code == 200
    answer = who.sign(f"/proposals/{reference}", verdict="approve")
    assert answer.status_code == 303, answer.text


def test_finance_opens_an_account_and_exchanges_into_it(office: Office) -> None:
    """Typed amounts are read in each account's currency; the exchange is corrected and given up on its page."""
    farah, carla = office.enter("farah"), office.enter("carla")
    assert farah.send("/treasury/accounts/new", **ACCOUNT).status_code == 303
    assert "KE0123" in farah.get("/treasury").text
    assert "KE0123" not in carla.get("/treasury").text
    again = farah.send("/treasury/accounts/new", **{**ACCOUNT, "number": "other"})
    assert "this code already" in again.text
    assert 'value="other"' in again.text
    assert farah.send("/treasury/accounts/bank-kes/number", number="KE0124").status_code == 303
    answer = farah.send("/treasury/exchanges/new", **EXCHANGE, day="2026-01-05")
    assert answer.status_code == 303
    where = answer.headers["Location"]
    page = farah.get(where)
    assert "140,000.00 KES" in page.text
    assert farah.send(where, where, bought="139,500.00").status_code == 303
    with office.world.store.reading() as session:
        found = session.scalars(select(Exchange)).one()
        assert (found.sold_minor, found.bought_minor) == (100_000, 13_950_000)
        assert session.get_one(CashAccount, "bank-kes").number == "KE0124"
    assert farah.send(where, f"{where}/cancel").status_code == 303
    assert "Cancelled" in farah.get(where).text
    too_much = farah.send("/treasury/exchanges/new", **{**EXCHANGE, "amount": "10,000.01"}, day="2026-01-05")
    assert "main-eur holds 10000.00 EUR of this fund" in too_much.text
    assert 'value="10,000.01"' in too_much.text


def test_rates_come_from_a_file_by_way_of_rows_that_can_be_read(office: Office) -> None:
    """The file fills the rows in; what is wrong in it is said row by row; another person signs."""
    farah, carla = office.enter("farah"), office.enter("carla")
    bad = b"currency,rate,source,day\nKES,zero,ECB,2026-01-05\nUSD,0.92,ECB,2027-01-05\n"
    page = farah.send("/treasury/rates/new", act="look", file=(io.BytesIO(bad), "rates.csv"))
    assert "Row 2 (KES)" in page.text
    assert "Row 3 (USD)" in page.text
    good = b"currency;rate;source;day\nKES;0.0067;ECB;2026-01-05\nTND;0.2951;Banque centrale;2026-01-02\n"
    page = farah.send("/treasury/rates/new", act="look", file=(io.BytesIO(good), "rates.csv"))
    rows = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page.text, re.DOTALL)
    assert rows is not None
    assert rows[1] == "KES 0.0067 ECB 2026-01-05\nTND 0.2951 Banque centrale 2026-01-02"
    wrong = farah.send("/treasury/rates/new", act="propose", rates=f"{rows[1]}\nUSD 0.92")
    assert "Row 3 (USD)" in wrong.text
    assert "Banque centrale" in wrong.text
    assert farah.send("/treasury/rates/new", act="propose", rates=rows[1]).status_code == 303
    approve(office, carla, "rates")
    with office.world.store.reading() as session:
        assert {rate.currency for rate in session.scalars(select(ExchangeRate))} == {"KES", "TND"}
    assert "Banque centrale" in carla.get("/treasury/rates").text
    again = farah.send("/treasury/rates/new", act="propose", rates="KES 0.0068 ECB 2026-01-05")
    assert "KES has a rate for 2026-01-05 already: 0.0067" in again.text


def test_an_officer_proposes_what_donors_decide_with(office: Office) -> None:
    """A transfer without consent, or with a day missing, is not proposed and nothing typed is lost."""
    amina, carla = office.enter("amina"), office.enter("carla")
    other_fund(office.world)
    terms = {"giving": "FUND", "taking": "OTHER", "cash": "main-eur", "amount": "50.00", "reason": "fund_ends"}
    page = amina.send("/treasury/transfers/new", **terms)
    assert "consent of DONOR" in page.text
    assert 'value="50.00"' in page.text
    assert "Write a day" in amina.send("/treasury/transfers/new", **terms, consent="mail-17").text
    signed = {"consent": "mail-17", "consent_day": "2026-01-04"}
    assert amina.send("/treasury/transfers/new", **terms, **signed).status_code == 303
    approve(office, carla, "transfer")
    refund = {"fund": "FUND", "donor": "DONOR", "currency": "EUR", "amount": "20.00", "reason": "unspent"}
    assert amina.send("/treasury/refunds/new", **refund).status_code == 303
    approve(office, carla, "refund")
    assert "20.00 EUR" in amina.get("/treasury").text
    balance = carla.get("/reports/trial-balance").text
    accounts = set(re.findall(r'href="(/reports/accounts/[^"?]+)', balance))
    leads = [re.findall(r'href="(/proposals/[^"]+)"', carla.get(account).text) for account in accounts]
    assert len({url for one in leads for url in one}) == 2


def test_a_gift_on_a_condition_goes_through_three_hands(office: Office) -> None:
    """An officer announces it and says that the condition is met, finance books it."""
    amina, farah = office.enter("amina"), office.enter("farah")
    terms = {"fund": "FUND", "donor": "DONOR", "amount": "900.00", "condition": "report"}
    assert amina.send("/treasury/gifts/new", **terms).status_code == 303
    with office.world.store.reading() as session:
        gift = session.scalars(select(GiftCondition.contribution_id)).one()
    with office.world.store.work(office.world.actors["farah"]) as work:
        line = shown(work, "main-eur", "EUR", 90_000)
        hold_in_advance(work, work.session.get_one(Contribution, gift), line)
    assert "900.00" in amina.get("/treasury/gifts").text
    too_much = amina.send(f"/treasury/gifts/{gift}/met", amount="900.01", evidence="matched")
    assert "900.00 EUR of this gift" in too_much.text
    assert amina.send(f"/treasury/gifts/{gift}/met", amount="300.00", evidence="matched").status_code == 303
    assert farah.send("/treasury/gifts", "/treasury/gifts/earn").status_code == 303
    assert "600.00 EUR" in farah.get("/treasury/gifts").text
    assert amina.send(f"/treasury/gifts/{gift}/refund", amount="600.00", reason="withdrawn").status_code == 303


def test_a_digital_gift_is_written_down_before_its_money_comes(office: Office) -> None:
    """What was typed wrongly stands beside its field."""
    farah = office.enter("farah")
    gift = announced(office.world, 10_000)
    typed = {
        "asset": "BTC",
        "network": "bitcoin",
        "amount": "0.01",
        "transaction": "abc",
        "rate": "60000",
        "source": "exchange",
    }
    page = farah.send(f"/treasury/gifts/{gift}/digital", **typed)
    assert "Copy the transaction id" in page.text
    assert farah.send(f"/treasury/gifts/{gift}/digital", **{**typed, "transaction": "c0ffee" * 8}).status_code == 303
    assert "600.00 EUR" in farah.get("/treasury/gifts").text


def test_finance_values_closes_and_corrects(office: Office) -> None:
    """First what it comes to, or what is left to look at; then the proposal, which another signs."""
    opened(office.world, "bank-kes", "KES")
    on_day(office.world, date(2026, 2, 10))
    farah, carla = office.enter("farah"), office.enter("carla")
    for url in ("/treasury/valuation", "/treasury/valuation/new", "/treasury/periods", "/treasury/periods/new"):
        assert farah.get(url).status_code == 200
    assert "at what it is worth" in farah.send("/treasury/valuation/new", act="propose", day="2026-01-31").text
    assert farah.send("/treasury/valuation/new", act="look", day="2026-01-31").status_code == 200
    assert farah.send("/treasury/periods/new", act="look", until="2026-01-31").status_code == 200
    assert "after its last day" in farah.send("/treasury/periods/new", act="propose", until="2026-02-10").text
    assert farah.send("/treasury/periods/new", act="propose", until="2026-01-31").status_code == 303
    approve(office, carla, "period")
    with office.world.store.reading() as session:
        assert session.scalars(select(Period.until)).all() == [date(2026, 1, 31)]
    loss = {"fund": "FUND", "cash": "main-eur", "amount": "12.00", "reason": "counting"}
    assert farah.send("/treasury/losses/new", **loss).status_code == 303
    approve(office, carla, "loss")
    assert "12.00 EUR" in carla.get("/treasury").text
    entry = {"fund": "FUND", "currency": "EUR", "day": "2026-01-20", "reason": "correction"}
    lines = {"lines-0-account": "5300", "lines-0-debit": "7.00", "lines-1-account": "5100", "lines-1-credit": "7,00x"}
    page = farah.send("/treasury/manual/new", **entry, **lines)
    assert "Line 2:" in page.text
    assert 'value="7,00x"' in page.text
    lines["lines-1-credit"] = "7.00"
    assert farah.send("/treasury/manual/new", **entry, **lines).status_code == 303
    approve(office, carla, "manual")


def test_a_form_of_the_treasury_sent_twice_does_one_thing(office: Office) -> None:
    """From two tabs, or after a time-out (H13)."""
    farah = office.enter("farah")
    hidden, where = form_on(farah.get("/treasury/accounts/new").text, None)
    first, second = (farah.press(where, {**hidden, **ACCOUNT}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
