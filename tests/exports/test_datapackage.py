"""datapackage.json says what the tables hold: every cell has its column's type, every link leads somewhere."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ledger.actor import SYSTEM
from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.actions.propose import AdvanceTerms, propose_advance
from ledger.advances.models import IntermediaryKind
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import Award, AwardKind, Instalment
from ledger.disbursements.actions.evidence import record_evidence
from ledger.disbursements.models import Channel, Disbursement
from ledger.exports.bundle import write_bundle
from ledger.funds.budgeting import propose_budget
from ledger.funds.models import Fund, RateMethod
from ledger.funds.rules.budget import Budgeted
from ledger.keys.logkey import LogKey
from ledger.money import Money
from tests.builders import World, approved, inside, register, sign, terms
from tests.disbursements.test_naming import SHOP, run_of, send
from tests.loans.lending import lent, pay_back

READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def read(path: Path) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
    """The description by table, and the rows by table."""
    with zipfile.ZipFile(path) as bundle:
        package = json.loads(bundle.read("data/datapackage.json"))
        schemas = {one["name"]: one["schema"] for one in package["resources"]}
        texts = {one["name"]: bundle.read(f"data/{one['path']}").decode() for one in package["resources"]}
        there = {name for name in bundle.namelist() if name.startswith("data/tables/")}
    assert there == {f"data/{one['path']}" for one in package["resources"]}
    assert not any("\r" in text for text in texts.values())
    return schemas, {name: list(csv.DictReader(io.StringIO(text), strict=True)) for name, text in texts.items()}


def carried(world: World) -> None:
    """Record that a payment arrived, propose an advance, agree on a budget, review a stipend, hurry an emergency."""
    with world.store.work(world.actors["bao"]) as work:
        paid = work.session.scalars(select(Disbursement).where(Disbursement.stage == "confirmed")).first()
        assert paid is not None
        record_evidence(work, [paid], "operator", work.at.date())
    with world.store.work(world.actors["farah"]) as work:
        who = register_intermediary(work, "I1", IntermediaryKind.PARTNER, "The partner")
        propose_advance(work, AdvanceTerms(who, work.session.get_one(Fund, world.fund), Money(100, "EUR"), 0))
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        budget = propose_budget(work, fund, RateMethod.AVERAGE, [Budgeted("A1", ("REL",), 50_000)]).id
    sign(world, "carla", budget)
    stipend = approved(world, 900, 3, AwardKind.STIPEND)
    with world.store.work(world.actors["amina"]) as work:
        pass_review(work, work.session.get_one(Award, stipend), work.session.get_one(Instalment, (stipend, 1)))
    who = register(world)
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        propose_award(work, replace(terms(world, fund, who, 100, 1, AwardKind.EMERGENCY_GRANT), requested_at=work.at))
    pay_by_voucher(world)


def pay_by_voucher(world: World) -> None:
    """Hand somebody a voucher."""
    who = register(world, SHOP.to_bytes())
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        proposal = propose_award(work, terms(world, fund, who, 70, 1, AwardKind.EMERGENCY_GRANT)).proposal_id
    assert proposal is not None
    for name in ("carla", "deniz"):
        sign(world, name, proposal)
    run = run_of(world, Channel.VOUCHER)
    with world.store.reading() as session:
        (paid,) = inside(session, run)
    send(world, paid.id, "SHOP-1", "AB1001")


def test_every_cell_has_the_type_of_its_column(lived: World, key: LogKey, tmp_path: Path) -> None:
    """Columns stand in the order described, rows in the order of their key and each key once."""
    pay_back(lived, lent(lived, 1_200, 3), 400)
    carried(lived)
    write_bundle(lived.store, key, SYSTEM, tmp_path / "b.zip")
    schemas, tables = read(tmp_path / "b.zip")
    assert len(tables) == 30
    for name, rows in tables.items():
        fields = {one["name"]: one["type"] for one in schemas[name]["fields"]}
        assert rows, name
        assert list(rows[0]) == list(fields)
        typed = [{column: READ[fields[column]](cell) for column, cell in row.items() if cell} for row in rows]
        keys = [tuple(row.get(column, "") for column in schemas[name]["primaryKey"]) for row in typed]
        assert keys == sorted(set(keys)), name
        assert not any(isinstance(cell, Decimal) and not cell.is_finite() for row in typed for cell in row.values())


def test_every_link_between_tables_leads_somewhere(lived: World, key: LogKey, tmp_path: Path) -> None:
    """Empty cells apart; each link is followed by at least one row, or the test would say nothing."""
    pay_back(lived, lent(lived, 1_200, 3), 400)
    carried(lived)
    write_bundle(lived.store, key, SYSTEM, tmp_path / "b.zip")
    schemas, tables = read(tmp_path / "b.zip")
    followed = set()
    for name, rows in tables.items():
        for link in schemas[name].get("foreignKeys", []):
            (column,), (target,) = link["fields"], link["reference"]["fields"]
            known = {row[target] for row in tables[link["reference"]["resource"] or name]}
            cells = {row[column] for row in rows} - {""}
            assert cells <= known, (name, column)
            if cells:
                followed.add((name, column))
    linked = {(name, link["fields"][0]) for name in tables for link in schemas[name].get("foreignKeys", [])}
    replacing = {("disbursements", "replaces"), ("disbursements", "split_of"), ("payment_files", "replaces")}
    assert linked - followed == replacing, "nothing failed or was split in this house"
