"""Amounts, days, moments, stages and hashes as a reader sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from ledger.web import formats
from ledger.web.zones import COOKIE, chosen_zone, zones


@pytest.mark.parametrize(
    ("language", "minor", "currency", "shown"),
    [
        ("en", 125050, "EUR", "1,250.50 EUR"),
        ("de", 125050, "EUR", "1.250,50 EUR"),
        ("hi", 10000000, "EUR", "1,00,000.00 EUR"),
        ("en", 1250, "JPY", "1,250 JPY"),
        ("en", 1250, "KWD", "1.250 KWD"),
        ("en", -5, "USD", "-0.05 USD"),
        # CLDR writes these without digits, since no coins go round; the books keep them.
        ("en", 100, "UGX", "100 UGX"),
        ("en", 123456, "AFN", "1,234.56 AFN"),
        ("en", 2**53 - 1, "EUR", "90,071,992,547,409.91 EUR"),
    ],
)
def test_money_has_the_digits_of_its_currency(app: Flask, language: str, minor: int, currency: str, shown: str) -> None:
    """ISO 4217's, not those of cash, and never rounded."""
    with app.test_request_context(), force_locale(language):
        assert formats.money(minor, currency) == shown


@pytest.mark.parametrize(("zone", "shown"), [("Asia/Tokyo", "6:00:00\u202fPM +0900"), ("", "9:00:00\u202fAM UTC")])
def test_a_moment_is_shown_in_the_readers_zone(app: Flask, zone: str, shown: str) -> None:
    """UTC until they choose; the zone is always named."""
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={zone}"}):
        assert formats.moment(datetime(2026, 3, 2, 9, tzinfo=UTC)) == f"Mar 2, 2026, {shown}"


@pytest.mark.parametrize("damaged", ["Mars/Base", "../../etc/passwd", "Asia/Tokyo\u00e9", "x" * 4000])
def test_a_damaged_zone_is_utc(app: Flask, damaged: str) -> None:
    """A cookie is whatever somebody sends."""
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={damaged}"}):
        assert chosen_zone() == "UTC"


def test_every_zone_on_the_list_can_be_shown(app: Flask) -> None:
    """No choice leads to trouble."""
    for zone in zones():
        with app.test_request_context(headers={"Cookie": f"{COOKIE}={zone}"}):
            assert formats.moment(datetime(2026, 3, 2, 9, tzinfo=UTC))


def test_a_stage_is_a_word(app: Flask) -> None:
    """In words for those that there are."""
    with app.test_request_context():
        assert formats.stage_word("in_run") == "In a run"


def test_what_is_absent_is_empty(app: Flask) -> None:
    """A day or moment that there is not yet."""
    with app.test_request_context():
        assert (formats.day(None), formats.moment(None), formats.day(date(2026, 3, 2))) == ("", "", "Mar 2, 2026")


def test_a_hash_shows_head_and_tail() -> None:
    """Enough to compare at a glance."""
    assert formats.short_hash(bytes(range(32))) == "0001…1e1f"
