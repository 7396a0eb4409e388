"""Founding: one unit of work that only an empty ledger takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.actor import may_stand_together
from ledger.approvals.actions import set_policy
from ledger.approvals.rules import FIRST_POLICY
from ledger.books.accounts import lay_out_chart
from ledger.errors import N_, Refusal
from ledger.keys.passphrase import ArgonProfile
from ledger.money import digits_of
from ledger.organisation import Organisation, the_organisation
from ledger.signin.actions.register import NewAccount, Newcomer, register_person
from ledger.staff.rules.able import Lack, lacks_of
from ledger.work import Work

LEAST_PEOPLE = 3
"""One who proposes and two who sign."""

MISSING = {
    Lack.SIGNING: N_("At least three people begin: an officer, and two approvers besides that officer."),
    Lack.PAYING: N_(
        "Two people need the finance role: one prepares a run, another, who proposed no award in it, frees it."
    ),
    Lack.APPOINTING: N_("Somebody needs the steward role, to appoint people later."),
}
"""What is said of a beginning that lacks something."""

_ORIGIN = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[a-z0-9._-]+)*")


@dataclass(frozen=True, slots=True)
class Foundation:
    """What an installation begins with. `origin` is a schema-less name such as `almoner.example/books`."""

    name: str
    origin: str
    base_currency: str
    log_key: str
    """The log's verifier key."""
    demo: bool = False


def found(work: Work, what: Foundation, people: Sequence[Newcomer], profile: ArgonProfile) -> list[NewAccount]:
    """Write the organisation, its chart, its first people and policy. Returns each person's first secrets, once."""
    check_foundation(what)
    check_people(people)
    if the_organisation(work.session) is not None:
        raise Refusal(N_("There is an organisation here already. Choose another home, or use this one."))
    work.session.add(
        Organisation(
            id=1,
            name=what.name,
            origin=what.origin,
            base_currency=what.base_currency,
            log_key=what.log_key,
            demo=what.demo,
            founded_at=work.at,
        )
    )
    work.session.flush()
    work.record(
        "organisation.founded",
        [],
        origin=what.origin,
        base_currency=what.base_currency,
        log_key=what.log_key,
        demo=what.demo,
        rules=1,
    )
    lay_out_chart(work)
    accounts = [register_person(work, newcomer, profile, must_change=not what.demo) for newcomer in people]
    set_policy(work, 1, FIRST_POLICY)
    return accounts


def check_foundation(what: Foundation) -> None:
    """Refuse a name, origin or currency that the ledger cannot begin with."""
    if not what.name.strip():
        raise Refusal(N_("Give the organisation a name for its pages."), field="name")
    if not _ORIGIN.fullmatch(what.origin):
        raise Refusal(
            N_("The origin is a name like almoner.example/books: lower-case letters, digits, dots, hyphens, slashes."),
            field="origin",
        )
    if digits_of(what.base_currency) is None:
        raise Refusal(N_("%(code)s is not a currency the ledger knows."), field="currency", code=what.base_currency)


def check_people(people: Sequence[Newcomer]) -> None:
    """Refuse a beginning in which no award could ever be approved or paid by two others (H3, H11)."""
    for newcomer in people:
        if not may_stand_together(frozenset(newcomer.roles)):
            raise Refusal(N_("%(name)s: auditor and donor stand alone, without any other role."), name=newcomer.name)
        if newcomer.until < newcomer.since:
            raise Refusal(N_("%(name)s: the roles end before they begin."), name=newcomer.name)
    if len({n.sign_in_name.casefold() for n in people}) != len(people):
        raise Refusal(N_("Two people have the same sign-in name."))
    lacks = lacks_of({n.sign_in_name.casefold(): frozenset(n.roles) for n in people})
    if len(people) < LEAST_PEOPLE:
        lacks |= {Lack.SIGNING}
    for lack in Lack:
        if lack in lacks:
            raise Refusal(MISSING[lack])


def far(day: date, years: int) -> date:
    """The last day of a role that begins on `day` and runs for whole years."""
    return day.replace(year=day.year + years, day=min(day.day, 28))
