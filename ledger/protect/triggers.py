"""The trigger texts for each engine: append-only tables, kept rows, guards, and the figures that are kept."""

from __future__ import annotations

from sqlalchemy import Index, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint

from ledger.protect.guards import GUARDS, Guard

TRUNCATION = "BEFORE TRUNCATE"
TOGETHER = "AFTER INSERT"
"""The clause of PostgreSQL's triggers that look at all the rows of a statement, which are called `sealed` then."""

# The row is made first and changed then: a CHECK looks at a row to be inserted before a conflict is noticed.
_CEILING = (
    "INSERT INTO fund_balance (fund_id, currency, available)"
    " SELECT DISTINCT posting.fund_id, posting.currency, 0 FROM posting {sealed} ON CONFLICT DO NOTHING;"
    " UPDATE fund_balance SET available = available + moved.minor FROM ("
    "SELECT posting.fund_id, posting.currency, SUM(posting.minor * ledger_account.ceiling) AS minor"
    " FROM posting JOIN ledger_account ON ledger_account.number = posting.account {sealed}"
    " GROUP BY posting.fund_id, posting.currency) AS moved"
    " WHERE fund_balance.fund_id = moved.fund_id AND fund_balance.currency = moved.currency AND moved.minor <> 0"
)

_MONTH = (
    "INSERT INTO fund_month (fund_id, currency, month, account, event, minor, base_minor)"
    " SELECT posting.fund_id, posting.currency, {month}, posting.account, {of}.event,"
    " SUM(posting.minor), SUM(posting.base_minor) FROM posting {sealed}"
    " GROUP BY posting.fund_id, posting.currency, {month}, posting.account, {of}.event"
    " ON CONFLICT (fund_id, currency, month, account, event) DO UPDATE SET"
    " minor = fund_month.minor + excluded.minor, base_minor = fund_month.base_minor + excluded.base_minor"
)
_SUMS = (
    "INSERT INTO sub_account_{span} (sub_account_id, {span}, minor, base_minor, debit)"
    " SELECT posting.sub_account_id, {when}, SUM(posting.minor), SUM(posting.base_minor),"
    " SUM(CASE WHEN posting.minor > 0 THEN posting.minor ELSE 0 END) FROM posting {sealed}"
    " GROUP BY posting.sub_account_id, {when}"
    " ON CONFLICT (sub_account_id, {span}) DO UPDATE SET minor = sub_account_{span}.minor + excluded.minor,"
    " base_minor = sub_account_{span}.base_minor + excluded.base_minor,"
    " debit = sub_account_{span}.debit + excluded.debit"
)

# SQLite has triggers for each row only. PostgreSQL's look at all the entries of a statement together: a row that is
# changed again and again in one transaction leaves all its versions behind, and each change goes through them.
_OF_ONE = {"of": "NEW", "sealed": "WHERE posting.entry_id = NEW.id", "month": "substr(NEW.date, 1, 7)"}
_OF_MANY = {
    "of": "sealed",
    "sealed": "JOIN sealed ON sealed.id = posting.entry_id",
    "month": "to_char(sealed.date, 'YYYY-MM')",
}


def _sums(of: dict[str, str]) -> dict[str, str]:
    """Name → statement of every figure that is kept when entries are sealed."""
    return {
        "fund_ceiling": _CEILING.format(**of),
        "fund_month_sums": _MONTH.format(**of),
        "sub_account_month_sums": _SUMS.format(span="month", when=of["month"], **of),
        "sub_account_day_sums": _SUMS.format(span="day", when=f"{of['of']}.date", **of),
    }


def sqlite_triggers(metadata: MetaData) -> dict[str, str]:
    """Name → CREATE TRIGGER text of everything that SQLite shall refuse."""
    standing = [guard for table in metadata.sorted_tables for guard in _of_table(table)]
    texts = {
        guard.name: f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        f" WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.name}'); END"
        for guard in (*standing, *GUARDS)
    }
    for name, statement in _sums(_OF_ONE).items():
        texts[name] = f"CREATE TRIGGER {name} AFTER INSERT ON entry BEGIN {statement}; END"
    return texts


def postgresql_functions(metadata: MetaData) -> dict[str, tuple[str, str, str]]:
    """Name → (table, trigger clause, function body) of everything that PostgreSQL shall refuse."""
    texts: dict[str, tuple[str, str, str]] = {}
    for table in metadata.sorted_tables:
        for guard in _of_table(table, unique_keys=False):
            texts[guard.name] = (guard.table, f"BEFORE {guard.event}", _refusal(guard))
        if table.info.get("protected") or table.info.get("kept"):
            name = f"{table.name}_never_truncated"
            texts[name] = (table.name, TRUNCATION, _raise(name))
    for guard in GUARDS:
        texts[guard.name] = (guard.table, f"BEFORE {guard.event}", _refusal(guard))
    for name, statement in _sums(_OF_MANY).items():
        texts[name] = ("entry", TOGETHER, f"BEGIN {statement}; RETURN NULL; END")
    return texts


def _of_table(table: Table, *, unique_keys: bool = True) -> list[Guard]:
    guards: list[Guard] = []
    if table.info.get("protected"):
        guards.append(Guard(f"{table.name}_never_changed", table.name, "UPDATE", "1 = 1"))
        # INSERT OR REPLACE deletes the row in its way: refuse it on every unique key before that.
        guards += _replacement_guards(table) if unique_keys else []
    if table.info.get("protected") or table.info.get("kept"):
        guards.append(Guard(f"{table.name}_never_deleted", table.name, "DELETE", "1 = 1"))
    return guards


def _replacement_guards(table: Table) -> list[Guard]:
    keys = [c for c in table.constraints if isinstance(c, PrimaryKeyConstraint | UniqueConstraint)]
    names = sorted(([column.name for column in key.columns] for key in keys), key=str)
    plain = [[c.name for c in index.columns] for index in table.indexes if _plain_unique(index)]
    return [
        Guard(
            f"{table.name}_stands_by_{'_'.join(columns)}",
            table.name,
            "INSERT",
            f"EXISTS (SELECT 1 FROM {table.name} WHERE " + " AND ".join(f"{c} = NEW.{c}" for c in columns) + ")",
        )
        for columns in names + plain
    ]


def _plain_unique(index: Index) -> bool:
    return bool(index.unique) and index.dialect_options["sqlite"].get("where") is None


def _refusal(guard: Guard) -> str:
    result = "OLD" if guard.event == "DELETE" else "NEW"
    return (
        f"BEGIN IF {guard.condition} THEN RAISE EXCEPTION '{guard.name}'"
        f" USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{guard.name}';"
        f" END IF; RETURN {result}; END"
    )


def _raise(name: str) -> str:
    return f"BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END"
