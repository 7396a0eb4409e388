"""Histories whose decisions are wrong: H3 and H4."""

from typing import Any

from tests.audit.replay import awarding, deeds, importing, paying, sealing
from tests.audit.replay.awarding import Case
from tests.audit.replay.histories import History, uid
from tests.audit.replay.signing import fingerprint, public_line, sign
from tests.audit.replay.story import ROWS, grant

WHO = "B-7K3M-9QXT-C"
MONEY = {"minor": 30_001, "currency": "EUR"}


def proposed(history: History, by: str = "Olga", **entry: Any) -> Case:
    """Draft and propose an award."""
    case = Case("x", "F1", WHO, [30_000])
    awarding.draft(history, case)
    awarding.propose(history, case, by, **entry)
    return case


def proposer_decides(history: History) -> None:
    """Let the proposer be the second approver."""
    awarding.approve(history, proposed(history, "Cleo"), "Ada", "Cleo")


def former_proposer_decides(history: History) -> None:
    """Let who made the first revision approve the second."""
    case = proposed(history, "Cleo")
    awarding.propose(history, case, "Olga")
    awarding.approve(history, case, "Ada", "Cleo")


def same_person_twice(history: History) -> None:
    """Let one person approve twice."""
    awarding.approve(history, proposed(history), "Ada", "Ada")


def approved_by_one(history: History) -> None:
    """Approve an award with one approval."""
    case = proposed(history)
    deeds.decide(history, case.proposal, "Ada")
    awarding.carry_out(history, case)


def approved_on_lost_approval(history: History) -> None:
    """Count an approval that a revision has voided."""
    case = proposed(history)
    deeds.decide(history, case.proposal, "Ada")
    awarding.propose(history, case)
    deeds.decide(history, case.proposal, "Ben")
    awarding.carry_out(history, case)


def carried_out_unapproved(history: History) -> None:
    """Approve an award that nobody decided on."""
    case = proposed(history)
    history.work("Ben")
    awarding.carry_out(history, case)
    before = len(history.entries)
    history.entries[:] = [e for e in history.entries if e["verb"] != "proposal.approved"]
    assert len(history.entries) == before - 1
    for seq, entry in enumerate(history.entries):
        entry["seq"] = seq


def needs_one(history: History) -> None:
    """Ask for a single approval of an award."""
    proposed(history, needed=1)


def needs_less_than_policy(history: History) -> None:
    """Ask for two approvals where policy asks for three."""
    case = Case("x", "F1", WHO, [6_000_000])
    awarding.draft(history, case)
    awarding.propose(history, case)


def names_old_policy(history: History) -> None:
    """Name a policy that is not in force."""
    proposed(history, policy=2)


def asks_other_role(history: History) -> None:
    """Ask another role than policy does."""
    proposed(history, role="officer")


def shares_key(history: History) -> None:
    """Register two people under one signing key."""
    entry = next(e for e in history.entries if e["data"].get("person") == uid("Ben"))
    entry["data"]["signing_key"] = public_line("Ada")


def run_released_undecided(history: History) -> None:
    """Release a run that nobody decided on."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)])
    paying.propose(history, "r1", [case.payment(1)])
    history.work("Gus")
    history.write("run.released", run=uid("r1"))


def proposal_bytes_altered(history: History) -> None:
    """Alter the bytes of a proposal after its hash was taken."""
    proposed(history)
    data = history.entries[-2]["data"]
    data["bytes"] = data["bytes"].replace('"reason":null', '"reason":"x"')


def proposal_not_canonical(history: History) -> None:
    """Write a proposal with a space too many."""
    proposed(history)
    data = history.entries[-2]["data"]
    data["bytes"] = data["bytes"].replace('"reason":null', '"reason": null')


def instalments_do_not_sum(history: History) -> None:
    """Propose instalments that do not add up to the award."""
    case = Case("x", "F1", WHO, [100, 200])
    awarding.draft(history, case)
    history.work("Olga")
    terms = awarding.signed_terms(history, case)
    terms["revision"] = 1
    terms["content"]["instalments"][1]["minor"] = 201
    deeds.make_proposal(history, terms)
    history.write("award.proposed", award=case.award, proposal=case.proposal, revision=1, from_="drafted")


def proposed_for_another(history: History) -> None:
    """Propose an award for somebody else than it was drafted for."""
    sealing.register(history, "B-0000-0000-0")
    case = Case("x", "F1", WHO, [100])
    awarding.draft(history, case)
    case.who = "B-0000-0000-0"
    awarding.propose(history, case)


def signed(**changed: Any) -> Any:
    """Make a history in which a decision signs other members than its proposal has."""

    def decide_otherwise(history: History) -> None:
        deeds.decide(history, proposed(history).proposal, "Ada", **changed)

    decide_otherwise.__name__ = f"decision_signs_other_{'_'.join(changed)}"
    return decide_otherwise


def enters_other_decision(history: History) -> None:
    """Enter a signed refusal as an approval."""
    deeds.decide(history, proposed(history).proposal, "Ada", "refuse")
    history.entries[-1]["data"]["decision"] = "approve"


def neither_yes_nor_no(history: History) -> None:
    """Decide neither way."""
    deeds.decide(history, proposed(history).proposal, "Ada", "abstain")


def signature_altered(history: History) -> None:
    """Sign other bytes than stand in the log."""
    deeds.decide(history, proposed(history).proposal, "Ada")
    history.entries[-1]["data"]["signature"] = sign("Ada", b"{}")


def signature_of_another(history: History) -> None:
    """Sign with the key of another person."""
    deeds.decide(history, proposed(history).proposal, "Ada")
    data = history.entries[-1]["data"]
    data["signature"] = sign("Ben", data["bytes"].encode())


def signature_for_other_use(history: History) -> None:
    """Sign for another namespace."""
    deeds.decide(history, proposed(history).proposal, "Ada")
    data = history.entries[-1]["data"]
    data["signature"] = sign("Ada", data["bytes"].encode(), "file")


def recognised_otherwise(history: History) -> None:
    """Recognise an instalment with another amount than was signed."""
    case = grant(history, "x", [100, 100], "stipend")
    awarding.recognise(history, case, 1)
    history.entries[-4]["data"]["minor"] = 101


def due_otherwise(history: History) -> None:
    """Plan a payment for another day than was signed."""
    case = grant(history, "x", [100])
    history.entries[-1]["data"]["due"] = "2026-02-01"
    assert case.due(1) != "2026-02-01"


def run_otherwise(history: History) -> None:
    """Release another list of payments than was signed."""
    case = grant(history, "x", [100, 100])
    payments = [case.payment(1), case.payment(2)]
    paying.gather(history, "r1", payments)
    paying.propose(history, "r1", payments[:1], count=2)
    paying.release(history, "r1")


def run_from_other_cash(history: History) -> None:
    """Release a run from another cash account than was signed."""
    case = grant(history, "x", [100])
    paying.gather(history, "r1", [case.payment(1)])
    paying.propose(history, "r1", [case.payment(1)], cash="BANK-2")
    paying.release(history, "r1")


def import_otherwise(history: History) -> None:
    """Take in other rows than were signed, with the same total."""
    importing.propose(history, "file 1", ROWS)
    importing.carry_out(history, "file 1", [(*ROWS[0][:3], "2025-03-02"), ROWS[1]])


def import_more_money(history: History) -> None:
    """Bring in more money with an import than its awards come to."""
    importing.propose(history, "file 1", ROWS)
    importing.carry_out(history, "file 1", ROWS, extra=1)


def import_other_totals(history: History) -> None:
    """Say other totals at the end of an import."""
    importing.propose(history, "file 1", ROWS)
    importing.carry_out(history, "file 1", ROWS)
    history.entries[-1]["data"]["totals"] = {"GBP": 1}


def import_other_rate(history: History) -> None:
    """Record another rate than was signed."""
    importing.propose(history, "file 1", ROWS, rates={"GBP": {**importing.RATE, "rate": "3"}})
    importing.carry_out(history, "file 1", ROWS)


WRONG = {
    proposer_decides: "H3",
    former_proposer_decides: "H3",
    same_person_twice: "H3",
    approved_by_one: "H3",
    approved_on_lost_approval: "H3",
    needs_one: "H3",
    needs_less_than_policy: "H3",
    names_old_policy: "H3",
    asks_other_role: "H3",
    shares_key: "H3",
    carried_out_unapproved: "H3",
    run_released_undecided: "H3",
    proposal_bytes_altered: "H4",
    proposal_not_canonical: "H4",
    instalments_do_not_sum: "H4",
    proposed_for_another: "H4",
    signed(money=MONEY): "H4",
    signed(fund=uid("F2")): "H4",
    signed(beneficiary="B-0000-0000-0"): "H4",
    signed(payment_envelope="00"): "H4",
    signed(needed=1): "H4",
    signed(policy=2): "H4",
    signed(revision=2): "H4",
    signed(proposal_sha256="0" * 64): "H4",
    signed(key=fingerprint("Ben")): "H4",
    signed(person=uid("Ben")): "H4",
    signed(organisation="other.example/books"): "H4",
    signed(at="2026-02-01T00:00:00Z"): "H4",
    enters_other_decision: "H4",
    neither_yes_nor_no: "H4",
    import_more_money: "H4",
    signed(extra=1): "H4",
    signature_altered: "H4",
    signature_of_another: "H4",
    signature_for_other_use: "H4",
    recognised_otherwise: "H4",
    due_otherwise: "H4",
    run_otherwise: "H4",
    run_from_other_cash: "H4",
    import_otherwise: "H4",
    import_other_totals: "H4",
    import_other_rate: "H4",
}
