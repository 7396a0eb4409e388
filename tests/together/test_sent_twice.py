"""H13 at every form that moves money or decides on it: pressed twice, sent again, pressed in two tabs, it does one thing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from audit.facts import Facts
from ledger.books.rules.chart import NAMES
from ledger.funds.models import Contribution
from ledger.loans.act_views import ACTS
from tests.agreement.comparing import compare_figures
from tests.agreement.replaying import replayed
from tests.office import Office
from tests.together import forms_of_awards, forms_of_treasury
from tests.together.pressing import Desk, Waiting, press_in_every_way
from tests.web.browsing import form_on

MONEY = {"advances", "approvals", "awards", "disbursements", "funds", "intake", "loans", "statements", "treasury"}
OTHERS = {"beneficiaries", "channels", "exports", "signin", "staff", "vault"}
"""Slices whose forms move no money; the same answer leads whoever sends one of theirs again."""


def test_no_form_is_forgotten(office: Office) -> None:
    """Derived from the routes: a new form of money stands in the tables below, a new slice in one of the sets above."""
    taking = {rule.endpoint for rule in office.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {one.partition(".")[0] for one in taking} == MONEY | OTHERS
    known = {one.partition(":")[0] for one in (*forms_of_awards.FORMS, *forms_of_treasury.FORMS)}
    assert {one for one in taking if one.partition(".")[0] in MONEY} == known
    assert {f"loans.act:{name}" for name in ACTS} <= set(forms_of_awards.FORMS)


@pytest.mark.parametrize("forms", [forms_of_awards.FORMS, forms_of_treasury.FORMS], ids=["awards", "treasury"])
def test_every_form_of_money_does_one_thing_however_it_is_pressed(office: Office, forms: dict[str, Waiting]) -> None:
    """The second answer leads to what the first one did; the books and the replay agree in the end."""
    desk = Desk(office)
    for name, waiting in forms.items():
        try:
            press_in_every_way(desk, waiting(office))
        except BaseException as error:
            error.add_note(f"at the form {name}")
            raise
    replay = replayed(office.world)
    assert replay.findings == []
    with office.world.store.reading() as session:
        compare_figures(session, Facts(replay.state, dict(NAMES)))


def test_a_form_that_was_opened_afterwards_is_meant(office: Office) -> None:
    """Whoever opens it has seen what the first did: two gifts of the same amount are two gifts."""
    amina = office.enter("amina")
    for _ in range(2):
        assert amina.send("/contributions/new/FUND", donor="DONOR", amount="9.00").status_code == 303
    with office.world.store.reading() as session:
        query = select(func.count()).where(Contribution.minor == 900)
        assert session.scalar(query) == 2


def test_another_amount_in_the_other_tab_is_another_gift(office: Office) -> None:
    """Only what says the same is the same; the database keeps no key to what was said."""
    amina = office.enter("amina")
    url = "/contributions/new/FUND"
    tabs = [form_on(amina.get(url).text, url) for _ in range(2)]
    for (hidden, where), amount in zip(tabs, ("9.00", "9.01"), strict=True):
        amina.press(where, {**hidden, "donor": "DONOR", "amount": amount})
    with office.world.store.reading() as session:
        assert session.scalar(select(func.count()).where(Contribution.minor.in_([900, 901]))) == 2


def test_a_form_from_before_a_new_start_of_the_server_leads_on(office: Office) -> None:
    """Its token is of the server that died after it had done the work; the answer is what the work led to."""
    amina = office.enter("amina")
    url = "/contributions/new/FUND"
    hidden, where = form_on(amina.get(url).text, url)
    fields = {**hidden, "donor": "DONOR", "amount": "9.00"}
    first = amina.press(where, fields)
    office.app.config["SECRET_KEY"] = "another"
    second = amina.press(where, fields)
    assert (second.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    assert amina.press(where, {**fields, "request": str(uuid4())}).status_code == 400
