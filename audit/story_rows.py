"""The rows of the tables about people, awards, runs and decisions, as they follow from the log."""

from __future__ import annotations

from collections.abc import Iterator

from audit.comparison import FREE, Cell, written
from audit.facts import Facts
from audit.replay.evidence import grade

TRUTH = {False: "false", True: "true"}


def user_listing(facts: Facts) -> Iterator[str]:
    """Yield a line for each role that a person holds or held, until the day it was ended with."""
    people = facts.state.people
    rows = [
        (one.person, people[one.person].code, one.role, one.since, one.until)
        for one in facts.state.roles
        if one.person in people
    ]
    return map(written, sorted(rows, key=lambda row: (row[0], *row[2:])))


def beneficiaries(facts: Facts) -> Iterator[str]:
    """Yield a line for each pseudonym."""
    known = sorted(facts.state.beneficiaries.items())
    return (written([pseudonym, one.household]) for pseudonym, one in known)


def awards(facts: Facts) -> Iterator[str]:
    """Yield a line for each award; what a draft asks for is not in the log until it is proposed."""
    for ident, award in sorted(facts.state.awards.items()):
        draft = award.stage == "drafted"
        yield written(
            [
                ident,
                award.reference,
                award.kind,
                award.beneficiary,
                award.fund,
                FREE if draft else award.purpose,
                *((FREE, FREE) if award.span is None else award.span),
                FREE if draft else award.minor,
                award.currency,
                award.stage,
                FREE if draft else TRUTH[award.emergency],
                TRUTH[award.stopped],
                FREE if draft else award.way,
                award.proposal,
            ]
        )


def instalments(facts: Facts) -> Iterator[str]:
    """Yield a line for each instalment of awards that were proposed."""
    for ident, award in sorted(facts.state.awards.items()):
        for number, part in sorted(award.instalments.items()):
            yield written([ident, number, part.due, part.minor, part.stage])


def reviews(facts: Facts) -> Iterator[str]:
    """Yield a line for each review of an instalment, in the order of the log."""
    for ident, award in sorted(facts.state.awards.items()):
        for number, part in sorted(award.instalments.items()):
            for one in part.reviews:
                yield written([ident, number, one.seq, one.at, one.outcome, one.reason, one.again_on, one.person])


def emergencies(facts: Facts) -> Iterator[str]:
    """Yield a line for each emergency: its clock as it stands."""
    for ident, award in sorted(facts.state.awards.items()):
        clock = award.clock
        if clock is not None:
            yield written([ident, clock.requested_at, clock.first_signed_at, clock.approved_at, clock.sent_at])


def loans(facts: Facts) -> Iterator[str]:
    """Yield a line for each loan whose award was approved."""
    for ident, one in sorted(facts.state.loans.items()):
        amounts: list[Cell] = [one.lent, one.repaid, one.written_off, one.granted, one.recovered, one.allowance]
        yield written([ident, one.currency, *amounts, one.stage, TRUTH[one.suspended], one.rescheduled])


def repayments(facts: Facts) -> Iterator[str]:
    """Yield a line for each time that something of a loan came back."""
    for entry in facts.state.entries:
        for line in entry.lines if entry.event in {"loan_repaid", "loan_recovered"} else ():
            if line["account"] in {"1000", "1300"}:
                about: list[Cell] = [entry.number, line["ref"], entry.event, entry.date, line["minor"]]
                yield written([*about, line["currency"], line["holder"], line["statement"]])


def runs(facts: Facts) -> Iterator[str]:
    """Yield a line for each run."""
    for ident, run in sorted(facts.state.runs.items()):
        about: list[Cell] = [ident, run.reference, run.channel, run.currency, run.cash]
        yield written([*about, run.stage, run.proposal])


def disbursements(facts: Facts) -> Iterator[str]:
    """Yield a line for each disbursement; imported ones have a reference of the ledger's own."""
    for ident, one in sorted(facts.state.disbursements.items()):
        reference = FREE if one.reference is None else one.reference
        about: list[Cell] = [
            ident,
            reference,
            one.award,
            one.number,
            one.run,
            one.minor,
            one.currency,
        ]
        place: list[Cell] = [one.split_of, one.part, one.parts, one.forced_by, grade(one.signs)]
        yield written([*about, one.stage, one.replaces, one.settled_on, *place])


def proposals(facts: Facts) -> Iterator[str]:
    """Yield a line for each proposal at the revision that stands."""
    for ident, one in sorted(facts.state.proposals.items()):
        about: list[Cell] = [ident, one.kind, one.stage, one.revision, one.needed]
        yield written([*about, one.sha256, one.proposers[-1]])


def decisions(facts: Facts) -> Iterator[str]:
    """Yield a line for each decision, those on replaced revisions included."""
    known = sorted(facts.state.decisions, key=lambda one: (one.proposal, one.revision, one.person))
    for one in known:
        about: list[Cell] = [one.proposal, one.revision, one.person, one.decision]
        named: list[Cell] = [" ".join(one.overlap), one.reason]
        yield written([*about, *named, one.at, one.key, one.seq])
