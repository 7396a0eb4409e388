"""The lists of advances and of those who carry money: what is looked for, in which order, and the same in their files."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.actions.moving import charge_fee
from ledger.advances.actions.propose import withdraw_advance
from ledger.advances.models import Advance, AdvanceStage, IntermediaryKind
from tests.advances.test_holding import advanced, asked, read
from tests.builders import World
from tests.office import Clerk, Office
from tests.treasury.house import on_day

LABELS = ("Total of all rows", "Left to account for, of all rows")
OTHERS = (("k9", IntermediaryKind.AGENT, "An agent"), ("K10", IntermediaryKind.COLLEAGUE, "=A colleague"))


def told(clerk: Clerk, url: str) -> list[list[str]]:
    """The rows of a list's page, of which its files must hold the same first cells in the same order."""
    apart = "&" if "?" in url else "?"
    rows = list(csv.reader(io.StringIO(clerk.get(f"{url}{apart}format=csv").text.lstrip("\ufeff"))))
    book = load_workbook(io.BytesIO(clerk.get(f"{url}{apart}format=xlsx").data), read_only=True)
    (sheet,) = book.worksheets
    assert [str(row[0]) for row in sheet.iter_rows(values_only=True)] == [row[0] for row in rows]
    assert {len(row) for row in rows} == {len(rows[0])}
    page = clerk.get(url).text
    shown = re.findall(r"<tr>\s*<td[^>]*>.*?<bdi[^>]*>(?:<a [^>]*>)?([^<]*)<", page, re.DOTALL)
    assert [one.strip() for one in shown] == [row[0] for row in rows[1:]], url
    return rows


def heads(rows: list[list[str]]) -> list[str]:
    """The first cell of each row."""
    return [row[0] for row in rows[1:]]


@pytest.fixture
def lent_out(little_office: Office) -> tuple[Office, dict[str, str]]:
    """Three advances, by what became of them: paid and a week old, taken back, waiting."""
    world: World = little_office.world
    with world.store.work(world.actors["farah"]) as work:
        for code, kind, label in OTHERS:
            register_intermediary(work, code, kind, label)
    found = {"paid": advanced(world, 10_000, 100)}
    on_day(world, world.clock.now().date() + timedelta(days=7))
    found["withdrawn"] = asked(world, 20_000, code="k9")
    with world.store.work(world.actors["farah"]) as work:
        withdraw_advance(work, work.session.get_one(Advance, found["withdrawn"]))
    world.clock.move(timedelta(hours=1))
    found["proposed"] = asked(world, 5_000, code="k9")
    return little_office, {stage: read(world, ident).reference for stage, ident in found.items()}


def test_an_advance_is_found_by_its_reference_holder_or_stage(lent_out: tuple[Office, dict[str, str]]) -> None:
    """What is no stage and nobody's code leaves everything, the newest first."""
    office, called = lent_out
    clerk = office.enter("ilse")
    for query, stages in (
        ("", ("proposed", "withdrawn", "paid")),
        ("?stage=paid", ("paid",)),
        ("?stage=nonsense&intermediary=nobody", ("proposed", "withdrawn", "paid")),
        ("?intermediary=k9", ("proposed", "withdrawn")),
        ("?intermediary=k9&stage=withdrawn", ("withdrawn",)),
        (f"?q={called['paid'].lower()}", ("paid",)),
    ):
        assert heads(told(clerk, f"/advances{query}")) == [called[stage] for stage in stages], query
    assert "No advance is here." in clerk.get("/advances?stage=settled").text


def test_advances_are_sorted_by_what_their_columns_show(lent_out: tuple[Office, dict[str, str]]) -> None:
    """By holder, amount, what is left and stage; the other way round as well."""
    office, called = lent_out
    clerk = office.enter("farah")
    for column, stages in (
        ("intermediary", ("paid", "proposed", "withdrawn")),
        ("fund", ("proposed", "withdrawn", "paid")),
        ("proposed", ("paid", "withdrawn", "proposed")),
        ("amount", ("proposed", "paid", "withdrawn")),
        ("left", ("proposed", "withdrawn", "paid")),
        ("stage", ("paid", "proposed", "withdrawn")),
    ):
        assert heads(told(clerk, f"/advances?sort={column}")) == [called[stage] for stage in stages], column
    down = heads(told(clerk, "/advances?sort=amount&down=1"))
    assert down == [called[stage] for stage in ("withdrawn", "paid", "proposed")]


def test_the_list_of_advances_tells_days_and_sums(lent_out: tuple[Office, dict[str, str]]) -> None:
    """How long money is in other hands, what is left of it; the sum of what the filter leaves."""
    office, _called = lent_out
    clerk = office.enter("carla")
    head, row = told(clerk, "/advances?stage=paid")
    assert row[1:3] == ["I1", "FUND"]
    assert row[head.index("Days open")] == "7"
    assert [cell for at, cell in enumerate(row) if cell == "100.00"] == ["100.00", "100.00"]
    with office.world.store.work(office.world.actors["farah"]) as work:
        paid = work.session.scalars(select(Advance).where(Advance.stage == AdvanceStage.PAID)).one()
        charge_fee(work, paid, 30, work.at.date())
    for query, sums in (
        ("?intermediary=k9", ["250.00", "0.00"]),
        ("?stage=paid", ["100.00", "99.70"]),
        ("", ["350.00", "99.70"]),
        ("?stage=settled", []),
    ):
        shown = re.findall(
            r'class="total"><span>(.*?)</span>.*?([\d.]+)', clerk.get(f"/advances{query}").text, re.DOTALL
        )
        assert [amount for _label, amount in shown] == sums, query
        assert [label for label, _amount in shown] == list(LABELS)[: len(sums)]
        head, *rows = told(clerk, f"/advances{query}")
        for label, amount in zip(("Amount", "Left to account for"), sums, strict=False):
            assert sum(Decimal(row[head.index(label)]) for row in rows) == Decimal(amount), "the file sums to the same"


def test_who_carries_money_is_found_by_code_or_sort(lent_out: tuple[Office, dict[str, str]]) -> None:
    """Whether a code is written large or small; a label that a sheet would run is plain text in the file."""
    office, _called = lent_out
    clerk = office.enter("ilse")
    for query, codes in (
        ("", ("I1", "K10", "k9")),
        ("?q=K", ("K10", "k9")),
        ("?q=k_", ()),
        ("?kind=agent", ("k9",)),
        ("?kind=nonsense", ("I1", "K10", "k9")),
        ("?sort=label", ("K10", "k9", "I1")),
        ("?sort=code&down=1", ("k9", "K10", "I1")),
        ("?sort=kind&down=1", ("I1", "K10", "k9")),
    ):
        assert heads(told(clerk, f"/intermediaries{query}")) == list(codes), query
    assert told(clerk, "/intermediaries?kind=colleague")[1][2] == "'=A colleague"
