"""Which links stand beside each other, and which are folded into a section."""

from __future__ import annotations

import pytest

from ledger.web.navigation import ROOM, Link, Section, arrange

DESK = (Section.DESK, Link("Desk", "/", current=False))
LOANS = (Section.CASEWORK, Link("Loans", "/loans", current=False))


def money(count: int) -> list[tuple[Section, Link]]:
    """So many pages about money; the last one is open."""
    return [(Section.MONEY, Link(f"M{at}", f"/m/{at}", current=at == count)) for at in range(1, count + 1)]


def test_a_few_links_stand_beside_each_other() -> None:
    """A donor, or somebody with one small role, needs no menus."""
    menus = arrange([DESK, LOANS, *money(ROOM - 2)])
    assert [menu.label for menu in menus] == ["", "", ""]
    assert sum(len(menu.links) for menu in menus) == ROOM


def test_more_are_folded_into_their_sections() -> None:
    """The desk never is, nor a section with a single link."""
    menus = arrange([DESK, LOANS, *money(ROOM - 1)])
    assert [(menu.label, len(menu.links)) for menu in menus] == [("", 1), ("", 1), ("Money", ROOM - 1)]


@pytest.mark.parametrize("count", [2, ROOM])
def test_a_menu_tells_that_the_open_page_stands_in_it(count: int) -> None:
    """Folded or not."""
    assert [menu.current for menu in arrange([DESK, *money(count)])] == [False, True]
