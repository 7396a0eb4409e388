"""Making a payment file at its page, killed at every step: a file that somebody has is always one that the log knows."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable

import pytest
from sqlalchemy import select

from ledger.approvals.models import Proposal
from ledger.disbursements.models import PaymentFile, Run
from ledger.work import Store
from tests.agreement.comparing import compare
from tests.builders import World
from tests.disbursements.test_payment_file import BANK, run_of
from tests.office import Office
from tests.together.dying import die
from tests.web.browsing import form_on


def files(world: World) -> list[str]:
    """The hashes of the files that the log knows."""
    with world.store.reading() as session:
        return list(session.scalars(select(PaymentFile.sha256)))


def test_a_file_killed_at_any_step_is_made_by_the_same_request_or_signed_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failed and not stored: the same form makes it. Stored and not handed over: it leads to what can be done."""
    world = office.world
    run = run_of(world, monkeypatch, BANK)
    with world.store.reading() as session:
        here = f"/runs/{session.get_one(Run, run).reference}"
    world.store.engine.dispose()
    world.store = office.app.extensions["store"]
    farah, carla = office.enter("farah"), office.enter("carla")
    hidden, where = form_on(farah.get(f"{here}/payees").text, f"{here}/payees")
    fields = {**hidden, "form": "pain.001"}

    def act(_store: Store, say: Callable[[bytes], None]) -> None:
        answer = farah.client.post(where, data=fields)
        if answer.mimetype == "application/xml" and files(world) == [hashlib.sha256(answer.data).hexdigest()]:
            os.kill(os.getpid(), signal.SIGKILL)
        say(answer.data)

    step = 0
    while not files(world):
        step += 1
        fields |= office.proof("farah")
        assert die(world, act, step) == (False, b"")
    assert step > 15
    answer = farah.press(where, {**fields, **office.proof("farah")})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{here}/payees")
    assert "nothing was done a second time" in farah.get(f"{here}/payees").text
    assert farah.send(here, f"{here}/lost").status_code == 303
    with world.store.reading() as session:
        asked = session.scalars(select(Proposal.reference).where(Proposal.kind == "lost_file")).one()
    assert carla.sign(f"/proposals/{asked}", verdict="approve").status_code == 303
    again = farah.sign(f"{here}/payees", form="pain.001")
    assert hashlib.sha256(again.data).hexdigest() in files(world)
    compare(world)
