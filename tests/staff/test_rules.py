"""Who may hold what together, and when an organisation can still work: without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.actor import Grant, Role
from ledger.errors import Refusal
from ledger.staff.rules.able import Lack, can_be_signed, lacks_of, refuse_loss
from ledger.staff.rules.grants import (
    End,
    after,
    read,
    read_ends,
    refuse_clash,
    refuse_ended,
    written,
    written_ends,
)

MONDAY = date(2026, 1, 5)
ENOUGH = {
    "amina": {Role.OFFICER},
    "carla": {Role.APPROVER},
    "deniz": {Role.APPROVER},
    "farah": {Role.FINANCE},
    "goran": {Role.FINANCE},
    "hana": {Role.STEWARD},
}
DAYS = st.integers(0, 20).map(lambda days: MONDAY + timedelta(days=days))
GRANTS = st.builds(Grant, st.sampled_from(list(Role)), DAYS, DAYS)


def people(**differing: set[Role]) -> dict[str, frozenset[Role]]:
    """Enough people, but for these."""
    return {name: frozenset(roles) for name, roles in {**ENOUGH, **differing}.items()}


def test_enough_people_lack_nothing() -> None:
    """One proposes, two sign, two pay, one appoints."""
    assert lacks_of(people()) == frozenset()


@pytest.mark.parametrize(
    ("differing", "lack"),
    [
        ({"amina": set()}, Lack.SIGNING),
        ({"carla": set()}, Lack.SIGNING),
        ({"amina": set(), "carla": {Role.OFFICER, Role.APPROVER}}, Lack.SIGNING),
        ({"farah": set()}, Lack.PAYING),
        ({"amina": set()}, Lack.PAYING),
        ({"hana": set()}, Lack.APPOINTING),
    ],
)
def test_each_lack_is_noticed(differing: dict[str, set[Role]], lack: Lack) -> None:
    """One at a time; an officer who approves or pays does not count for their own proposals."""
    assert lack in lacks_of(people(**differing))
    with pytest.raises(Refusal):
        refuse_loss(people(), people(**differing))


def test_what_was_lacking_before_is_no_loss() -> None:
    """An organisation that lost somebody can still change what it has."""
    assert refuse_loss(people(hana=set()), people(hana=set(), ilse={Role.AUDITOR})) is None  # type: ignore[func-returns-value]


def test_who_proposes_does_not_count_among_those_who_sign() -> None:
    """Three approvers, one of whom is the only officer: two can sign."""
    three = people(amina={Role.OFFICER, Role.APPROVER})
    officers = frozenset({Role.OFFICER})
    assert [can_be_signed(three, officers, Role.APPROVER, count) for count in (2, 3)] == [True, False]
    assert not can_be_signed(people(amina=set()), officers, Role.APPROVER, 1)


@given(st.lists(GRANTS, max_size=5), st.lists(st.builds(End, st.sampled_from(list(Role)), DAYS), max_size=3))
def test_nothing_holds_beyond_its_end(grants: list[Grant], ended: list[End]) -> None:
    """And no end gives anybody a day that they did not have."""
    left = after(grants, [], ended)
    for day in range(22):
        on = MONDAY + timedelta(days=day)
        before = {one.role for one in grants if one.holds(on)}
        assert {one.role for one in left if one.holds(on)} == before - {end.role for end in ended if end.until < on}


@given(st.lists(GRANTS, max_size=5))
def test_a_clash_is_found_on_the_day_on_which_it_is_one(grants: list[Grant]) -> None:
    """Exactly where some day would have auditor or donor beside another role."""
    days = [MONDAY + timedelta(days=day) for day in range(22)]
    held = [frozenset(one.role for one in grants if one.holds(on)) for on in days]
    clash = any(len(roles) > 1 and roles & {Role.AUDITOR, Role.DONOR} for roles in held)
    if clash:
        with pytest.raises(Refusal, match="stand alone"):
            refuse_clash(grants)
    else:
        refuse_clash(grants)


@given(st.lists(GRANTS, max_size=4), st.lists(st.builds(End, st.sampled_from(list(Role)), DAYS), max_size=3))
def test_what_a_proposal_says_is_read_back(grants: list[Grant], ended: list[End]) -> None:
    """Day by day and role by role."""
    assert read(written(grants)) == grants
    assert read_ends(written_ends(ended)) == ended


@pytest.mark.parametrize(("days", "ends"), [(-2, False), (-1, True), (0, True), (8, True), (9, False)])
def test_a_role_ends_with_yesterday_or_later_and_before_it_would_anyway(days: int, ends: bool) -> None:
    """It lasts nine more days: ending it with the last of them would be no end."""
    held, end = (
        [Grant(Role.OFFICER, MONDAY, MONDAY + timedelta(days=9))],
        End(Role.OFFICER, MONDAY + timedelta(days=days)),
    )
    if ends:
        refuse_ended(held, [end], MONDAY)
    else:
        with pytest.raises(Refusal):
            refuse_ended(held, [end], MONDAY)
