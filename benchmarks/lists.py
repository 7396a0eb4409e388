"""Lists, their XLSX, an account statement and a fund's page at growing sizes, beside plain openpyxl in the same run: in seconds of this process, so that others on the machine do not count.

The rows are written straight into the tables, with the triggers put aside: what is timed is reading. Run it with
`lists.py [disbursements] [postings]`; without numbers, 131,072 and 1,000,000.
"""

from __future__ import annotations

import ctypes
import gc
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from ground import house  # noqa: F401 - makes the repository importable
from openpyxl import Workbook
from sqlalchemy import select

from ledger.books.models import SubAccount
from ledger.database import migrate, writers_of
from ledger.keys.logkey import create_log_key
from ledger.protect.install import install, put_aside
from tests.builders import ORIGIN, approved, build_world, paid
from tests.office import Clerk, Office, open_office

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 131_072
POSTINGS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
STAGES = ("confirmed", "confirmed", "confirmed", "sent", "planned", "returned")
FIRST = date(2024, 1, 1)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def main() -> None:
    """Fill two houses, one with few postings and one with many; time their pages in turn, then the lists and a file."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = founded(Path(folder) / "small"), founded(Path(folder) / "large")
        without_triggers(small, lambda: _fill_books(path_of(small), 10_000))
        without_triggers(large, lambda: _fill_books(path_of(large), POSTINGS))
        few, many = small.enter("farah"), large.enter("farah")
        for name, address in FLAT.items():
            one, other = _medians([(few, _addressed(small, address)), (many, _addressed(large, address))])
            print(f"{name:<50} {one:7.1f} ms at 10,000  {other:7.1f} ms at {POSTINGS:,}  ratio {other / one:.2f}")
        without_triggers(large, lambda: fill_lists(path_of(large)))
        some = _one_reference(path_of(large))
        pages = {
            f"disbursements, searched, among {COUNT:,}": f"/disbursements?q={some[0]}&stage={some[1]}",
            "disbursements of a stage": "/disbursements?stage=confirmed&size=25",
            "disbursements of a stage, page 1,000": "/disbursements?stage=confirmed&page=1000",
            f"beneficiaries, among {COUNT:,}": "/beneficiaries",
            "beneficiaries, searched": "/beneficiaries?q=B-7K",
        }
        for name, address in pages.items():
            print(f"{name:<50} {_medians([(many, address)])[0]:7.1f} ms")
        _sheet(many)


FLAT = {
    "account statement": "/reports/accounts/SUB?since=2024-06-15&until=2024-09-15",
    "account statement, far on": "/reports/accounts/SUB?since=2024-01-01&until=2025-12-31&after=2025-06-15.9999999",
    "trial balance in the middle of a month": "/reports/trial-balance?day=2025-03-17",
    "fund": "/funds/FUND",
    "financial statement of a fund, over a month": "/reports/funds/FUND?since=2025-03-01&until=2025-03-31",
}


def founded(home: Path, gift: int = 1_000_000) -> Office:
    """A house with one award paid, in SQLite."""
    home.mkdir()
    url = f"sqlite:///{home}/almoner.db"
    migrate(url)
    key = create_log_key(home / "kept.key", ORIGIN)
    office = open_office(build_world(url, gift, log_key=key.verifier_key), home / "kept.key", home)
    approved(office.world, 10_000)
    paid(office.world)
    return office


def path_of(office: Office) -> str:
    """The file of its database."""
    return f"{office.home}/almoner.db"


def _addressed(office: Office, address: str) -> str:
    with office.world.store.reading() as session:
        return address.replace("SUB", str(session.scalar(select(SubAccount.id).where(SubAccount.account == "5100"))))


def _sheet(clerk: Clerk) -> None:
    before = _memory_at_most()
    started = time.process_time()
    answer = clerk.client.get("/disbursements?format=xlsx")
    size = sum(len(part) for part in answer.response)  # type: ignore[union-attr] # bytes, part by part
    took = time.process_time() - started
    most = _memory_at_most()
    started = time.process_time()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("disbursements")
    for row in _plain_rows():
        sheet.append(row)
    with tempfile.TemporaryFile() as out:
        book.save(out)
    floor = time.process_time() - started
    print(
        f"XLSX of {COUNT:,} disbursements: {took:.1f} s, {size / 1e6:.1f} MB; plain openpyxl {floor:.1f} s;"
        f" ratio {took / floor:.2f}; memory at most {most:.0f} MB ({before:.0f} MB while the houses were filled)"
    )


def _memory_at_most() -> float:
    """The most that this process has held since it was last asked, in MB; what filling the house took is given back."""
    most = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return int(most.split()[1]) / 1024


def _plain_rows() -> Iterator[list[str]]:
    for n in range(COUNT):
        yield [
            _reference("D", n), "2024-05-05", _reference("B", n), _reference("A", n), "FUND", "123.45", "EUR",
            STAGES[n % len(STAGES)],
        ]  # fmt: skip


def _medians(asked: list[tuple[Clerk, str]]) -> list[float]:
    """Ask each in turn, so that whatever else the machine does falls on all of them."""
    times: list[list[float]] = [[] for _ in asked]
    for _ in range(15):
        for (clerk, address), mine in zip(asked, times, strict=True):
            started = time.process_time()
            answer = clerk.client.get(address)
            mine.append((time.process_time() - started) * 1000)
            assert answer.status_code == 200, address  # noqa: S101
    return [statistics.median(mine) for mine in times]


def without_triggers(office: Office, act: Callable[[], None]) -> None:
    """Do something with the triggers put aside."""
    writers = writers_of(office.world.store.engine)
    with writers.begin() as connection:
        put_aside(connection)
    act()
    with writers.begin() as connection:
        install(connection)


def _reference(kind: str, n: int) -> str:
    mixed = n * 2_654_435_761 % 2**40
    letters = "".join(LETTERS[mixed >> shift & 31] for shift in range(35, -1, -5))
    return f"{kind}-{letters[:4]}-{letters[4:]}-X"


def _one_reference(path: str) -> tuple[str, str]:
    with sqlite3.connect(path) as connection:
        found: tuple[str, str] = connection.execute(
            "SELECT substr(reference, 1, 5), stage FROM disbursement WHERE reference LIKE 'D-%-X' LIMIT 1 OFFSET 77"
        ).fetchone()
    return found


def _like(connection: sqlite3.Connection, table: str) -> dict[str, object]:
    connection.row_factory = sqlite3.Row
    return dict(connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone())


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    columns = ", ".join(f'"{name}"' for name in first)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(f':{name}' for name in first)})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def fill_lists(path: str) -> None:
    """Beneficiaries, awards, instalments and disbursements, one of each a person."""
    with sqlite3.connect(path) as connection:
        like = {
            name: _like(connection, name)
            for name in ("household", "beneficiary", "profile", "award", "instalment", "disbursement", "run")
        }
        ids = [uuid4().hex for _ in range(COUNT)]
        people = [_reference("B", n) for n in range(COUNT)]
        days = [str(FIRST + timedelta(n * 7919 % 700)) for n in range(COUNT)]
        _insert(connection, "household", ({"id": ids[n], "reference": _reference("H", n)} for n in range(COUNT)))
        _insert(
            connection,
            "beneficiary",
            (
                like["beneficiary"]
                | {"pseudonym": people[n], "household_id": ids[n], "registered_at": f"{days[n]}T09:00:00Z"}
                for n in range(COUNT)
            ),
        )
        _insert(
            connection, "profile", (like["profile"] | {"pseudonym": people[n], "country": "KE"} for n in range(COUNT))
        )
        _insert(
            connection,
            "award",
            (
                like["award"]
                | {
                    "id": ids[n],
                    "reference": _reference("A", n),
                    "beneficiary": people[n],
                    "drafted_at": f"{days[n]}T10:00:00Z",
                }
                for n in range(COUNT)
            ),
        )
        _insert(
            connection,
            "instalment",
            (like["instalment"] | {"award_id": ids[n], "number": 1, "due": days[n]} for n in range(COUNT)),
        )
        _insert(
            connection,
            "disbursement",
            (
                like["disbursement"]
                | {
                    "id": ids[n], "reference": _reference("D", n), "award_id": ids[n], "number": 1, "minor": 10_000 + n % 5000, "due": days[n],
                    "stage": STAGES[n % len(STAGES)],
                    "run_id": None if STAGES[n % len(STAGES)] == "planned" else like["run"]["id"],
                }
                for n in range(COUNT)
            ),
        )  # fmt: skip


def _fill_books(path: str, more: int) -> None:
    """Entries of two postings, one of five dated back, over two years, and the sums that the triggers would keep."""
    with sqlite3.connect(path) as connection:
        entry, posting = _like(connection, "entry"), _like(connection, "posting")
        subs = {
            account: connection.execute(
                "SELECT sub_account_id, MAX(version), MAX(version) FROM posting WHERE account = ? GROUP BY sub_account_id",
                (account,),
            ).fetchone()[:2]
            for account in ("5100", "2100")
        }
        (number, seq) = connection.execute("SELECT MAX(number), MAX(log_seq) FROM entry").fetchone()
        count = more // 2
        ids = [uuid4().hex for _ in range(count)]
        days = [str(FIRST + timedelta((n * 700 // count - (60 if n % 5 == 0 else 0)) % 700)) for n in range(count)]
        _insert(
            connection,
            "posting",
            (
                posting
                | {
                    "entry_id": ids[n], "line": line, "sub_account_id": subs[account][0], "account": account, "minor": sign, "base_minor": sign,
                    "version": subs[account][1] + n + 1, "balance": 0, "base_balance": 0, "date": days[n], "kind": "award", "statement": None,
                }
                for n in range(count)
                for line, (account, sign) in enumerate((("5100", 1), ("2100", -1)), start=1)
            ),
        )  # fmt: skip
        _insert(
            connection,
            "entry",
            (
                entry
                | {
                    "id": ids[n],
                    "number": number + n + 1,
                    "log_seq": seq + n + 1,
                    "date": days[n],
                    "event": "award_unconditional",
                }
                for n in range(count)
            ),
        )
        for span, width in (("month", 7), ("day", 10)):
            connection.execute(f"DELETE FROM sub_account_{span}")
            connection.execute(
                f"INSERT INTO sub_account_{span} (sub_account_id, {span}, minor, base_minor, debit)"
                f" SELECT sub_account_id, substr(date, 1, {width}), SUM(minor), SUM(base_minor), SUM(MAX(minor, 0)) FROM posting GROUP BY 1, 2"
            )
        connection.execute("DELETE FROM fund_month")
        connection.execute(
            "INSERT INTO fund_month (fund_id, currency, month, account, event, minor, base_minor)"
            " SELECT p.fund_id, p.currency, substr(p.date, 1, 7), p.account, e.event, SUM(p.minor), SUM(p.base_minor)"
            " FROM posting p JOIN entry e ON e.id = p.entry_id GROUP BY 1, 2, 3, 4, 5"
        )


if __name__ == "__main__":
    main()
