"""The list of proposals, and what its filter leaves of it."""

from __future__ import annotations

from uuid import UUID

from ledger.approvals.models import Proposal
from tests.builders import propose, sign
from tests.office import Office


def test_a_proposal_is_found_by_its_reference_kind_or_stage(little_office: Office) -> None:
    """And the file holds what the filter leaves."""
    world = little_office.world

    def called(ident: UUID) -> str:
        with world.store.reading() as session:
            return session.get_one(Proposal, ident).reference

    _award, waiting = propose(world, 1_000)
    _award, done = propose(world, 2_000)
    for who in ("carla", "deniz"):
        sign(world, who, done)
    clerk, one, other = little_office.enter("ilse"), called(waiting), called(done)
    for query, found in (
        ("kind=award&stage=open", (True, False)),
        ("stage=approved&kind=", (False, True)),
        ("kind=run", (False, False)),
        (f"q={one[:8].lower()}", (True, False)),
        ("kind=nonsense&stage=nonsense", (True, True)),
    ):
        for text in (clerk.get(f"/proposals?{query}").text, clerk.get(f"/proposals?{query}&format=csv").text):
            assert (one in text, other in text) == found, query
