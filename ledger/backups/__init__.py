"""Backups: the ledger and the sealed records as two encrypted files, and the way back from them.

A file is an age stream (docs/decisions/0012-backups-as-tables.md) of a gzipped tar with these members, in this order:

    head.json              what it holds, of which log, how far, when, and the columns of each table
    <table>/000001.jsonl   the rows of a table, one JSON array a line, in the order of its key; then 000002, …
    sums.note              rows and SHA-256 of every table, signed with the log's key (C2SP signed-note)

So `age -d -i IDENTITY FILE | tar xz` is all that it takes to look inside.
"""
