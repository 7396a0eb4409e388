"""PostgreSQL's three roles: who owns the tables, who serves the pages, who only reads.

The owner runs the migrations. The application's role may insert everywhere, change and delete where rows live, and only
read and insert where nothing is ever changed: without the right to UPDATE or DELETE there, or to drop a trigger, a
stolen application password cannot rewrite history. The auditor's role reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, text

from ledger.protect.scrub import MAINTAIN_SINCE

APPLICATION, AUDITOR = "almoner_app", "almoner_auditor"

KEPT_BY_TRIGGERS = {"bank_standing", "fund_balance", "fund_month", "sub_account_day", "sub_account_month"}
"""Figures that only the owner's triggers write."""

NOT_FOR_AUDITORS = {
    "account",
    "invitation",
    "recovery_code",
    "lock_member",
    "recovery_half",
    "hint_link",
    "digital_gift",
}
"""What proves who somebody is, and what opens something; besides the tables kept apart, sessions and counters."""


def grant_rights(connection: Connection, metadata: MetaData) -> None:
    """Give both roles their rights, where they exist. Run by the owner, last in a migration."""
    existing = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    version = connection.scalar(text("SELECT current_setting('server_version_num')::int / 10000"))
    maintainable = int(version or 0) >= MAINTAIN_SINCE
    for statement in _statements(metadata, existing & {APPLICATION, AUDITOR}, maintainable=maintainable):
        connection.exec_driver_sql(statement)


def application_rights(table_name: str, info: dict[str, object]) -> str:
    """Return what the application's role may do with a table."""
    if table_name in KEPT_BY_TRIGGERS:
        return "SELECT"
    if info.get("protected"):
        return "SELECT, INSERT"
    if info.get("unchanged"):
        return "SELECT, INSERT, DELETE"
    return "SELECT, INSERT, UPDATE" if info.get("kept") else "SELECT, INSERT, UPDATE, DELETE"


def _statements(metadata: MetaData, roles: set[str], *, maintainable: bool) -> Iterator[str]:
    for role in sorted(roles):
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"GRANT SELECT ON alembic_version TO {role}"
        for table in metadata.sorted_tables:
            hidden = table.name in NOT_FOR_AUDITORS or table.info.get("housekeeping") or table.info.get("vault")
            if role == APPLICATION or not hidden:
                rights = application_rights(table.name, table.info) if role == APPLICATION else "SELECT"
                yield f"GRANT {rights} ON {table.name} TO {role}"
            if role == APPLICATION and table.info.get("vault") and maintainable:
                yield f"GRANT MAINTAIN ON {table.name} TO {role}"
