"""The pages of proposing, reviewing, replanning, stopping, and of emergencies."""

from __future__ import annotations

from datetime import timedelta

from tests.awards.test_reviews import plan_of, stipend
from tests.builders import award_of, propose, register
from tests.office import Clerk, Office

TERMS = {
    "kind": "stipend", "fund": "FUND", "purpose": "STI", "reason": "risk_and_need", "currency": "", "owed": "",
    "amount": "1,000.00", "rhythm": "monthly", "count": "3", "first": "2026-01-31",
}  # fmt: skip
HURRY = {**TERMS, "kind": "emergency_grant", "rhythm": "once", "count": "1", "first": "2026-01-05", "emergency": "y"}


def first_to_sign(clerk: Clerk) -> tuple[str, str]:
    """The desk of somebody, and the address of the proposal that stands first on it."""
    page = clerk.get("/").text
    return page, "/proposals/" + page.split("/proposals/")[1].split('"')[0]


def test_a_preview_shows_every_day_and_amount_and_loses_nothing(little_office: Office) -> None:
    """Days clamp at the ends of months, the parts sum exactly; going back finds everything as it was typed."""
    amina, who = little_office.enter("amina"), register(little_office.world)
    where = f"/awards/new/{who}"
    shown = amina.send(where, **TERMS)
    for text in ("Jan 31, 2026", "Feb 28, 2026", "Mar 31, 2026", "333.34", "333.33", "1,000.00", "Nothing is proposed"):
        assert text in shown.text
    back = amina.send(where, **TERMS, step="change")
    assert 'value="1,000.00"' in back.text
    assert 'value="2026-01-31"' in back.text
    given = {**TERMS, "rhythm": "given", "schedule": "2026-02-01 400.00\n2026-05-01 600.00"}
    assert "do not sum" in amina.send(where, **{**given, "amount": "999.00"}).text
    assert "May 1, 2026" in amina.send(where, **given).text
    late = amina.send(where, **{**TERMS, "first": "2027-12-01"})
    assert "after the fund closes" in late.text
    assert amina.send(where, **given, step="propose").status_code == 303


def test_an_emergency_stands_first_and_skips_no_signature(little_office: Office) -> None:
    """It is asked for in the past alone, stands before what is older, and is approved by the second of two."""
    world = little_office.world
    _older, _proposal = propose(world, 1_000)
    amina, who = little_office.enter("amina"), register(world)
    where = f"/awards/new/{who}"
    assert "Write a day and a time" in amina.send(where, **HURRY).text
    assert "in the future" in amina.send(where, **HURRY, requested_at="2026-01-07T09:00").text
    assert "Tick that this is" in amina.send(where, **{**HURRY, "emergency": ""}, requested_at="2026-01-05T08:00").text
    award = amina.send(where, **HURRY, requested_at="2026-01-05T08:15", step="propose").headers["Location"]
    world.clock.move(timedelta(minutes=30))
    for name, still in (("carla", "Waits for signatures"), ("deniz", "Approved")):
        clerk = little_office.enter(name)
        desk, url = first_to_sign(clerk)
        assert "waits for 1 hour, " in desk
        assert "so far" in clerk.get(url).text
        assert clerk.sign(url, verdict="approve").status_code == 303
        assert still in clerk.get(award).text
    farah = little_office.enter("farah")
    assert "waits for" in farah.get("/").text
    assert farah.send("/runs/new", currency="EUR", channel="bank", until="2026-01-05").status_code == 303
    desk, url = first_to_sign(little_office.enter("goran"))
    assert "waits for" in desk
    told = amina.get("/awards/emergencies")
    assert "To the last signature" in told.text
    assert "Emergency grant, waits for 1 hour" in amina.get("/awards").text
    assert amina.get("/awards/emergencies?format=csv").mimetype == "text/csv"


def test_what_is_still_promised_is_reviewed_replanned_stopped_and_resumed(little_office: Office) -> None:
    """Each by its form; what one person can, and what waits for another's signature."""
    world = little_office.world
    award = stipend(world)
    there = f"/awards/{award_of(world, award).reference}"
    amina = little_office.enter("amina")
    assert "Review is due" in amina.get(there).text
    form = f"{there}/instalments/1/review"
    assert "Tick this as well" in amina.send(form, outcome="passed", safe="y").text
    assert "Choose the reason" in amina.send(form, outcome="postponed", again_on="2026-01-20").text
    assert amina.send(form, outcome="postponed", reason="unsafe", again_on="2026-01-20").status_code == 303
    assert "Put off" in amina.get(there).text
    assert amina.send(form, outcome="passed", safe="y", needed="y").status_code == 303
    assert "Passed" in amina.get(there).text
    plan = {"rhythm": "quarterly", "count": "2", "first": "2026-01-31"}
    assert "Apr 30, 2026" in amina.send(f"{there}/schedule", **plan).text
    assert amina.send(f"{there}/schedule", **plan, step="propose").status_code == 303
    assert "Changed schedule" in amina.get(there).text
    for name in ("carla", "deniz"):
        clerk = little_office.enter(name)
        page = clerk.get(there).text
        url = "/proposals/" + page.split("waits for signatures")[1].split("/proposals/")[1].split('"')[0]
        assert "Apr 30, 2026" in clerk.get(url).text
        assert clerk.sign(url, verdict="approve").status_code == 303
    assert [one[1] for one in plan_of(world, award)] == ["recognised", "replaced", "replaced", "planned", "planned"]
    farah = little_office.enter("farah")
    assert farah.send(f"{there}/stop", reason="doubt").status_code == 303
    assert "Stopped: nothing more" in amina.get(there).text
    assert amina.send(there, f"{there}/resume").status_code == 303
    assert "Stopped award resumed" in little_office.enter("carla").get("/").text
    assert farah.get(form).status_code == 404
