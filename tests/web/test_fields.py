"""Amounts as people write them, and forms that lose nothing and count once."""

from __future__ import annotations

from uuid import UUID

import pytest
from babel import Locale
from flask import Blueprint, Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Response

from ledger.actor import Role
from ledger.errors import N_, Refusal
from ledger.money import minor_units
from ledger.web.access import guarded
from ledger.web.context import unit
from ledger.web.fields import Form, MoneyField, plain_from
from ledger.web.formats import amount
from ledger.work import Work
from tests.web.browsing import Browser, form_on, words
from tests.web.house import House, application, settle

PAGE = """{% extends "base.html" %}{% from "parts/form.html" import form as post_form %}
{% from "parts/field.html" import field %}{% block title %}Gift{% endblock %}
{% block content %}{% call post_form(form, "Save") %}{{ field(form.amount) }}{% endcall %}{% endblock %}"""


@pytest.mark.parametrize(
    ("language", "typed", "plain"),
    [
        ("en", "1250.50", "1250.50"),
        ("en", " 1,250.50 ", "1250.50"),
        ("de", "1.250,50", "1250.50"),
        ("fr", "1 250,50", "1250.50"),
        ("fr", "1\u202f250,50", "1250.50"),
        ("fr", "1\u00a0250,50", "1250.50"),
        ("de_CH", "1'250.50", "1250.50"),
        ("ar", "\u0661\u0662\u0663\u0664\u066b\u0665", "1234.5"),
        ("fa", "\u06f1\u06f2\u06f3", "123"),
    ],
)
def test_an_amount_is_read_as_its_language_writes_it(language: str, typed: str, plain: str) -> None:
    """With or without grouping, whichever space or apostrophe a keyboard has, in digits of any script."""
    assert plain_from(typed, Locale.parse(language)) == plain


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "1250,50"),
        ("de", "1250.50"),
        ("en", "12,50.00"),
        ("en", "1.2.3"),
        *(("en", text) for text in ("", " ", "1e3", "1_000", "NaN", "Infinity", "-5", "+5", "0x10", "12 EUR", "½")),
    ],
)
def test_what_is_no_amount_is_refused(language: str, typed: str) -> None:
    """A hundredfold mistake in a separator is asked about, never guessed."""
    with pytest.raises(Refusal, match="Write the amount"):
        plain_from(typed, Locale.parse(language))


@given(
    minor=st.integers(0, 2**53 - 1),
    currency=st.sampled_from(["EUR", "JPY", "KWD", "UYW", "XOF"]),
    language=st.sampled_from(["en", "de", "fr", "es", "ar", "fa", "hi", "de_CH", "pt_BR", "uk"]),
)
def test_an_amount_that_was_shown_is_read_back(minor: int, currency: str, language: str) -> None:
    """What a page writes in a language is the same amount when typed there, with every digit of the currency."""
    app = Flask(__name__)
    from flask_babel import Babel, force_locale

    Babel(app)
    with app.test_request_context(), force_locale(language):
        shown = amount(minor, currency)
    assert minor_units(plain_from(shown, Locale.parse(language)), currency) == minor


class GiftForm(Form):
    """A gift."""

    amount = MoneyField("Amount")


def accept(work: Work, minor: int) -> None:
    """Take a gift, unless it is ten euros."""
    if minor == 1000:
        raise Refusal(N_("Not %(count)s euros."), count=10)
    work.record("export.made", [], what="gift", rows=minor)


def gifts() -> Blueprint:
    """A page that takes a gift; ten euros are refused."""
    bp = Blueprint("gifts", __name__)

    @bp.route("/gift", methods=["GET", "POST"])
    @guarded(Role.FINANCE)
    def give() -> str | Response:
        form = GiftForm()
        if form.validate_on_submit():
            try:
                with unit(form) as work:
                    accept(work, form.amount.minor_in("EUR"))
                    work.location = "/gift/given"
                return Response(status=303, headers={"Location": work.location})
            except Refusal as refusal:
                form.refuse(refusal)
        return render_template_string(PAGE, form=form)

    return bp


@pytest.fixture
def giver(house: House) -> Browser:
    """Finance, at an application that takes gifts."""
    settle(house)
    browser = Browser(application(house, gifts()), house)
    browser.sign_in("farah")
    return browser


def test_a_form_sent_twice_does_one_thing(giver: Browser, house: House) -> None:
    """The second time leads where the first one led."""
    hidden, where = form_on(giver.get("/gift").text, "/gift")
    with house.store.reading() as session:
        before = session.connection().exec_driver_sql("SELECT COUNT(*) FROM log_entry").scalar_one()
    answers = [giver.post(where, **hidden, amount="12.50") for _ in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, "/gift/given")] * 2
    with house.store.reading() as session:
        after = session.connection().exec_driver_sql("SELECT COUNT(*) FROM log_entry").scalar_one()
    assert after == before + 1


def test_a_refused_form_keeps_what_was_typed_and_its_id(giver: Browser) -> None:
    """Mended and sent again it is the same request; the sentence stands beside the field and on top."""
    hidden, where = form_on(giver.get("/gift").text, "/gift")
    answer = giver.post(where, **hidden, amount="1250,50")
    assert 'value="1250,50"' in answer.text
    assert answer.text.count("Write the amount as a number") == 2
    again, _ = form_on(answer.text, "/gift")
    assert again["request"] == hidden["request"]
    assert giver.post(where, **again, amount="1,250.50").status_code == 303


def test_a_refusal_without_a_field_stands_on_top(giver: Browser) -> None:
    """With its values filled in."""
    assert "Not 10 euros." in words(giver.send("/gift", "/gift", amount="10").text)


@pytest.mark.parametrize("damaged", ["", "not an id", "1" * 500])
def test_a_damaged_request_id_is_refused(giver: Browser, damaged: str) -> None:
    """Nothing is done, and the page says what to do."""
    hidden, where = form_on(giver.get("/gift").text, "/gift")
    answer = giver.post(where, **{**hidden, "request": damaged}, amount="5")
    assert answer.status_code == 200
    assert "Open the page again" in words(answer.text)


def test_each_form_is_born_with_its_own_id(giver: Browser) -> None:
    """Two pages are two requests."""
    ids = {form_on(giver.get("/gift").text, "/gift")[0]["request"] for _ in range(3)}
    assert len({UUID(one.partition(".")[0]) for one in ids}) == 3
