"""A mobile money operator's table as finance writes it: a line a column, `what it holds | its heading | text`."""

from __future__ import annotations

import json

from ledger.banking.mobile_csv import Column, Holds, Profile
from ledger.errors import N_, Refusal

MOST = 40
"""Columns of a table."""

FIRST = """code | Reference
phone | Mobile number
name | Name
amount | Amount
currency | Currency
reference | Message"""
"""What a new profile begins with."""

DELIMITERS = {",": N_("Comma"), ";": N_("Semicolon"), "tab": N_("Tab")}


def profile_in(written: str, delimiter: str, *, header: bool) -> Profile:
    """Read the lines of a profile. Raises Refusal that names the line."""
    columns = tuple(_column(number, line) for number, line in enumerate(written.splitlines(), 1) if line.strip())
    if not 0 < len(columns) <= MOST:
        raise Refusal(N_("A table has 1 to %(most)s columns, one a line."), field="columns", most=MOST)
    if delimiter not in DELIMITERS:
        raise Refusal(N_("Choose what stands between two cells."), field="delimiter")
    found = Profile(columns, "\t" if delimiter == "tab" else delimiter, header)
    try:
        found.check()
    except Refusal as refusal:
        raise Refusal(refusal.sentence, field="columns", **refusal.values) from None
    return found


def _column(number: int, line: str) -> Column:
    parts = [part.strip() for part in line.split("|")]
    holds, heading, text = (*parts, "", "", "")[:3]
    if holds not in set(Holds) or len(parts) > 3:  # noqa: PLR2004 - what it holds, its heading, its text
        raise Refusal(
            N_("Line %(number)s does not begin with one of: %(known)s."),
            field="columns",
            number=number,
            known=", ".join(one.value for one in Holds),
        )
    return Column(heading, Holds(holds), text)


def lines_of(profile: Profile) -> str:
    """Write a profile down as finance types it."""
    rows = ([one.holds.value, one.heading, *([one.text] if one.text else [])] for one in profile.columns)
    return "\n".join(" | ".join(row) for row in rows)


def kept(profile: Profile) -> str:
    """Return a profile as it is kept."""
    columns = [[one.heading, one.holds.value, one.text] for one in profile.columns]
    return json.dumps({"columns": columns, "delimiter": profile.delimiter, "header": profile.header})


def profile_from(text: str) -> Profile:
    """Return what `kept` wrote."""
    said = json.loads(text)
    columns = tuple(Column(heading, Holds(holds), text) for heading, holds, text in said["columns"])
    return Profile(columns, said["delimiter"], said["header"])
