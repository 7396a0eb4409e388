"""A changed schedule of an approved award: another revision of what was signed, so signed anew by as many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.awards.actions.stopping import award_of, nothing, refuse_asked_already, refuse_unless_running
from ledger.awards.models import Award, Instalment, InstalmentStage
from ledger.awards.overlapping import overlaps_of_schedule, span_if_replanned
from ledger.awards.queries import instalments_of, still_promised
from ledger.awards.rules.rescheduling import refuse_new_plan, renumbered
from ledger.awards.rules.reviewing import review_from
from ledger.awards.rules.schedule import Planned, read, written
from ledger.errors import N_, Refusal
from ledger.money import Money, split
from ledger.work import Work


def propose_schedule(work: Work, award: Award, plan: Sequence[Planned]) -> Proposal:
    """Ask others to sign that all that is still promised of an award falls due by another plan of the same sum."""
    refuse_unless_running(award)
    refuse_asked_already(work, award, "schedule")
    instalments = instalments_of(work.session, award)
    left = still_promised(award, instalments)
    promised = sum(one.minor for one in left)
    refuse_new_plan(plan, promised, work.at.date(), award.fund.closes)
    matter = Matter(
        kind="schedule",
        subject=award.id,
        money=Money(promised, award.currency),
        base_minor=sum(one.base_minor for one in left),
        fund=award.fund_id,
        beneficiary=award.beneficiary,
        content={
            "award": str(award.id),
            "replaces": [one.number for one in left],
            "instalments": written(renumbered(plan, instalments[-1].number)),
        },
    )
    return approvals.propose(work, matter)


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    award, content = award_of(work, proposal), said["content"]
    refuse_unless_running(award)
    left = still_promised(award, instalments_of(work.session, award))
    if ([one.number for one in left], sum(one.minor for one in left)) != (content["replaces"], said["money"]["minor"]):
        raise Refusal(
            N_("Something of this award was recognised, reduced or given up since. Propose a schedule for the rest.")
        )
    plan, span = read(content["instalments"]), span_if_replanned(work.session, award, said)
    award.supports_from, award.supports_until = span.first, span.last
    for one in left:
        one.stage, one.review_from = InstalmentStage.REPLACED, None
    # The old ones are let go before the new ones come: the database never sees more than the award.
    work.session.flush()
    bases = split(sum(one.base_minor for one in left), [part.minor for part in plan])
    work.session.add_all(
        Instalment(
            award_id=award.id,
            number=part.number,
            due=part.due,
            minor=part.minor,
            base_minor=base,
            stage=InstalmentStage.PLANNED,
            review_from=review_from(part.due),
            proposal_id=proposal.id,
        )
        for part, base in zip(plan, bases, strict=True)
    )
    work.session.flush()
    subjects = [award.id, award.beneficiary, proposal.id]
    work.record("award.rescheduled", subjects, award=str(award.id), proposal=str(proposal.id))


register(Kind("schedule", frozenset({Role.OFFICER}), _carry_out, nothing, nothing, overlaps_of_schedule))
