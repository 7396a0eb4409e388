"""What each action and each page costs in a ledger of ten thousand log entries, and in one of a million.

.venv/bin/python benchmarks/growing.py [entries]

The ledger grows by the product's own actions: files of past awards that two people sign for, and a run of 8,192
payments with its statement. Seconds are those of this process, so that others on the machine do not count. Pages are
those that people find by following links, one of each shape; files of whole lists are left out.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from ground import take_in
from lists import founded
from runs import OURS, THEIRS, Way
from sqlalchemy import func, select
from vault import register_many, signed_for

from ledger.approvals.models import Proposal
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import AwardKind
from ledger.channels.actions.payers import set_payer
from ledger.funds.models import Fund
from ledger.log.models import LogEntry
from ledger.vault.rules.compartments import Compartment
from tests.builders import World, register, sign, terms
from tests.office import SHAPE, Clerk, Office, crawl

FEW = 10_000
OF_AN_AWARD = 13 / 3
"""Log entries that a past award brings."""
IN_A_FILE = 20_000
PEOPLE = ("amina", "carla", "farah", "ilse")
TIMES = 9
Costs = dict[str, float]


def main(entries: int) -> None:
    """Measure, grow, measure again, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        office = founded(Path(folder) / "home", gift=10**12)
        world = office.world
        with world.store.work(world.actors["farah"]) as work:
            set_payer(work, "main-eur", OURS)
        _grow(world, FEW)
        few, small = _size(world), _measured(office)
        signed_for(world, register_many(world, 512, Compartment.PAYMENT, THEIRS), 16)
        world.clock.move(timedelta(days=31 * 15))
        Way(world).go()
        _grow(world, entries)
        many, large = _size(world), _measured(office)
        office.world.store.engine.dispose()
    print(f"{'':<60} {few:>9,} {many:>9,}   ratio")
    for name in sorted(small, key=lambda one: -large.get(one, 0) / small[one]):
        if name in large:
            print(f"{name:<60} {small[name]:6.1f} ms {large[name]:6.1f} ms   {large[name] / small[name]:.2f}")


def _size(world: World) -> int:
    with world.store.reading() as session:
        return int(session.scalar(select(func.max(LogEntry.seq))) or 0) + 1


def _grow(world: World, entries: int) -> None:
    """Take in files of past awards until the log has so many entries."""
    while (left := entries - _size(world)) > OF_AN_AWARD:
        take_in(world, min(IN_A_FILE, int(left / OF_AN_AWARD) + 1))


def _measured(office: Office) -> Costs:
    return {**_actions(office.world), **_pages(office)}


def _actions(world: World) -> Costs:
    """Milliseconds of one promise that is paid, step by step: the median of several."""
    took = defaultdict[str, list[float]](list)
    for _ in range(TIMES):
        began = time.process_time()
        who = register(world, THEIRS)
        took["register somebody with sealed details"].append(time.process_time() - began)
        began = time.process_time()
        proposal = _proposed(world, who)
        took["propose"].append(time.process_time() - began)
        for approver, step in (("carla", "sign first"), ("deniz", "sign second")):
            began = time.process_time()
            sign(world, approver, proposal)
            took[step].append(time.process_time() - began)
        way = Way(world)
        way.go()
        for step, spent in way.spent.items():
            took[step].append(spent.cpu)
    return {f"action: {step}": statistics.median(times) * 1000 for step, times in took.items()}


def _proposed(world: World, who: str) -> UUID:
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        award = propose_award(work, terms(world, fund, who, 10_000, 1, AwardKind.EMERGENCY_GRANT))
        return work.session.get_one(Proposal, award.proposal_id).id


def _pages(office: Office) -> Costs:
    costs: Costs = {}
    for name in PEOPLE:
        clerk = office.enter(name)
        for url, answer in crawl(clerk, "format="):
            shape = f"{name}: {SHAPE.sub('#', url)}"
            if answer.status_code == 200 and answer.mimetype == "text/html" and shape not in costs:
                costs[shape] = _page(clerk, url)
    return costs


def _page(clerk: Clerk, url: str) -> float:
    times = []
    for _ in range(TIMES):
        began = time.process_time()
        clerk.client.get(url)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
