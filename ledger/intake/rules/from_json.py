"""360Giving JSON: an object with a list `grants`, numbers read as decimals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ledger.intake.rules import headings as h
from ledger.intake.rules.records import CannotRead, Record, Source

_PATHS = {
    h.ID: "id",
    h.AMOUNT: "amountAwarded",
    h.CURRENCY: "currency",
    h.AWARDED: "awardDate",
    h.FUNDER: "fundingOrganization/0/id",
    h.ORGANISATION: "recipientOrganization/0/id",
    h.INDIVIDUAL: "recipientIndividual/id",
}
_SIMPLE = (h.ID, h.AMOUNT, h.CURRENCY, h.AWARDED)
_DATES = (("plannedDates", h.PLANNED_START, h.PLANNED_END), ("actualDates", h.ACTUAL_START, h.ACTUAL_END))


def open_json(content: bytes) -> Source:
    """Open a file of grants. Raises CannotRead."""
    try:
        parsed = json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_doubles,
        )
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        if isinstance(error, _Doubled):
            raise CannotRead(str(error)) from None
        raise CannotRead("The file is not JSON in UTF-8. Export it again from where it comes from.") from None
    grants = parsed.get("grants") if isinstance(parsed, dict) else None
    if not isinstance(grants, list):
        raise CannotRead('The file has no list "grants" as 360Giving JSON has. Is it another kind of file?')
    return Source(_records(grants), dict(_PATHS))


class _Doubled(ValueError):  # noqa: N818 - what the file is
    """An object that says one thing twice."""


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Doubled("An object of the file has the same name twice, so it cannot be told what it says.")
    return found


def _refuse_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _records(grants: list[Any]) -> Iterator[Record]:
    for place, grant in enumerate(grants, start=1):
        record = Record(place)
        if isinstance(grant, dict):
            _fill(record, grant)
        yield record


def _fill(record: Record, grant: dict[str, Any]) -> None:
    for meaning in _SIMPLE:
        _put(record, meaning, _PATHS[meaning], grant.get(_PATHS[meaning]))
    for name, meaning, singular in (
        ("fundingOrganization", h.FUNDER, False),
        ("recipientOrganization", h.ORGANISATION, False),
        ("recipientIndividual", h.INDIVIDUAL, True),
    ):
        for index, one in enumerate(_listed(grant.get(name))):
            path = f"{name}/id" if singular else f"{name}/{index}/id"
            _put(record, meaning, path, one.get("id"))
            if meaning != h.FUNDER:
                _put(record, h.NAMED, path, one.get("name"))
    for name, start, end in _DATES:
        for index, one in enumerate(_listed(grant.get(name))[:1]):
            _put(record, start, f"{name}/{index}/startDate", one.get("startDate"))
            _put(record, end, f"{name}/{index}/endDate", one.get("endDate"))
    for one in _listed(grant.get("toIndividualsDetails"))[:1]:
        purposes = one.get("grantPurpose")
        first = purposes[0] if isinstance(purposes, list) and purposes else purposes
        _put(record, h.PURPOSE, "toIndividualsDetails/grantPurpose", first)


def _put(record: Record, meaning: str, path: str, value: Any) -> None:
    record.put(meaning, path, "?" if isinstance(value, dict | list) else value)


def _listed(value: Any) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, dict)]
