"""Money of an advance that is gone: others sign it, and the books say so."""

from __future__ import annotations

import pytest

from ledger.advances.actions.losing import propose_loss
from ledger.advances.models import Advance, AdvanceStage
from ledger.errors import Refusal
from tests.advances.test_holding import advanced, posted, read
from tests.agreement.replaying import replayed
from tests.builders import World, sign
from tests.office import Office


def test_a_loss_takes_two_and_settles_what_is_left(world: World) -> None:
    """Nothing is lost by one signature, nor more than is left."""
    ident = advanced(world, 10_000, 0)
    with pytest.raises(Refusal, match=r"at most the 100\.00 EUR"), world.store.work(world.actors["farah"]) as work:
        propose_loss(work, work.session.get_one(Advance, ident), 10_001, "theft")
    with world.store.work(world.actors["farah"]) as work:
        proposal = propose_loss(work, work.session.get_one(Advance, ident), 10_000, "theft").id
    sign(world, "carla", proposal)
    assert posted(world, "advance_lost") == []
    sign(world, "deniz", proposal)
    assert posted(world, "advance_lost") == [
        ("advance_lost", [("5850", "EUR", 10_000, 10_000), ("1300", "EUR", -10_000, -10_000)])
    ]
    assert read(world, ident).stage is AdvanceStage.SETTLED
    assert replayed(world).findings == []


def test_finance_sees_money_in_other_hands_and_clears_it(office: Office) -> None:
    """From registering to a fee, at the pages; a second advance is refused with a sentence, and nothing typed is lost."""
    clerk = office.enter("farah")
    assert clerk.send("/intermediaries/new", code="I1", kind="partner", label="The partner").status_code == 303
    asked = {"intermediary": "I1", "fund": "FUND", "currency": "EUR", "amount": "100.00", "fee": "1.00"}
    reference = clerk.send("/advances/new", **asked).headers["Location"].rpartition("/")[2]
    again = clerk.send("/advances/new", **asked)
    assert f"has not cleared {reference}" in again.text
    assert 'value="100.00"' in again.text
    signer = office.enter("carla")
    url = next(one for one in signer.get("/").text.split('"') if one.startswith("/proposals/"))
    assert "The partner" in signer.get(url).text
    assert signer.sign(url, verdict="approve").status_code == 303
    assert "Approved" in clerk.get(f"/advances/{reference}").text
    office.enter("ilse").get("/advances")
    assert office.enter("amina").client.get("/advances").status_code == 404
