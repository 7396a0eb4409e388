"""The worked year, lived by the product's own actions on one ledger, comes out to the unit."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from audit.__main__ import main as verify
from ledger.actor import SYSTEM
from ledger.books.at_date import standing_at
from ledger.exports.bundle import write_bundle
from ledger.funds.models import Fund
from ledger.keys.logkey import load_log_key
from ledger.reports.queries.fund_statement import fund_statement
from ledger.reports.queries.subledgers import SUBLEDGERS, ties_of
from ledger.reports.rules.fund_statement import FundStatement
from ledger.reports.rules.trial_balance import sections_of, summary_of
from ledger.settings import Settings
from tests.agreement.comparing import compare
from tests.books.golden.file import Said, golden, needed, sums_until
from tests.books.golden.keeping import Keeping
from tests.books.golden.year import CURRENCY
from tests.builders import build_world
from tests.databases.postgres import copied
from tests.office import Office, close, open_office

pytestmark = needed
QUARTERS = (
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 12, 31)),
)
SINCE, UNTIL = QUARTERS[0][0], QUARTERS[-1][1]


def live(year: Keeping, entries: list[Said]) -> None:
    """Play entries in their order, and close each quarter on the day after it."""
    year.open()
    ends = [until for _since, until in QUARTERS]
    for said in entries:
        while ends[0] < said.day:
            year.close(ends.pop(0))
        year.play(said)


def closing() -> Mapping[tuple[str, str, str], tuple[int, int]]:
    """The balances at the end of the year as the file's entries sum to them."""
    return sums_until(golden()[0], UNTIL)


def lived(url: str, log_key_file: Path, home: Path) -> Iterator[tuple[Office, Keeping]]:
    """A house that has lived the year in an empty ledger, with its pages."""
    log_key = load_log_key(log_key_file).verifier_key
    office = open_office(build_world(url, gift=0, log_key=log_key), log_key_file, home)
    year = Keeping(office.world)
    live(year, golden()[0])
    year.close(UNTIL)
    yield office, year
    close(office)
    year.world.store.engine.dispose()


@pytest.fixture(scope="module")
def sqlite_house(
    sqlite_template: Path, log_key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, Keeping]]:
    """The year in SQLite."""
    home = tmp_path_factory.mktemp("golden-year")
    (home / "ledger.db").write_bytes(sqlite_template.read_bytes())
    yield from lived(f"sqlite:///{home / 'ledger.db'}", log_key_file, home)


@pytest.fixture(scope="module")
def postgresql_house(
    postgres_server: str, log_key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, Keeping]]:
    """The year in PostgreSQL."""
    with copied(postgres_server, "template_ledger") as url:
        yield from lived(url, log_key_file, tmp_path_factory.mktemp("golden-year"))


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest) -> tuple[Office, Keeping]:
    """A house that has lived the year, once on each engine; both stay, in whatever order the tests come."""
    found: tuple[Office, Keeping] = request.getfixturevalue(f"{request.param}_house")
    return found


@pytest.fixture
def year(house: tuple[Office, Keeping]) -> Keeping:
    """The year alone."""
    return house[1]


def as_written(year: Keeping) -> list[tuple[object, ...]]:
    """The journal: day, event and lines, in any order within an entry."""
    return [(one.day, one.event, sorted(one.lines)) for one in year.journal()]


def test_every_entry_is_as_the_file_has_it(year: Keeping) -> None:
    """Fifty entries, in order, each on its day; what follows only takes the valuation back on the next day."""
    entries, _expect = golden()
    found = as_written(year)
    assert found[: len(entries)] == [(one.day, one.event, sorted(one.lines)) for one in entries]
    (back,) = found[len(entries) :]
    undone = sorted((f, a, c, -minor, -base) for f, a, c, minor, base in entries[-1].lines)
    assert back == (date(2027, 1, 1), "revaluation", undone)


def test_every_balance_is_the_sum_of_its_lines_at_the_end_of_every_day(year: Keeping) -> None:
    """Per fund, account with its holder and currency, and in base; every section of the trial balance is nil."""
    entries, _expect = golden()
    names = {ident: code for code, ident in year.funds.items()}
    with year.world.store.reading() as session:
        for day in sorted({one.day for one in entries}):
            found = standing_at(session, day)
            told = {
                (
                    names[one.fund_id],
                    f"{one.account}:{CURRENCY.get(one.holder, one.holder)}" if one.holder else one.account,
                    one.currency,
                ): (one.minor, one.base)
                for one in found
            }
            assert told == dict(sums_until(entries, day))
            for section in sections_of(found):
                assert (section.totals.difference, section.totals.base_difference) == (0, 0)
                assert (section.memo_totals.difference, section.memo_totals.base_difference) == (0, 0)
            assert (summary_of(found).difference, summary_of(found).memo_difference) == (0, 0)


def statement_for(year: Keeping, code: str, since: date = SINCE, until: date = UNTIL) -> FundStatement:
    """The statement of a fund, every tie of which is nil."""
    with year.world.store.reading() as session:
        told = fund_statement(session, session.get_one(Fund, year.funds[code]), since, until)[0]
    assert [tie for tie in told.ties if tie[1]] == []
    return told


def test_the_statement_of_the_fund_has_every_figure_that_is_expected(year: Keeping) -> None:
    """Each member of `expect`, the closing balance among them."""
    expect = golden()[1]
    statement = statement_for(year, "F1")
    cash = {part.currency: part for part in statement.parts if part.account == "1000"}
    with year.world.store.reading() as session:
        left = {
            f"{one.account}:{one.holder}" if one.account == "1300" else one.account
            for one in standing_at(session, UNTIL, fund=year.funds["F1"])
            if one.minor or one.base
        }
    assert {
        "fund": "F1",
        "contributions": statement.contributions,
        "interest": statement.interest,
        "refunds_to_donor": -statement.refunds,
        "transfer_in": statement.transfers_in,
        "emergency_grants": statement.spent_on("5100"),
        "stipends": statement.spent_on("5200"),
        "family_support": statement.spent_on("5300"),
        "loan_losses": statement.spent_on("5500"),
        "exchange_realised": statement.exchange,
        "exchange_unrealised": statement.unrealised,
        "charges": statement.spent_on("5800"),
        "closing_balance": statement.closing,
        "closing_is": {
            "cash_EUR": cash["EUR"].minor,
            "cash_KES_minor": cash["KES"].minor,
            "cash_KES_base": cash["KES"].base,
        },
        "nil": [account for account in expect["nil"] if account not in left],
    } == expect
    assert {part.account for part in statement.parts} == {"1000"}
    assert statement.promised == []
    other = statement_for(year, "F2")
    assert (other.closing, other.transfers_out, other.transfers_in) == (950_000, 50_000, 0)


def test_each_closing_is_the_next_opening(year: Keeping) -> None:
    """Quarter by quarter, and the quarters' movements make the year's."""
    quarters = [statement_for(year, "F1", *span) for span in QUARTERS]
    assert [q.opening for q in quarters] == [0, *(q.closing for q in quarters[:-1])]
    assert sum(q.spent_by_books for q in quarters) == statement_for(year, "F1").spent_by_books


def test_every_sub_ledger_ties_to_its_account(year: Keeping) -> None:
    """As of now by the stages of things, and at each quarter's end by postings."""
    with year.world.store.reading() as session:
        for ledger in SUBLEDGERS:
            for day in (None, *(until for _since, until in QUARTERS)):
                for tie in ties_of(session, ledger, day):
                    assert (tie.difference, tie.base_difference) == (0, 0), (ledger.code, day, tie)


def test_the_pages_show_what_came_out(house: tuple[Office, Keeping]) -> None:
    """The trial balance on the last day, line by line, and the closing balance on the fund's statement."""
    auditor = house[0].enter("ilse")
    page = auditor.get(f"/reports/trial-balance?day={UNTIL}&format=csv").text
    told = {}
    for _day, fund, account, _name, holder, debit, currency, credit, _same, base, *_rest in list(
        csv.reader(io.StringIO(page.lstrip("\ufeff")))
    )[1:]:
        key = fund, f"{account}:{CURRENCY.get(holder, holder)}" if holder else account, currency
        told[key] = (Decimal(debit) - Decimal(credit), Decimal(base))
    hundred = {key: (Decimal(minor) / 100, Decimal(base) / 100) for key, (minor, base) in closing().items()}
    assert told == hundred
    assert "38,458.01" in auditor.get(f"/reports/funds/F1?since={SINCE}&until={UNTIL}").text


def test_the_bundle_of_the_year_verifies(
    house: tuple[Office, Keeping], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a finding; and its trial balance is that of the file, the valuation taken back."""
    office, year = house
    compare(year.world)
    key = load_log_key(Settings(home=office.home, database_url="").log_key)
    write_bundle(year.world.store, key, SYSTEM, tmp_path / "year.zip")
    code = verify(["verify", str(tmp_path / "year.zip"), "--json"])
    told = capsys.readouterr().out
    assert code == 0, told
    with zipfile.ZipFile(tmp_path / "year.zip") as bundle:
        rows = list(csv.DictReader(io.StringIO(bundle.read("data/tables/trial_balance.csv").decode())))
    minors: Counter[tuple[str, str]] = Counter()
    for row in rows:
        minors[row["GL_Account_Number"], row["Currency"]] += int(row["Balance_Minor"])
    due: Counter[tuple[str, str]] = Counter()
    for (_fund, account, currency), (minor, _base) in closing().items():
        due[account[:4], currency] += minor
    due["5710", "EUR"] -= golden()[1]["exchange_unrealised"]
    due["1900", "EUR"] += golden()[1]["exchange_unrealised"]
    assert minors == due
