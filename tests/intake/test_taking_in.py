"""A file becomes awards when two have signed: everything in one unit of work, nobody named (both engines)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from ledger.approvals.models import Verdict
from ledger.awards.models import Award, AwardStage
from ledger.books.queries import trial_balance
from ledger.books.rules.rates import rates_from
from ledger.errors import Refusal
from ledger.funds.models import Contribution, Fund
from ledger.intake.actions.propose import Joined, propose_import
from ledger.intake.rules.reading import read_awards
from ledger.intake.rules.records import Reading
from ledger.log.models import LogEntry
from tests.agreement.replaying import replayed
from tests.builders import World, sign

TODAY = date(2026, 1, 5)
NAME = "Xenophila Quarantotti"


def a_file(count: int = 6, broken: int = 1) -> Reading:
    """Grants of two funders in two currencies to three recipients, some that cannot be taken."""
    grants = [
        {
            "id": f"360G-{n}", "title": NAME, "amountAwarded": 100.01 + n if n >= broken else 0,
            "currency": "GBP" if n % 2 else "EUR", "awardDate": f"2019-03-{n + 1:02}",
            "fundingOrganization": [{"id": f"GB-CHC-{n % 2}", "name": NAME}],
            "recipientIndividual": {"id": f"secret-recipient-{n % 3}", "name": NAME},
        }
        for n in range(count)
    ]  # fmt: skip
    return read_awards(json.dumps({"grants": grants}).encode(), TODAY)


def proposed(world: World, reading: Reading, without: int = 1) -> tuple[object, Joined]:
    """Propose a file with a rate for its other currency."""
    with world.store.work(world.actors["amina"]) as work:
        proposal, joined = propose_import(work, reading, rates_from("GBP 1.1625 ECB 2025-12-31"), without=without)
        return proposal.id, joined


def test_two_signatures_take_everything_in(world: World) -> None:
    """Donor and fund per funder, contributions that cover, awards completed and paid on their days; replay agrees."""
    reading = a_file()
    proposal, joined = proposed(world, reading)
    sign(world, "carla", proposal)  # type: ignore[arg-type]
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Award)) == 0
    sign(world, "deniz", proposal)  # type: ignore[arg-type]
    with world.store.reading() as session:
        awards = list(session.scalars(select(Award)))
        assert {award.stage for award in awards} == {AwardStage.COMPLETED}
        assert sum(award.minor for award in awards if award.currency == "GBP") == reading.totals()["GBP"]
        assert {fund.code for fund in session.scalars(select(Fund))} == {"FUND", "GB-CHC-0/EUR", "GB-CHC-1/GBP"}
        assert session.scalar(select(func.count()).select_from(Contribution)) == 3
        left = {(b.account, b.currency): (b.minor, b.base_minor) for b in trial_balance(session) if b.account == "1000"}
        assert left[("1000", "GBP")] == (0, 0)
    assert {pseudonym for _key, pseudonym in joined.rows} == {award.beneficiary for award in awards}
    assert replayed(world).findings == []


def test_nobody_of_the_file_is_named_anywhere(world: World) -> None:
    """Neither names nor identifiers of recipients stand in any table or in the log."""
    proposal, _joined = proposed(world, a_file())
    sign(world, "carla", proposal)  # type: ignore[arg-type]
    sign(world, "deniz", proposal)  # type: ignore[arg-type]
    with world.store.reading() as session:
        tables = session.execute(select(LogEntry.bytes)).scalars().all()
        assert not any(b"secret-recipient" in one or b"Xenophila" in one or b"360G-" in one for one in tables)
        for table in ("award", "beneficiary", "import_row", "import_fund", "donor", "fund", "household", "profile"):
            content = repr(session.execute(text(f"SELECT * FROM {table}")).all())
            assert "secret-recipient" not in content
            assert "Xenophila" not in content


def test_refused_rows_are_left_out_only_when_the_officer_says_so(world: World) -> None:
    """And the log says which."""
    with pytest.raises(Refusal, match="1 rows cannot be taken"):
        proposed(world, a_file(), without=0)
    proposed(world, a_file())
    with world.store.reading() as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.verb == "import.left_out")).one()
        assert json.loads(entry.bytes)["data"]["rows"] == [
            {"field": "amountAwarded", "reason": "amount_nothing", "row": 1}
        ]


def test_the_same_file_is_not_taken_twice(world: World) -> None:
    """By rule; after a refusal it may be proposed again."""
    proposal, _ = proposed(world, a_file())
    with pytest.raises((Refusal, IntegrityError)):
        proposed(world, a_file())
    sign(world, "carla", proposal, Verdict.REFUSE)  # type: ignore[arg-type]
    proposed(world, a_file())


def test_a_missing_rate_and_an_empty_file_are_refused(world: World) -> None:
    """In a sentence, and nothing is stored."""
    with pytest.raises(Refusal, match="rate is missing for GBP"), world.store.work(world.actors["amina"]) as work:
        propose_import(work, a_file(), {}, without=1)
    with pytest.raises(Refusal, match="No row"):
        proposed(world, a_file(1))


@pytest.mark.parametrize(
    "rates", ["GBP", "GBP x ECB 2026-01-01", "GBP 0 ECB 2026-01-01", "GBP 1.2 ECB yesterday", "GBP 1.2 2026-01-01"]
)
def test_a_rate_that_is_not_written_so_is_refused(rates: str) -> None:
    """Code, rate, source, day."""
    with pytest.raises(Refusal):
        rates_from(rates)
