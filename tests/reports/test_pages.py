"""The accountant's pages: in order, tied, as files too, and only for whom they are."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from openpyxl import load_workbook

from ledger.actor import SYSTEM
from ledger.books.actions import About, Happening, journal
from ledger.books.rules.lines import Line
from ledger.funds.models import Contribution, Donor
from tests.builders import World
from tests.office import Clerk, Office
from tests.reports.test_subledgers import live

NIL = re.compile(r"^-?0(\.0+)? [A-Z]{3}$")


def nil_cells(page: str, label: str) -> list[str]:
    """What stands in the cells of a column."""
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(rf'data-label="{label}">(.*?)</td>', page)]


def give_in_shillings(world: World) -> None:
    """A gift of somebody whose code a spreadsheet would run, so that its receipt has a rate."""
    with world.store.work(world.actors["amina"]) as work:
        donor = Donor(id=uuid4(), code="=1+1", name="x")
        gift = Contribution(
            id=uuid4(), fund_id=world.fund, donor_id=donor.id, minor=5000, currency="KES", stage="announced",
            announced_by=work.actor.id, announced_at=work.at,
        )  # fmt: skip
        work.session.add(donor)
        work.session.flush()
        work.session.add(gift)
        work.record("signin.failures_counted", [], count=0, since="2026-01-05T09:00:00Z")
        given = gift.id
    with world.store.work(SYSTEM) as work, journal(work) as books:
        what = Happening("contribution", work.at.date(), world.fund, "KES", About("contribution", given))
        books.post(what, [Line("1000", 5000, 36, "main-kes", statement=uuid4()), Line("4000", -5000, -36)])


def table_of(clerk: Clerk, address: str) -> list[list[str]]:
    """A file of a page as rows, the same from both kinds."""
    rows = list(csv.reader(io.StringIO(clerk.get(address.replace("FORMAT", "csv")).text)))
    sheet = load_workbook(io.BytesIO(clerk.get(address.replace("FORMAT", "xlsx")).data)).active
    assert sheet is not None
    told = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == told
    return rows


def test_an_accountant_reads_everything_and_all_of_it_ties(office: Office) -> None:
    """From the trial balance to an account's lines, each sub-ledger, the statement; on a day in the past too."""
    live(office.world)
    give_in_shillings(office.world)
    farah = office.enter("farah")
    assert "FUND" in farah.get("/reports").text
    past = office.world.clock.now().date() - timedelta(days=30)
    for query in ("", f"?day={past}", "?day=2020-01-01", "?fund=FUND", "?day=nonsense"):
        page = farah.get(f"/reports/trial-balance{query}").text
        totals = re.findall(r"Debits less credits</th>(.*?)</tr>", page, re.DOTALL)
        figures = [re.sub(r"<[^>]+>", "", cell).strip() for row in totals for cell in re.findall(r"<bdi.*?</bdi>", row)]
        assert all(NIL.match(figure) for figure in figures), figures
        assert len(figures) == 0 if "2020" in query else len(figures) >= 5
    rows = table_of(farah, "/reports/trial-balance?format=FORMAT")
    assert sum(Decimal(row[-2]) for row in rows[1:]) == 0
    for account in sorted(
        set(re.findall(r'href="(/reports/accounts/[^"]+)"', farah.get("/reports/trial-balance").text))
    ):
        assert "Closing" in farah.get(account.replace("&amp;", "&")).text
        head, *lines = table_of(farah, f"{account.partition('?')[0]}?format=FORMAT")
        assert head[2:4] == ["Event", "About"]
        assert not [line for line in lines if "_" in line[2] or line[3] in {"award", "disbursement"}]
    ties = farah.get("/reports/sub-ledgers").text
    differences = nil_cells(ties, "Difference") + nil_cells(ties, "Difference in base")
    assert len(differences) == 16
    assert all(NIL.match(figure) for figure in differences)
    for code in set(re.findall(r'href="(/reports/sub-ledgers/[a-z-]+)', ties)):
        for query in ("", f"?day={past}"):
            assert farah.get(f"{code}{query}").status_code == 200
    assert farah.get("/reports/sub-ledgers/nothing").status_code == 404


def test_the_statement_of_a_fund_ties_at_either_rate_and_as_a_file(office: Office) -> None:
    """Every tie reads nil; without published rates the books' own stand, and the page says so."""
    live(office.world)
    give_in_shillings(office.world)
    amina = office.enter("amina")
    for method in ("", "&method=published"):
        page = amina.get(f"/reports/funds/FUND?since=2026-01-01&until=2026-12-31{method}").text
        ties = page.partition("What must be nil")[2]
        assert [f for f in nil_cells(ties, "In base currency") if not NIL.match(f)] == []
        assert ("No rate is published for KES 2026-01" in page) == bool(method)
    rows = table_of(amina, "/reports/funds/FUND?since=2026-01-01&until=2026-12-31&format=FORMAT")
    receipt = next(row for row in rows if row[1].endswith("=1+1"))
    assert receipt[1:8] == ["'=1+1", "2026-02-14", "0.007200", "50.00", "KES", "0.36", "EUR"]
    assert amina.get("/reports/funds/NONE").status_code == 404
    assert (
        "The first day lies after the last one"
        in amina.get("/reports/funds/FUND?since=2026-02-01&until=2026-01-01").text
    )


def test_nobody_else_reads_them(office: Office) -> None:
    """An officer reads the statement of a fund and no account; a donor and a steward nothing of it."""
    paths = (
        "/reports",
        "/reports/funds/FUND",
        "/reports/trial-balance",
        "/reports/sub-ledgers",
        "/reports/sub-ledgers/loans",
    )
    for name, open_ in (("amina", 2), ("jonas", 0), ("hana", 0), ("ilse", 5), ("carla", 5)):
        clerk = office.enter(name)
        assert [clerk.get(path).status_code for path in paths] == [200] * open_ + [404] * (5 - open_), name
