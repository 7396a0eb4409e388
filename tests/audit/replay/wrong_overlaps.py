"""Histories in which a household is promised something twice, and not everybody signs why: H6, and H4 of what is signed."""

import datetime as dt
from typing import Any

from tests.audit.replay import awarding, deeds, importing, lending, payees, scheduling, sealing
from tests.audit.replay.altering import WHO, Spoil, Wrong, named
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History
from tests.audit.replay.story import ROWS

MISSED = ("H6", "does not name exactly the awards that overlap")
NO_REASON = ("H6", "gives no reason from the list, or one for nothing")


def proposed(
    history: History, name: str, purpose: str = "legal", parts: tuple[int, ...] = (100,), who: str = WHO
) -> Case:
    """Propose an award of a fund that is open to everything."""
    if "F2" not in {one["data"].get("code") for one in history.entries if one["verb"] == "fund.opened"}:
        deeds.open_fund(history, "F2")
        deeds.announce(history, "gift 2", "F2", 1_000_000)
        deeds.receive(history, "gift 2", "F2", 1_000_000)
    case = Case(name, "F2", who, list(parts), "emergency_grant" if len(parts) == 1 else "stipend")
    case.purpose = purpose
    awarding.draft(history, case)
    awarding.propose(history, case)
    return case


def approve(history: History, case: Case, **signed: Any) -> None:
    """Let both approve, saying something else than they should of overlaps."""
    for who in ("Ada", "Ben"):
        deeds.decide(history, case.proposal, who, **signed)
    awarding.carry_out(history, case)


def silent_on(one: str, other: str) -> Spoil:
    """Approve what overlaps by these purposes, and do not say so."""

    def spoil(history: History) -> None:
        proposed(history, "x", one)
        approve(history, proposed(history, "y", other), overlap=None)

    return named(spoil, f"silent_on_{one}_and_{other}")


def saying(of: str, reason: str, purpose: str = "legal") -> Spoil:
    """Approve an award naming another one, or nothing, for a reason."""

    def spoil(history: History) -> None:
        other = proposed(history, "x", purpose)
        overlap = {"awards": [other.award] if of == "it" else [], "reason": reason}
        approve(history, proposed(history, "y"), overlap=overlap)

    return named(spoil, f"saying_{of}_{reason}_{purpose}")


def naming_what_is_over(history: History) -> None:
    """Name an award that was withdrawn."""
    other = proposed(history, "x")
    history.work("Olga")
    awarding.settle_award(history, other, "withdrawn")
    approve(history, proposed(history, "y"), overlap={"awards": [other.award], "reason": "not_enough"})


def silent_on_a_past_award(history: History) -> None:
    """Approve an award in the month after one that came in by a file."""
    rows = [(*ROWS[0][:3], "2026-01-02")]
    importing.propose(history, "file 1", rows)
    importing.carry_out(history, "file 1", rows)
    sealing.seal(history, ROWS[0][1], "payment")
    approve(history, proposed(history, "y", "other", who=ROWS[0][1]), overlap=None)


def refusing_in_spite(history: History) -> None:
    """Refuse an award, and give a reason to approve it."""
    other = proposed(history, "x")
    case = proposed(history, "y")
    said = {"awards": [other.award], "reason": "not_enough"}
    deeds.decide(history, case.proposal, "Ada", "refuse", overlap=said)
    awarding.settle_award(history, case, "refused")


def overtaken(history: History) -> None:
    """Approve, when something overlaps that was proposed after the first signature."""
    case = proposed(history, "y")
    deeds.decide(history, case.proposal, "Ada")
    proposed(history, "x")
    deeds.decide(history, case.proposal, "Ben")
    awarding.carry_out(history, case)


def other_shape(history: History) -> None:
    """Say of overlaps something in words."""
    deeds.decide(history, proposed(history, "y").proposal, "Ada", overlap={"awards": [], "because": "they asked"})


def later_award(history: History, months: int) -> None:
    """Propose an award whose payments fall due in so many months, the last of them alone."""
    case = proposed(history, "later", parts=tuple([1] * months))
    parts = history.proposals[case.proposal]["content"]["instalments"][-1:]
    content = {**awarding.signed_terms(history, case)["content"], "instalments": [{**parts[0], "number": 1}]}
    case.parts = [1]
    case.revision += 1
    history.work("Olga")
    terms = {**awarding.signed_terms(history, case), "content": content}
    deeds.make_proposal(history, {**terms, "money": {"minor": 1, "currency": "EUR"}, "base_minor": 1})
    history.write("award.proposed", award=case.award, proposal=case.proposal, revision=case.revision, from_="proposed")


def rescheduled_silently(history: History) -> None:
    """Let a loan be paid back until after another award begins, and do not say so."""
    debt = lending.lent(history, "l", [50, 50], "r1")
    later_award(history, 6)
    plan = lending.plan(debt.left, "2026-07-28")
    proposal = lending.ask(history, debt, "loan_reschedule", debt.left, repayments=plan)
    deeds.decide(history, proposal, "Ben", overlap=None)
    deeds.settle(history, proposal, "approved")
    history.write("loan.rescheduled", award=debt.case.award, proposal=proposal)


def replanned_silently(history: History) -> None:
    """Let a stipend be paid until after another award begins, and do not say so."""
    case = proposed(history, "s", parts=(50, 50))
    awarding.approve(history, case)
    later_award(history, 6)
    proposal = scheduling.ask_to_reschedule(history, case, [1, 2], [("2026-02-01", 100)])
    deeds.decide(history, proposal, "Ada", overlap=None)


def given_silently(history: History) -> None:
    """Give a loan that was to be paid back long ago, while another award helps, and do not say so."""
    debt = lending.lent(history, "l", [50, 50], "r1")
    history.now = dt.datetime(2026, 6, 5, 9, tzinfo=dt.UTC)
    later_award(history, 6)
    proposal = lending.ask(history, debt, "loan_grant", debt.left, award_kind="stipend")
    deeds.decide(history, proposal, "Ada", overlap=None)


def support_by_law(history: History) -> None:
    """Support a family by something that is not for a family."""
    case = Case("y", "F1", WHO, [100], "family_support")
    case.purpose = "legal"
    awarding.draft(history, case)
    awarding.propose(history, case)


def into(hands: str, channel: str) -> Spoil:
    """Propose an award that is paid into strange hands."""

    def spoil(history: History) -> None:
        case = proposed(history, "y")
        content = {**awarding.signed_terms(history, case)["content"], "paid_to": hands, "channel": channel}
        case.revision += 1
        history.work("Olga")
        deeds.make_proposal(history, {**awarding.signed_terms(history, case), "content": content})
        history.write(
            "award.proposed", award=case.award, proposal=case.proposal, revision=case.revision, from_="proposed"
        )

    return named(spoil, f"pay_by_{channel}_into_{hands}")


def changed_into_strange_hands(history: History) -> None:
    """Propose new payment details that are nobody's."""
    case = proposed(history, "y")
    awarding.approve(history, case)
    payees.change(history, case.who, case.award)
    said = next(iter(reversed(history.proposals.values())))
    history.work("Olga")
    deeds.make_proposal(history, {**said, "revision": 2, "content": {**said["content"], "paid_to": "friend"}})


def another_household(history: History) -> None:
    """Propose an award for another household than its beneficiary's."""
    case = proposed(history, "y")
    content = {**awarding.signed_terms(history, case)["content"], "household": case.award}
    case.revision += 1
    history.work("Olga")
    deeds.make_proposal(history, {**awarding.signed_terms(history, case), "content": content})
    history.write("award.proposed", award=case.award, proposal=case.proposal, revision=case.revision, from_="proposed")


WRONG: Wrong = {
    silent_on("legal", "legal"): MISSED,
    silent_on("HEA", "MED"): MISSED,
    silent_on("OTH", "legal"): MISSED,
    silent_on("STI", "FAM"): MISSED,
    saying("it", "not_enough", "MED"): MISSED,
    saying("it", "they_asked"): NO_REASON,
    saying("nothing", "not_enough", "MED"): NO_REASON,
    naming_what_is_over: MISSED,
    silent_on_a_past_award: MISSED,
    refusing_in_spite: MISSED,
    overtaken: ("H6", "follows one that did not know of all that overlaps"),
    rescheduled_silently: MISSED,
    given_silently: MISSED,
    replanned_silently: MISSED,
    other_shape: ("H4", "or overlaps of another shape"),
    support_by_law: ("H4", "supports a family by something that is not for it: legal"),
    into("friend", "bank"): ("H4", "by bank into unknown hands: friend"),
    into("beneficiary", "cash"): ("H4", "by cash into unknown hands: beneficiary"),
    changed_into_strange_hands: ("H4", "into unknown hands: friend"),
    another_household: ("H4", "differs in household"),
}
