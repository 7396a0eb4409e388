"""A small demo is built whole, its pages about sealed records have something to show, and a stranger can check it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.actor import Actor
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.awards.emergencies import clocks_since
from ledger.awards.models import Award, AwardStage
from ledger.banking.limits import Bound
from ledger.commands import main
from ledger.commands.opening import open_store
from ledger.demo import cast, year
from ledger.demo.build import build, clear, is_half
from ledger.demo.diary import Diary
from ledger.demo.year import Signing, Year
from ledger.desk.queries import to_sign
from ledger.desk.sealed import sealed_for
from ledger.disbursements.limiting import held_back
from ledger.disbursements.models import Channel
from ledger.log.models import LogEntry
from ledger.settings import Settings, settings_from
from ledger.signin.queries import actor_for, person_named
from ledger.staff.queries.proposals import waiting_about
from ledger.vault.models import Opening, OpeningStage
from ledger.vault.rules.compartments import Compartment
from ledger.work import Store

ALIVE = (
    "contact.opened",
    "opening.asked",
    "opening.consented",
    "opening.shown",
    "opening.refused",
    "payees.opened",
    "beneficiary.erased",
    "consent.withdrawn",
    "access.suspended",
    "lock.regranted",
    "lock.renewed",
    "hint.checked",
    "instalment.reviewed",
    "award.rescheduled",
    "award.stopped",
    "award.resumed",
    "disbursement.split",
    "payment.named",
    "advance.settled",
)
"""What a visitor finds on the log: sealed records, instalments that do not go as planned, the ways of money."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small demo."""
    settings = settings_from({"ALMONER_HOME": str(tmp_path_factory.mktemp("demo") / "home")})
    build(settings, seed=7, awards=15)
    return settings


def test_half_a_demo_is_known_and_cleared_away(tmp_path: Path) -> None:
    """A build that was killed leaves its mark; a home without a demo's list of people is never touched."""
    settings = settings_from({"ALMONER_HOME": str(tmp_path)})
    left = (settings.demo_mark, settings.log_key, tmp_path / "almoner.db", tmp_path / "almoner.db-wal")
    for path in left:
        path.touch()
    assert not is_half(settings)
    settings.demo_people.touch()
    assert is_half(settings)
    clear(settings)
    assert list(tmp_path.iterdir()) == []


def test_a_whole_demo_is_not_built_anew(demo: Settings) -> None:
    """Nothing of it says that it is half."""
    assert not is_half(demo)


@pytest.fixture
def session(demo: Settings) -> Iterator[Session]:
    """Reading what was built."""
    store = open_store(demo)
    with store.reading() as session:
        yield session
    store.engine.dispose()


def test_a_stranger_can_check_a_demo(demo: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bundle and verify, both with exit code 0."""
    monkeypatch.setenv("ALMONER_HOME", str(demo.home))
    assert main(["bundle", "--out", str(tmp_path / "b.zip")]) == 0
    assert main(["verify", str(tmp_path / "b.zip")]) == 0


@pytest.mark.parametrize("verb", ALIVE)
def test_sealed_records_have_a_story(session: Session, verb: str) -> None:
    """Through the product's own actions, so that its pages and its auditor have something to read."""
    assert session.scalar(select(LogEntry.seq).where(LogEntry.verb == verb).limit(1)) is not None


def test_somebody_has_a_stipend_and_a_school_that_is_paid(session: Session) -> None:
    """By two ways, both running, neither waiting for a signature though the school has moved its account."""
    running = select(Award).where(Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE]), Award.way > 1)
    for school in session.scalars(running):
        alike = select(Award).where(Award.beneficiary == school.beneficiary, Award.way == 1)
        own = session.scalars(alike).one()
        assert (own.paid_to, school.paid_to) == ("beneficiary", "provider")
        assert (own.stage, school.stage) == (AwardStage.ACTIVE, AwardStage.ACTIVE)
        assert not own.payee_void
        assert not school.payee_void
        break
    else:
        pytest.fail("nobody has a second way to be paid")


def test_nothing_on_a_demo_rings(session: Session) -> None:
    """An alarm would say that somebody exchanged something."""
    assert session.scalar(select(LogEntry.seq).where(LogEntry.verb == "alarm.raised").limit(1)) is None


def test_a_file_was_looked_at(session: Session) -> None:
    """By two people, like who somebody is."""
    seen = select(Opening.id).where(Opening.compartment == Compartment.ATTACHMENT, Opening.stage == OpeningStage.SHOWN)
    assert session.scalar(seen.limit(1)) is not None


def test_a_custodian_has_something_to_do(session: Session) -> None:
    """A wish to consent to, and somebody whose day of erasure has come."""
    waiting = sealed_for(session, actor_on(session, "deniz"), last_moment(session))
    assert waiting.to_consent
    assert waiting.erasures


def test_an_officer_can_look_once(session: Session) -> None:
    """One wish is consented to already."""
    desks = [sealed_for(session, actor_on(session, name), last_moment(session)) for name in ("amina", "bao", "leila")]
    assert any(desk.to_look for desk in desks)


def test_an_emergency_stands_first_on_an_approvers_desk(session: Session) -> None:
    """It lacks one signature; the money of two others was sent within the hour of their second one."""
    desks = [to_sign(session, actor_on(session, name)) for name in ("carla", "deniz", "emeka")]
    assert any(desk and desk[0].waiting.since for desk in desks)
    clocks = clocks_since(session, last_moment(session) - timedelta(days=365))
    assert len([one for one in clocks if one.legs[2] and one.legs[2] < timedelta(hours=1)]) >= 2


def test_a_payment_stays_behind_for_what_one_payee_gets_in_a_month(session: Session) -> None:
    """So that finance sees, where they gather, which limit it is and when it can go."""
    today = last_moment(session).date()
    held = held_back(session, "EUR", Channel.MOBILE_MONEY, today + timedelta(days=7), today)
    assert Bound.PAYEE_MONTH in {one.short.bound for one in held if one.short}


def test_somebody_is_told_what_is_proposed_about_them(session: Session) -> None:
    """Another role for them waits for a signature."""
    name, _role = cast.RISES
    assert [kind for kind, _at in waiting_about(session, person_named(session, name).id)] == ["roles"]


@dataclass
class Signatures:
    """Stands for the stage: notes who would sign what."""

    store: Store
    seen: list[Verdict]

    def sign(self, _player: object, _proposal: UUID, verdict: Verdict) -> None:
        """Note it."""
        self.seen.append(verdict)


@pytest.mark.parametrize(("left", "verdict", "still"), [(0, Verdict.REFUSE, 0), (10**9, Verdict.APPROVE, 1)])
def test_what_a_fund_cannot_bear_is_refused(
    demo: Settings, session: Session, monkeypatch: pytest.MonkeyPatch, left: int, verdict: Verdict, still: int
) -> None:
    """And nobody signs it afterwards; the story goes on."""
    waits = select(Proposal.id).where(Proposal.kind == "award", Proposal.stage == ProposalStage.OPEN)
    proposal = session.scalars(waits.limit(1)).one()
    monkeypatch.setattr(year, "available", lambda *_: left)
    stage: Any = Signatures(open_store(demo), [])
    other: Any = Signing(date.max, proposal, stage)
    told = Year(stage, {"GENERAL": uuid4()}, 0, Diary(stage, []), [other])
    told._sign(other)
    assert (stage.seen, len(told.signings)) == ([verdict], still)
    stage.store.engine.dispose()


def actor_on(session: Session, name: str) -> Actor:
    """Somebody with the roles of the last day."""
    return actor_for(session, person_named(session, name).id, last_moment(session).date())


def last_moment(session: Session) -> datetime:
    """When the demo's last entry was written."""
    return session.scalars(select(LogEntry.at).order_by(LogEntry.seq.desc()).limit(1)).one()
