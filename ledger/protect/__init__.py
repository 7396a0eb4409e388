"""What the database itself refuses, on SQLite and PostgreSQL; the one owner of all trigger texts."""
