"""The schema of entries: a member lost, added or of another kind is a fault, in every verb."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from audit.entry import ENVELOPE, VERBS, fault_of
from audit.replay import ROWS
from audit.verbs.books import LEFT_OUT, LINE
from audit.verbs.people import RULE
from tests.audit import bundles

ENTRIES = bundles.story()
EXAMPLES = {entry["verb"]: entry for entry in ENTRIES}
LISTS = {"entry.posted": ("lines", LINE), "policy.set": ("rules", RULE), "import.left_out": ("rows", LEFT_OUT)}
ODD: list[Any] = [{}, [[]], 1.5, "\n", -1]
"""Values that no member of any entry may have."""


def example(verb: str) -> dict[str, Any]:
    """Return a sound entry of a verb."""
    return copy.deepcopy(EXAMPLES[verb])


def in_order(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with its members in canonical order."""
    return dict(sorted(value.items()))


def test_every_verb_has_a_shape_and_every_entry_of_the_story_has_it() -> None:
    """The table of the schema and that of replay know the same verbs."""
    assert VERBS.keys() == ROWS.keys() == EXAMPLES.keys()
    assert [fault_of(entry) for entry in ENTRIES if fault_of(entry)] == []


@pytest.mark.parametrize("name", sorted(ENVELOPE))
def test_an_entry_has_exactly_its_members(name: str) -> None:
    """None lost, none of another kind."""
    for odd in ODD:
        if name == "data" and odd == {}:
            continue
        entry = {**example("donor.recorded"), name: odd}
        fault = fault_of(entry)
        assert fault is not None
        assert f"'{name}'" in fault
    entry = example("donor.recorded")
    del entry[name]
    assert fault_of(entry) == f"the entry lacks or adds '{name}'"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_data_has_exactly_the_members_of_its_verb(verb: str) -> None:
    """A member too many could carry a name; each one lost or odd is told."""
    entry = example(verb)
    entry["data"] = in_order({**entry["data"], "called": "Nadia"})
    assert fault_of(entry) == f"the data of {verb} lacks or adds 'called'"
    for name in EXAMPLES[verb]["data"]:
        entry = example(verb)
        del entry["data"][name]
        assert fault_of(entry) == f"the data of {verb} lacks or adds '{name}'"
        for odd in ODD:
            if takes_any(verb, name, odd):
                continue
            entry = example(verb)
            entry["data"][name] = odd
            fault = fault_of(entry)
            assert fault is not None, (verb, name, odd)
            assert f"'{name}'" in fault


def takes_any(verb: str, name: str, odd: object) -> bool:
    """Say whether a member may have one of the odd values: text as signed, amounts below nothing, no totals."""
    return (
        (odd == "\n" and name in {"bytes", "signature", "log_key"})
        or (odd == -1 and (name in {"minor", "opening", "closing"} or name.endswith("_minor")))
        or (odd == {} and (verb, name) == ("import.carried_out", "totals"))
    )


@pytest.mark.parametrize("verb", sorted(LISTS))
def test_lists_in_data_hold_exactly_shaped_objects(verb: str) -> None:
    """Lines, rules and rows are held to their members as well."""
    name, shape = LISTS[verb]
    for member in shape:
        for odd in ODD:
            if odd == -1 and member in {"minor", "base", "balance", "base_balance"}:
                continue
            entry = example(verb)
            entry["data"][name][0][member] = odd
            assert fault_of(entry) == f"the data of {verb} holds something else than it should in '{name}'"
        entry = example(verb)
        del entry["data"][name][0][member]
        assert fault_of(entry) is not None


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("v", True),
        ("v", 2),
        ("seq", True),
        ("at", "2026-02-29T00:00:00Z"),
        ("at", "2026-01-05T24:00:00Z"),
        ("at", "2026-01-05T09:00:00+00:00"),
        ("at", "2026-01-05T09:00:00.5Z"),
        ("work", "6F9619FF-8B86-4011-B42D-00CF4FC964FF"),
        ("work", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ("actor", "root"),
        ("verb", "award.paid"),
        ("subjects", ["B-7K3M-9QXT-C", "B-7K3M-9QXT-C"]),
        ("subjects", ["B-7K3M-9QXT-D", "B-7K3M-9QXT-C"]),
        ("subjects", ["Nadia"]),
        ("salt", "0" * 31),
        ("salt", "A" * 32),
    ],
)
def test_members_of_an_entry_are_written_in_one_way(member: str, value: object) -> None:
    """Days of the calendar, times in UTC, random ids, sorted subjects."""
    assert fault_of({**example("donor.recorded"), member: value}) is not None


@pytest.mark.parametrize(("minor", "sound"), [(2**53 - 1, True), (2**53, False), (-(2**53) + 1, True), (True, False)])
def test_integers_are_exact_everywhere(minor: int, sound: bool) -> None:
    """Beyond ±(2^53-1) readers of JSON begin to guess."""
    entry = example("entry.posted")
    entry["data"]["lines"][0]["balance"] = minor
    assert (fault_of(entry) is None) is sound


@pytest.mark.parametrize("entry", [None, [], 1, "x", {}])
def test_what_is_no_entry_has_a_fault(entry: object) -> None:
    """Whatever the bytes say."""
    assert fault_of(entry) is not None
